"""URLs of 掌握度."""

from django.urls import path

from certification.sitting.exams.closing import closed_during_exam
from certification.sitting.mastery import views

urlpatterns = [
    path("mastery/", closed_during_exam(views.mastery), name="mastery"),
    path("mastery/<str:area>/", closed_during_exam(views.mastery_area), name="mastery-area"),
]
