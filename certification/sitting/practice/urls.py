"""URLs of practice."""

from django.urls import path

from certification.sitting.practice import views

urlpatterns = [
    path("practice/", views.practice, name="practice"),
    path("practice/<uuid:attempt_id>/", views.practice_question, name="practice-question"),
]
