"""The URLs of the rule editor."""

from django.urls import path

from certification.authoring.rules.views import check, edit, new, presence, remove

urlpatterns = [
    path("rules/new/", new, name="rule-new"),
    path("rules/<str:code>/edit/", edit, name="rule-edit"),
    path("rules/<str:code>/remove/", remove, name="rule-remove"),
    path("rules/<str:code>/presence/", presence, name="rule-presence"),
    path("rules/<str:code>/check/", check, name="rule-check"),
]
