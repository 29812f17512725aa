"""The URLs of managers and invigilators, by screen."""

from django.urls import include, path

app_name = "oversight"

urlpatterns = [
    path("", include("certification.oversight.live.urls")),
    path("", include("certification.oversight.rounds.urls")),
    path("", include("certification.oversight.papers.urls")),
    path("", include("certification.oversight.people.urls")),
    path("", include("certification.oversight.privacy.urls")),
    path("", include("certification.oversight.takeout.urls")),
    path("", include("certification.oversight.tokens.urls")),
    path("", include("certification.oversight.lti.urls")),
    path("", include("certification.oversight.competency.urls")),
    path("", include("certification.oversight.credentials.urls")),
]
