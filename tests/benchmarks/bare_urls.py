"""The site with one more page: what a signed-in request with one upsert costs at least."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.urls import include, path

from tests.factories import NOON


def bare(request):
    row = Session(session_key="bare", session_data=request.POST["answer"], expire_date=NOON + timedelta(days=1))
    Session.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["session_key"], update_fields=["session_data"]
    )
    return HttpResponse(request.user.display_name)


urlpatterns = [path("bare/", bare, name="bare"), path("", include("certification.urls"))]
