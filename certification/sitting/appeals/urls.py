"""The URLs of appeals, for those who raise them."""

from django.urls import path

from certification.sitting.appeals.views import appeal
from certification.sitting.exams.closing import closed_during_exam

urlpatterns = [
    path("attempts/<uuid:attempt_id>/questions/<int:position>/appeal/", closed_during_exam(appeal), name="appeal"),
]
