"""The site with one more page: what a signed-in request with one upsert costs at least."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from certification.core.htmx import SignedInRequest


@require_POST
def bare(request: SignedInRequest) -> HttpResponse:
    row = Session(
        session_key=f"bare-{request.user.pk.hex}",
        session_data=request.POST["answer"],
        expire_date=timezone.now() + timedelta(days=1),
    )
    Session.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["session_key"], update_fields=["session_data"]
    )
    return HttpResponse(request.user.display_name)


urlpatterns = [path("bare/", bare), path("", include("certification.urls"))]
handler500 = "certification.errors.server_error"
