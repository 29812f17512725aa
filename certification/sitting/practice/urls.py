"""URLs of practice."""

from django.urls import path

from certification.sitting.exams.closing import closed_during_exam
from certification.sitting.practice import views

urlpatterns = [
    path("practice/", closed_during_exam(views.practice), name="practice"),
    path("practice/<uuid:attempt_id>/", closed_during_exam(views.practice_question), name="practice-question"),
    path("practice/<uuid:attempt_id>/guessed/", closed_during_exam(views.guessed), name="practice-guessed"),
]
