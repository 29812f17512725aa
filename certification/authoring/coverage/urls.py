"""The URLs of 覆盖."""

from django.urls import path

from certification.authoring.coverage.views import coverage

urlpatterns = [
    path("coverage/", coverage, name="coverage"),
]
