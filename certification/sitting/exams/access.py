"""Which attempt a request may see, and where it has to go instead."""

import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, resolve_url

from certification.attempts.domain import AttemptKind, AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import Frame, find_frame, is_interrupted
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in

#: What is sat against the clock.
CLOCKED: Final = frozenset({AttemptKind.EXAM, AttemptKind.MOCK})


def own_attempt(
    request: SignedInRequest,
    attempt_id: uuid.UUID,
    *,
    kinds: Collection[AttemptKind] = (),
    now: datetime,
) -> Attempt:
    """Return one's own attempt with paper and round; one that has run out of time and grace is handed in first.

    Args:
        request: whose.
        attempt_id: which.
        kinds: of what kind it has to be; any where none is given.
        now: when.

    Raises:
        Http404: there is none, it is somebody else's or of another kind, or it was voided.
    """
    own = Attempt.objects.sat_by(request.user.pk).filter(pk=attempt_id).exclude(state=AttemptState.VOID)
    attempt = next(iter(own.select_related("paper", "round")), None)
    if attempt is None or (kinds and attempt.kind not in kinds):
        raise Http404
    return _closed_if_due(attempt, now)


def own_frame(request: SignedInRequest, attempt_id: uuid.UUID, position: int, *, now: datetime) -> Frame:
    """Return one's own attempt against the clock with the question asked for, like `own_attempt`.

    Raises:
        Http404: as there; also where an open attempt has no such question.
    """
    frame = find_frame(request.user.pk, attempt_id, position)
    if frame is None or frame.attempt.kind not in CLOCKED:
        raise Http404
    return Frame(_closed_if_due(frame.attempt, now), frame.question)


def running_mock(user_id: uuid.UUID, *, now: datetime) -> Attempt | None:
    """Return the person's running mock; one that has run out of time is handed in and does not count."""
    attempt = Attempt.objects.sat_by(user_id).open(AttemptKind.MOCK).select_related("paper", "round").first()
    return attempt and still_running(attempt, now=now)


def still_running(attempt: Attempt, *, now: datetime) -> Attempt | None:
    """Return an open attempt, with paper and round; None where its time is up: then it is handed in."""
    attempt = _closed_if_due(attempt, now)
    return attempt if attempt.is_open else None


def _closed_if_due(attempt: Attempt, now: datetime) -> Attempt:
    """Hand in what is overdue, unless the server was down: what that cost has to be given back first."""
    if not attempt.is_overdue(now) or is_interrupted(now):
        return attempt
    with suppress(RefusedError):  # the sweeper may be faster
        hand_in(attempt.pk, by=ClosedBy.CLOCK, now=now)
    return Attempt.objects.select_related("paper", "round").get(pk=attempt.pk)


def go(request: SignedInRequest, name: str, *args: uuid.UUID | int) -> HttpResponse:
    """Send the browser to another page; an htmx swap must not take that page into the middle of this one."""
    if not wants_fragment(request):
        return redirect(name, *args)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = resolve_url(name, *args)
    return response
