"""The URLs of 体检."""

from django.urls import path

from certification.authoring.checkup.views import checkup

urlpatterns = [
    path("checkup/", checkup, name="checkup"),
]
