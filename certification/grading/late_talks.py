"""Late replies in drills on papers: which there are, and what an invigilator decides about each, once.

Accepting one makes it the next turn of its talk; where the attempt is handed in already, a mark that replaces the old
one follows in the ledger.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.models import LateTurn, LateTurnDecision
from certification.drills.services import let_in
from certification.grading.domain import Cause
from certification.grading.late import tell_decided
from certification.grading.lateness import Clock, Lateness, lateness, why_not_decide
from certification.grading.talks import append_mark_of
from certification.people.languages import in_chinese


@dataclass(frozen=True, slots=True)
class LateReply:
    """A late reply as people look at it: the row, with run, attempt and trainee, why it is late, what was decided."""

    late: LateTurn
    attempt: Attempt
    position: int
    reasons: tuple[Lateness, ...]
    decision: LateTurnDecision | None


def late_replies(attempts: QuerySet[Attempt]) -> list[LateReply]:
    """Return the late replies of some attempts, in the order of receipt: one query."""
    rows = (
        LateTurn.objects.filter(run__attempt__in=attempts)
        .select_related("run__attempt__trainee__cohort", "decision")
        .order_by("received_at", "id")
    )
    return [_late_reply(row) for row in rows]


def _late_reply(row: LateTurn) -> LateReply:
    attempt, position = row.run.attempt, row.run.position
    assert attempt is not None
    assert position is not None
    assert attempt.deadline is not None, "nothing comes late without a deadline"
    clock = Clock(attempt.deadline, timedelta(seconds=attempt.grace_seconds), attempt.handed_in_at)
    return LateReply(
        late=row,
        attempt=attempt,
        position=position,
        reasons=lateness(clock, answered_at=row.answered_at, received_at=row.received_at),
        decision=getattr(row, "decision", None),
    )


@transaction.atomic
def decide_late_reply(late_id: int, *, accepted: bool, actor: uuid.UUID, now: datetime) -> LateTurnDecision:
    """Let a late reply into its talk or not; tell the trainee.

    One that is not the next thing to say any more changes nothing, accepted or not.

    Args:
        late_id: the late reply.
        accepted: whether it counts.
        actor: who decides; nobody decides about their own.
        now: when.

    Raises:
        RefusedError: it was decided before, is the actor's own, or the attempt was voided.
    """
    late = LateTurn.objects.select_related("run").get(pk=late_id)
    attempt = Attempt.objects.select_for_update().get(drill_runs=late.run_id)
    insist(why_not_decide(is_void=attempt.state == AttemptState.VOID, is_own=attempt.trainee_id == actor))
    insist(Refusal("grading.late-decided") if LateTurnDecision.objects.filter(late=late).exists() else None)
    position = late.run.position or 0
    is_counted = accepted and let_in(late, now=now) is not None
    decision = _write(late, accepted=accepted, is_counted=is_counted, actor=actor, now=now)
    if is_counted:
        late.run.attempt = attempt
        with in_chinese():  # the reason stays with the mark
            reason = _("第 %(n)d 题演练里迟到的回复计入") % {"n": position}
        append_mark_of(late.run, Cause.LATE_ANSWER, reason, actor=actor, now=now)
    text = partial(_told, position, accepted=accepted, is_counted=is_counted)
    details = {"late_turn": late.pk, "position": position, "counted": is_counted}
    tell_decided(attempt, text, details, accepted=accepted, actor=actor, now=now)
    return decision


def _write(late: LateTurn, *, accepted: bool, is_counted: bool, actor: uuid.UUID, now: datetime) -> LateTurnDecision:
    try:
        with transaction.atomic():
            return LateTurnDecision.objects.create(
                late=late, is_accepted=accepted, is_counted=is_counted, decided_by=actor, decided_at=now
            )
    except IntegrityError as error:  # a colleague was faster: the constraint decides
        raise RefusedError(Refusal("grading.late-decided")) from error


def _told(position: int, *, accepted: bool, is_counted: bool) -> str:
    if is_counted:
        return _("第 %(n)d 题演练里迟到的回复，监考人决定计入。") % {"n": position}
    if accepted:
        return _("第 %(n)d 题演练里迟到的回复，监考人同意计入，但对话已经往下走了或结束了，仍按原来的算。") % {
            "n": position
        }
    return _("第 %(n)d 题演练里迟到的回复，监考人决定不计入。") % {"n": position}
