"""The site's URLs and beside them a bare view: signed in, one upsert, nothing else."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from certification.people.models import Cohort


@require_POST
def bare(request: HttpRequest) -> HttpResponse:
    row = Cohort(name=f"班组 {request.user.pk}")
    Cohort.objects.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=["name"])
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("", include("certification.urls"))]
