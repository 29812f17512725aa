"""The URLs of appeals, for those who answer them."""

from django.urls import path

from certification.authoring.appeals.views import appeal, appeals

urlpatterns = [
    path("appeals/", appeals, name="appeals"),
    path("appeals/<uuid:appeal_id>/", appeal, name="appeal"),
]
