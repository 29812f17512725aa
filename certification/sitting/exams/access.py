"""Which attempt a request may see, and where it has to go instead."""

import uuid
from contextlib import suppress
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, resolve_url

from certification.attempts.domain import AttemptKind, AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in


def own_attempt(
    request: SignedInRequest, attempt_id: uuid.UUID, *, kind: AttemptKind | None = None, now: datetime
) -> Attempt:
    """Return one's own attempt; one that has run out of time is handed in first.

    Raises:
        Http404: there is none, it is somebody else's, or it was voided.
    """
    found = Attempt.objects.sat_by(request.user.pk).exclude(state=AttemptState.VOID).select_related("paper")
    attempt = found.filter(pk=attempt_id).first()
    if attempt is None or kind not in {None, attempt.kind}:
        raise Http404
    if not attempt.is_overdue(now):
        return attempt
    with suppress(RefusedError):  # the sweeper may be faster
        hand_in(attempt.pk, by=ClosedBy.CLOCK, now=now)
    return Attempt.objects.select_related("paper").get(pk=attempt.pk)


def running_mock(user_id: uuid.UUID, *, now: datetime) -> Attempt | None:
    """Return the person's running mock; one that has run out of time is handed in and does not count."""
    attempt = Attempt.objects.sat_by(user_id).open(AttemptKind.MOCK).select_related("paper").first()
    if attempt is None or not attempt.is_overdue(now):
        return attempt
    with suppress(RefusedError):
        hand_in(attempt.pk, by=ClosedBy.CLOCK, now=now)
    return None


def go(request: SignedInRequest, name: str, *args: object) -> HttpResponse:
    """Send the browser to another page; an htmx swap must not take that page into the middle of this one."""
    if not wants_fragment(request):
        return redirect(name, *args)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = resolve_url(name, *args)
    return response
