"""The URLs of a trainee's screens, by screen."""

from django.urls import include, path

from certification.sitting import home

app_name = "sitting"

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("certification.sitting.exams.urls")),
    path("", include("certification.sitting.practice.urls")),
    path("", include("certification.sitting.adaptive.urls")),
    path("", include("certification.sitting.notebook.urls")),
    path("", include("certification.sitting.mastery.urls")),
    path("", include("certification.sitting.assignments.urls")),
    path("", include("certification.sitting.drills.urls")),
    path("", include("certification.sitting.rulings.urls")),
    path("", include("certification.sitting.appeals.urls")),
    path("", include("certification.sitting.inbox.urls")),
    path("", include("certification.sitting.credentials.urls")),
    path("", include("certification.sitting.corpus.urls")),
    path("", include("certification.sitting.tryout.urls")),
    path("", include("certification.sitting.pictures.urls")),
    path("", include("certification.sitting.privacy.urls")),
]
