"""加时: who has more time in a round, and why; to be granted before the exam or while it runs."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.attempts.domain import AttemptState
from certification.attempts.services import refresh_deadline
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.oversight.rounds.access import FOLDER, ROLES, known_round, said
from certification.oversight.rounds.presentation import allowance_text, window_text
from certification.oversight.rounds.reading import seat_rows
from certification.oversight.rounds.wording import CAUSE_NAMES, FACTORS
from certification.people.models import User
from certification.people.permissions import role_required
from certification.rounds.domain import WHOLE_PERCENT, Allowance, AllowanceCause, RoundState
from certification.rounds.models import Round
from certification.rounds.services import allowed_time_of, grant_allowance

INVALID = 422


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def allowances(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held, refusal = known_round(round_id), ""
    if request.method == "POST":
        refusal = _grant(request, held)
        if not refusal:
            return redirect("oversight:round-time", held.pk)
    context: dict[str, Any] = {
        "held": held,
        "window": window_text(held),
        "seats": seat_rows(held),
        "grants": _grants(held),
        "factors": FACTORS.items(),
        "causes": CAUSE_NAMES.items(),
        "may_grant": held.state != RoundState.CANCELLED,
        "given": {"factor": WHOLE_PERCENT, "minutes": "0", "cause": "accommodation", **request.POST.dict()},
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/time.html", context, status=INVALID if refusal else 200)


def _grant(request: SignedInRequest, held: Round) -> str:
    """Grant what was filled in; return the sentence that says why not."""
    now = timezone.now()
    try:
        person = uuid.UUID(request.POST.get("person", ""))
    except ValueError:
        return _("请选一个人。")
    try:
        factor, minutes = int(request.POST.get("factor", WHOLE_PERCENT)), int(request.POST.get("minutes") or 0)
    except ValueError:
        return _("加几分钟要填整数。")
    if request.POST.get("cause") not in set(AllowanceCause):
        return _("请选原因。")
    cause = AllowanceCause(request.POST["cause"])
    try:
        _write(held, person, Allowance(factor, minutes), cause, actor=request.user.pk, now=now)
    except RefusedError as error:
        return said(error.refusal)
    return ""


@transaction.atomic
def _write(
    held: Round, person: uuid.UUID, more: Allowance, cause: AllowanceCause, *, actor: uuid.UUID, now: datetime
) -> None:
    """Grant, and have a running attempt's clock follow; nothing is written for who cannot sit any more.

    Raises:
        RefusedError: it is the actor's own seat, nobody's, or its paper is handed in; or nothing is granted.
    """
    if person == actor:
        raise RefusedError(Refusal("rounds.own-seat"))
    factor, minutes = more.factor_percent, more.minutes
    grant_allowance(held.pk, person, factor_percent=factor, minutes=minutes, cause=cause, actor=actor, now=now)
    sat = list(held.attempts.filter(trainee=person).exclude(state=AttemptState.VOID))
    running = next((one for one in sat if one.is_open), None)
    if running is not None:
        refresh_deadline(running.pk, allowed=allowed_time_of(held, person), now=now)
    elif len(sat) >= held.attempts_allowed:
        raise RefusedError(Refusal("rounds.handed-in"))


def _grants(held: Round) -> list[dict[str, Any]]:
    """Return what was granted, the newest first."""
    rows = list(held.allowances.order_by("-granted_at"))
    people = User.objects.in_bulk({one.person for one in rows} | {one.granted_by for one in rows})
    return [
        {
            "who": people[one.person].display_name if one.person in people else "—",
            "text": allowance_text(Allowance(one.factor_percent, one.minutes)),
            "cause": CAUSE_NAMES[AllowanceCause(one.cause)],
            "by": people[one.granted_by].display_name if one.granted_by in people else "—",
            "at": one.granted_at,
        }
        for one in rows
    ]
