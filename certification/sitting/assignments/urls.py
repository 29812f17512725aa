"""URLs of one's own assignments."""

from django.urls import path

from certification.sitting.assignments import views
from certification.sitting.exams.closing import closed_during_exam

urlpatterns = [
    path("assignments/<uuid:assignment_id>/", closed_during_exam(views.assignment), name="assignment"),
]
