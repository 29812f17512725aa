"""What was recorded of a round: absences, late answers, outages. Shown as it is, never judged here."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from certification.attempts.models import Attempt, FocusEvent, Outage
from certification.core.journal import JournalEntry
from certification.grading.late import LateAnswer, late_answers
from certification.grading.late_talks import LateReply, late_replies
from certification.oversight.live.presentation import lasting
from certification.oversight.live.reading import attempts_of
from certification.oversight.live.wording import LATENESS_NAMES
from certification.people.models import User
from certification.rounds.models import Round

MOST_SHOWN: Final = 50
CREDITED: Final = "attempt.outage-credited"


@dataclass(frozen=True, slots=True)
class FocusRow:
    """One time that the page of an exam was left."""

    name: str
    cohort: str
    position: int
    lasted: str
    back_at: datetime


def focus_events(held: Round, *, person_id: uuid.UUID | None = None) -> QuerySet[FocusEvent]:
    """Return when pages were left, of everybody or of one person, the newest first."""
    attempts = attempts_of(held)
    if person_id:
        attempts = attempts.filter(trainee=person_id)
    return (
        FocusEvent.objects.filter(attempt__in=attempts)
        .select_related("attempt__trainee__cohort")
        .order_by("-received_at", "-pk")
    )


def focus_of(held: Round, *, person_id: uuid.UUID) -> list[FocusRow]:
    """Return the absences of one person, the newest first, bounded."""
    return [focus_row(event) for event in focus_events(held, person_id=person_id)[:MOST_SHOWN]]


def focus_row(event: FocusEvent) -> FocusRow:
    """Return one absence in words."""
    trainee = event.attempt.trainee
    return FocusRow(
        trainee.display_name, str(trainee.cohort or ""), event.position, lasting(event.seconds), event.received_at
    )


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late answer, or reply in a drill; `name` and `id` are what a form calls it."""

    name: str
    id: int
    position: int
    answer: str
    held: str
    answered_at: datetime | None
    received_at: datetime
    reasons: tuple[str, ...]
    decision: str
    decided: str


@dataclass(frozen=True, slots=True)
class LatePerson:
    """Somebody's late answers, those that wait before those that are decided."""

    key: str
    name: str
    whose: str
    deadline: datetime | None
    handed_in_at: datetime | None
    waiting: tuple[LateRow, ...]
    decided: tuple[LateRow, ...]
    is_own: bool


def late_people(held: Round, *, reader: uuid.UUID) -> list[LatePerson]:
    """Return the late answers and replies of a round by attempt, who waits first: three queries."""
    answers, replies = late_answers(attempts_of(held)), late_replies(attempts_of(held))
    deciders = {one.decided_by for one in answers} | {one.decision.decided_by for one in replies if one.decision}
    names = dict(User.objects.filter(pk__in=deciders).values_list("pk", "display_name"))
    found: dict[Attempt, list[LateRow]] = {}
    for answer in answers:
        found.setdefault(answer.late.attempt, []).append(late_row(answer, names))
    for reply in replies:
        found.setdefault(reply.attempt, []).append(reply_row(reply, names))
    people = [_late_person(attempt, rows, reader) for attempt, rows in found.items()]
    return sorted(people, key=lambda one: (not one.waiting, one.name))


def _late_person(attempt: Attempt, rows: Sequence[LateRow], reader: uuid.UUID) -> LatePerson:
    trainee = attempt.trainee
    return LatePerson(
        key=str(attempt.pk),
        name=trainee.display_name,
        whose="　".join(part for part in (trainee.staff_number, str(trainee.cohort or "")) if part),
        deadline=attempt.deadline,
        handed_in_at=attempt.handed_in_at,
        waiting=tuple(row for row in rows if not row.decision),
        decided=tuple(row for row in rows if row.decision),
        is_own=trainee.pk == reader,
    )


def late_row(one: LateAnswer, names: dict[uuid.UUID, str]) -> LateRow:
    """Return a late answer in words."""
    late = one.late
    decision = _("不计入")
    if one.is_accepted:
        decision = _("计入") if one.is_counted else _("同意计入；后来另有作答，按后来的算")
    return LateRow(
        name="late",
        id=late.pk,
        position=late.position,
        answer=late.answer or _("（取消作答）"),
        held=one.held or _("未答"),
        answered_at=late.answered_at,
        received_at=late.received_at,
        reasons=tuple(str(LATENESS_NAMES[reason]) for reason in one.reasons),
        decision=decision if one.is_decided else "",
        decided=names.get(one.decided_by, "") if one.decided_by else "",
    )


def reply_row(one: LateReply, names: dict[uuid.UUID, str]) -> LateRow:
    """Return a late reply in words."""
    late, decision = one.late, _("不计入")
    if one.decision is not None and one.decision.is_accepted:
        decision = _("计入") if one.decision.is_counted else _("同意计入；对话已往下走或结束，按原来的算")
    return LateRow(
        name="late-reply",
        id=late.pk,
        position=one.position,
        answer=_("演练回复“%(text)s”") % {"text": late.text},
        held=_("没有这句"),
        answered_at=late.answered_at,
        received_at=late.received_at,
        reasons=tuple(str(LATENESS_NAMES[reason]) for reason in one.reasons),
        decision=decision if one.decision is not None else "",
        decided=names.get(one.decision.decided_by, "") if one.decision is not None else "",
    )


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What somebody was given back of an outage."""

    name: str
    given: str


@dataclass(frozen=True, slots=True)
class OutageRow:
    """A time in which the server did not run."""

    began_at: datetime
    ended_at: datetime
    lasted: str
    credits: tuple[CreditRow, ...]


def outages_in(held: Round) -> list[OutageRow]:
    """Return the outages while a round was sat, the newest first, with who got how much back: three queries."""
    attempts = attempts_of(held)
    last: datetime | None = attempts.aggregate(last=Max("deadline"))["last"]
    until = max(held.closes_at, last or held.closes_at) + timedelta(seconds=held.grace_seconds)
    outages = Outage.objects.filter(ended_at__gte=held.opens_at, began_at__lte=until).order_by("-began_at")
    given = _credits(attempts)
    return [
        OutageRow(
            one.began_at,
            one.ended_at,
            lasting(int((one.ended_at - one.began_at).total_seconds())),
            tuple(given.get(one.pk, ())),
        )
        for one in outages
    ]


def _credits(attempts: QuerySet[Attempt]) -> dict[int, list[CreditRow]]:
    names = {
        f"attempt:{pk}": name
        for pk, name in attempts.order_by("trainee__display_name", "pk").values_list("pk", "trainee__display_name")
    }
    found: dict[int, list[CreditRow]] = {}
    entries = JournalEntry.objects.filter(verb=CREDITED, subject__in=list(names)).order_by("at", "id")
    for entry in entries:
        row = CreditRow(names[entry.subject], _given(entry.details))
        found.setdefault(entry.details["outage"], []).append(row)
    return found


def _given(details: dict[str, int]) -> str:
    if details["seconds"]:
        return _("补 %(time)s") % {"time": lasting(details["seconds"])}
    return _("补传宽限延长 %(time)s") % {"time": lasting(details["grace_seconds"])}
