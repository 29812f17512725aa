"""URLs of adaptive practice."""

from django.urls import path

from certification.sitting.adaptive import views
from certification.sitting.exams.closing import closed_during_exam

urlpatterns = [
    path("practice/adaptive/", closed_during_exam(views.adaptive), name="adaptive"),
    path("practice/adaptive/next/", closed_during_exam(views.adaptive_next), name="adaptive-next"),
    path("practice/adaptive/stop/", closed_during_exam(views.adaptive_stop), name="adaptive-stop"),
]
