"""/authoring/questions/<uuid>/edit/: the editor, and what follows by itself beside it."""

from django.urls import path

from certification.authoring.editor import views

urlpatterns = [
    path("questions/<uuid:question_id>/edit/", views.question_edit, name="question-edit"),
    path("questions/<uuid:question_id>/edit/depth/", views.question_depth, name="question-depth"),
]
