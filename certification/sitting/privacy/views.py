"""我的资料: what there is, and all of it as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest
from certification.privacy.exporting import export_person, withheld_from
from certification.privacy.presentation import file_name, lines_of
from certification.privacy.rows import counts_about, subject_of


@require_http_methods(["GET", "POST"])
def own_data(request: SignedInRequest) -> HttpResponse:
    """Show what the site holds about oneself; a POST takes it along."""
    now = timezone.now()
    if request.method == "POST":
        data = export_person(request.user, actor=request.user, now=now)
        return as_file(HttpResponse(data, content_type="application/zip"), file_name(request.user, now))
    subject = subject_of(request.user)
    context = {
        "lines": lines_of(counts_about(subject)),
        "withheld": len(withheld_from(subject, now=now).attempts),
    }
    return render(request, "certification/sitting/privacy/own_data.html", context)
