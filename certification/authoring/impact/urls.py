"""The URLs of 影响."""

from django.urls import path

from certification.authoring.impact.views import impact

urlpatterns = [
    path("impact/", impact, name="impact"),
]
