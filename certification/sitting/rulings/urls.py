"""The URLs of rulings."""

from django.urls import path

from certification.sitting.rulings.views import ruling

urlpatterns = [
    path("attempts/<uuid:attempt_id>/questions/<int:number>/ruling/", ruling, name="ruling"),
]
