"""The URLs of appeals, for those who raise them."""

from django.urls import path

from certification.sitting.appeals.views import appeal

urlpatterns = [
    path("attempts/<uuid:attempt_id>/questions/<int:position>/appeal/", appeal, name="appeal"),
]
