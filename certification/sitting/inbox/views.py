"""消息: the list, and each line as the way to what it is about."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from certification.core.htmx import SignedInRequest
from certification.people.notices import newest, open_notice, read_all


@require_http_methods(["GET", "POST"])
def inbox(request: SignedInRequest) -> HttpResponse:
    """List the newest; a POST marks all of them read."""
    if request.method == "POST":
        read_all(request.user, now=timezone.now())
        return redirect("sitting:inbox")
    notices = newest(request.user)
    context = {"notices": notices, "has_unread": any(one.read_at is None for one in notices)}
    return render(request, "certification/sitting/inbox/inbox.html", context)


@require_GET
def notice(request: SignedInRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Mark a line read and go where it leads."""
    opened = open_notice(request.user, notice_id, now=timezone.now())
    if opened is None:
        raise Http404
    is_here = url_has_allowed_host_and_scheme(opened.link, allowed_hosts=None)
    return redirect(opened.link if opened.link and is_here else "sitting:inbox")
