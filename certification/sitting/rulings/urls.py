"""The URLs of rulings."""

from django.urls import path

from certification.sitting.exams.closing import closed_during_exam
from certification.sitting.rulings.guesses import ruling_guessed
from certification.sitting.rulings.views import ruling

urlpatterns = [
    path("attempts/<uuid:attempt_id>/questions/<int:number>/ruling/", closed_during_exam(ruling), name="ruling"),
    path(
        "attempts/<uuid:attempt_id>/questions/<int:number>/guessed/",
        closed_during_exam(ruling_guessed),
        name="ruling-guessed",
    ),
]
