"""/authoring/questions/: the list of questions, and what is done to many of them."""

from django.urls import path

from certification.authoring.questions import acting, views

urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/new/", views.question_new, name="question-new"),
    path("questions/generate/", acting.questions_generate, name="questions-generate"),
    path("questions/bulk/", acting.questions_bulk, name="questions-bulk"),
    path("questions/filters/", views.filter_save, name="questions-filter-save"),
    path("questions/filters/<uuid:filter_id>/delete/", views.filter_delete, name="questions-filter-delete"),
]
