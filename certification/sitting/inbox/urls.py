"""The URLs of the inbox."""

from django.urls import path

from certification.sitting.inbox.views import inbox, notice

urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/<uuid:notice_id>/", notice, name="notice"),
]
