"""The URLs of those who keep the rules, by screen."""

from django.urls import include, path

app_name = "authoring"

urlpatterns = [
    path("authoring/", include("certification.authoring.checkup.urls")),
    path("authoring/", include("certification.authoring.coverage.urls")),
    path("authoring/", include("certification.authoring.impact.urls")),
    path("authoring/", include("certification.authoring.drafts.urls")),
    path("authoring/", include("certification.authoring.appeals.urls")),
    path("authoring/", include("certification.authoring.regrades.urls")),
    path("authoring/", include("certification.authoring.pictures.urls")),
    path("authoring/", include("certification.authoring.questions.urls")),
    path("authoring/", include("certification.authoring.reviews.urls")),
    path("authoring/", include("certification.authoring.editor.urls")),
    path("authoring/", include("certification.authoring.exchange.urls")),
    path("authoring/", include("certification.authoring.drillscripts.urls")),
    path("authoring/", include("certification.authoring.rules.urls")),
]
