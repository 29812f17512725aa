"""URLs of 错题本."""

from django.urls import path

from certification.sitting.exams.closing import closed_during_exam
from certification.sitting.notebook import views

urlpatterns = [
    path("notebook/", closed_during_exam(views.notebook), name="notebook"),
    path("notebook/review/", closed_during_exam(views.review), name="notebook-review"),
    path("notebook/<str:rule>/choice/", closed_during_exam(views.choose), name="notebook-choice"),
]
