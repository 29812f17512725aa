"""The URLs of the site, by slice."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from certification import phone

urlpatterns = [
    path("", include("certification.sitting.urls")),
    path("", include("certification.authoring.urls")),
    path("oversight/", include("certification.oversight.urls")),
    path("", include("certification.people.urls")),
    path("", include("certification.operations.urls")),
    path("", include("certification.handbook.urls")),
    path("", include("certification.readapi.urls")),
    path("", include("certification.lti.urls")),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("service-worker.js", phone.worker, name="worker"),
    path("offline/", phone.offline, name="offline"),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler500 = "certification.errors.server_error"
