"""Late answers: which there are, and what an invigilator decides about each, once.

Accepting one makes it an answer like any other: it is appended to the responses, and where the attempt is handed in
already, a mark that replaces the old one follows in the ledger.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt, LateDecision, LateResponse, Response
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.grading.domain import Cause, Policy, chosen_options
from certification.grading.lateness import Clock, Given, Lateness, is_last, lateness, why_not_decide
from certification.grading.ledger import NewMark, append_marks, lock_ledger
from certification.grading.mending import mended, regrades_since
from certification.grading.models import Mark, Regrade
from certification.grading.regrading import Correction, Standing, corrected_points
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode
from certification.people.languages import in_chinese
from certification.people.notices import Text, send_notice


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """A late answer as people look at it.

    Attributes:
        late: the row, with attempt and trainee.
        reasons: why it is late.
        held: the letters that count for the question now, "" for none, None where nothing was ever answered.
        is_decided, is_accepted: what was decided so far.
        is_counted: whether it has become an answer; an accepted one has not where a later one was there.
    """

    late: LateResponse
    reasons: tuple[Lateness, ...]
    held: str | None
    is_decided: bool
    is_accepted: bool
    decided_at: datetime | None
    decided_by: uuid.UUID | None
    is_counted: bool


def late_answers(attempts: QuerySet[Attempt]) -> list[LateAnswer]:
    """Return the late answers to some attempts, in the order of receipt: one query."""
    last = Response.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position"), answer__isnull=False
    ).order_by("-id")
    same = Response.objects.filter(
        attempt=OuterRef("attempt"),
        position=OuterRef("position"),
        client=OuterRef("client"),
        sequence=OuterRef("sequence"),
    )
    rows = (
        LateResponse.objects.filter(attempt__in=attempts)
        .select_related("attempt__trainee__cohort", "decision")
        .annotate(held=Subquery(last.values("answer")[:1]), is_counted=Exists(same))
        .order_by("received_at", "id")
    )
    return [_late_answer(row) for row in rows]


def _late_answer(row: LateResponse) -> LateAnswer:
    decision: LateDecision | None = getattr(row, "decision", None)
    return LateAnswer(
        late=row,
        reasons=lateness(_clock(row.attempt), answered_at=row.answered_at, received_at=row.received_at),
        held=getattr(row, "held", None),
        is_decided=decision is not None,
        is_accepted=decision is not None and decision.is_accepted,
        decided_at=decision.decided_at if decision else None,
        decided_by=decision.decided_by if decision else None,
        is_counted=decision is not None and bool(getattr(row, "is_counted", False)),
    )


def _clock(attempt: Attempt) -> Clock:
    assert attempt.deadline is not None, "nothing comes late without a deadline"
    return Clock(attempt.deadline, timedelta(seconds=attempt.grace_seconds), attempt.handed_in_at)


@transaction.atomic
def decide_late(late_id: int, *, accepted: bool, actor: uuid.UUID, now: datetime) -> LateDecision:
    """Count a late answer or not; tell the trainee.

    One that is not the last answer to its question changes nothing, accepted or not.

    Args:
        late_id: the late answer.
        accepted: whether it counts.
        actor: who decides; nobody decides about their own.
        now: when.

    Raises:
        RefusedError: it was decided before, is the actor's own, or the attempt was voided.
    """
    late = LateResponse.objects.get(pk=late_id)
    attempt = Attempt.objects.select_for_update().get(pk=late.attempt_id)
    insist(why_not_decide(is_void=attempt.state == AttemptState.VOID, is_own=attempt.trainee_id == actor))
    decision = _write_decision(late, accepted=accepted, actor=actor, now=now)
    is_counted = accepted and is_last(_given(late), _held(late))
    if is_counted:
        _count(late, attempt, actor=actor, now=now)
    text = partial(_said, late.position, accepted=accepted, is_counted=is_counted)
    details = {"late": late.pk, "position": late.position, "counted": is_counted}
    tell_decided(attempt, text, details, accepted=accepted, actor=actor, now=now)
    return decision


def tell_decided(
    attempt: Attempt, text: Text, details: Mapping[str, object], *, accepted: bool, actor: uuid.UUID, now: datetime
) -> None:
    """Tell the trainee what was decided about something that came late, and put it on record."""
    send_notice(
        attempt.trainee_id, kind="late-answer", text=text, link=reverse("sitting:result", args=[attempt.pk]), now=now
    )
    journal.record(
        "late.accepted" if accepted else "late.rejected",
        subject=f"round:{attempt.round_id}" if attempt.round_id else f"attempt:{attempt.pk}",
        actor_id=actor,
        now=now,
        details={**details, "attempt": str(attempt.pk), "person": str(attempt.trainee_id)},
    )


def _write_decision(late: LateResponse, *, accepted: bool, actor: uuid.UUID, now: datetime) -> LateDecision:
    try:
        with transaction.atomic():
            return LateDecision.objects.create(late=late, is_accepted=accepted, decided_by=actor, decided_at=now)
    except IntegrityError as error:
        raise RefusedError(Refusal("grading.late-decided")) from error


def _given(row: LateResponse) -> Given:
    return Given(row.client, row.sequence, row.answered_at or row.received_at)


def _held(late: LateResponse) -> list[Given]:
    """Return the answers that the question has already; of one that came late itself we know when it was given."""
    accepted = LateResponse.objects.filter(attempt=late.attempt_id, position=late.position, decision__is_accepted=True)
    said = {(one.client, one.sequence): one.answered_at for one in accepted}
    answers = Response.objects.filter(attempt=late.attempt_id, position=late.position, answer__isnull=False)
    return [Given(one.client, one.sequence, said.get((one.client, one.sequence)) or one.received_at) for one in answers]


def _count(late: LateResponse, attempt: Attempt, *, actor: uuid.UUID, now: datetime) -> None:
    """Make a late answer an answer; a running attempt is marked with it when it is handed in."""
    Response.objects.create(
        attempt=attempt,
        position=late.position,
        answer=late.answer,
        client=late.client,
        sequence=late.sequence,
        received_at=late.received_at,
    )
    if attempt.state == AttemptState.HANDED_IN:
        _mark(late, attempt, actor=actor, now=now)


def _mark(late: LateResponse, attempt: Attempt, *, actor: uuid.UUID, now: datetime) -> None:
    lock_ledger()  # no regrade between reading the mark and replacing it
    marks = list(
        Mark.objects.filter(attempt=attempt, position=late.position).select_related("derivation").order_by("number")
    )
    first, old = marks[0], marks[-1]
    question = PaperQuestion.objects.get(paper=attempt.paper_id, position=late.position)
    since = mended(regrades_since(attempt.handed_in_at), attempt, old.version_id, marked_at=first.number)
    standing = Standing(
        attempt=str(attempt.pk),
        position=late.position,
        person=str(old.person),
        version=str(old.version_id),
        chosen=chosen_options(late.answer, question.option_order),
        key=tuple(old.derivation.key),
        options=len(question.option_order),
        mode=Mode(old.mode),
        points=old.points,
        out_of=old.out_of,
        earlier=since.correction if since else None,
    )
    points = corrected_points(standing, Correction(standing.version))
    with in_chinese():  # the reason stays with the mark
        reason = _("第 %(n)d 题迟到的作答计入") % {"n": late.position}
    regrade = Regrade.objects.create(
        cause=Cause.LATE_ANSWER,
        policy=Policy.EXACT,
        change={"round": str(attempt.round_id) if attempt.round_id else None, "corrections": [], "late": late.pk},
        reason=reason,
        actor=actor,
        at=now,
    )
    named = {
        "attempt_id": attempt.pk,
        "position": late.position,
        "person": old.person,
        "version_id": old.version_id,
        "derivation_id": old.derivation_id,
        "edition": old.edition,
    }
    append_marks([NewMark(points, old.out_of, old.mode, named)], now=now, regrade=regrade, actor=actor)


def _said(position: int, *, accepted: bool, is_counted: bool) -> str:
    if is_counted:
        return _("第 %(n)d 题迟到的作答，监考人决定计入。") % {"n": position}
    if accepted:
        return _("第 %(n)d 题迟到的作答，监考人同意计入，但你后来另有作答，仍按后来的算。") % {"n": position}
    return _("第 %(n)d 题迟到的作答，监考人决定不计入。") % {"n": position}
