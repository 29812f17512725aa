"""How far people are with what they were given, worked out from what they did; the docket of 今日."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from cases import api
from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.competency.areas.services import areas
from certification.competency.assignments.domain import Kind, Progress, State, progress
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.assignments.wording import SIGNS, STATE_NAMES, STATE_TONES, title_of
from certification.drills.models import DrillRun

#: So many of a person's assignments, the newest, are looked at.
NEWEST: Final = 50
_Events = Mapping[tuple[uuid.UUID, uuid.UUID], list[datetime]]


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment as one person has it."""

    assignee: Assignee
    progress: Progress
    state: State

    @property
    def assignment(self) -> Assignment:
        return self.assignee.assignment

    @property
    def title(self) -> str:
        return title_of(self.assignment)

    @property
    def sign(self) -> str:
        return SIGNS[self.assignment.sort]

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def tone(self) -> str:
        return STATE_TONES[self.state]

    @property
    def is_done(self) -> bool:
        return self.progress.done_at is not None


def tasks_of(person: uuid.UUID, *, now: datetime) -> list[Task]:
    """Return what somebody was given and nobody took back: what is open first, by its last day. At most 5 queries."""
    given = Assignee.objects.filter(person=person, assignment__withdrawn_at=None).select_related("assignment")
    found = tasks(list(given.order_by("-assignment__given_at")[:NEWEST]), now=now)
    return sorted(found, key=lambda one: (one.is_done, one.assignment.due_at, one.assignment.given_at))


def docket(person: uuid.UUID, *, now: datetime) -> list[Task]:
    """Return what of it stands in 今日: all that is open, then what was done today."""
    today = timezone.localdate(now)
    return [
        one
        for one in tasks_of(person, now=now)
        if one.progress.done_at is None or timezone.localdate(one.progress.done_at) == today
    ]


def tasks(given: Sequence[Assignee], *, now: datetime) -> list[Task]:
    """Return how far people are, in the order given; assignments must be loaded. One query for each kind, and areas."""
    events = _events(given)
    found = []
    for one in given:
        what = one.assignment
        at = events.get((what.pk, one.person_id), [])
        done = progress(what.sort, what.size, at, given_at=what.given_at, read_at=one.read_at)
        found.append(Task(one, done, done.state(what.due_at, now)))
    return found


def _events(given: Sequence[Assignee]) -> _Events:
    """Return when people did what counts, by assignment and person."""
    by_kind: dict[Kind, list[Assignee]] = defaultdict(list)
    for one in given:
        counts_answers = one.assignment.kind == Kind.RULE and one.assignment.size
        by_kind[Kind.PRACTICE if counts_answers else one.assignment.sort].append(one)
    return {
        **_answered(by_kind[Kind.PRACTICE]),
        **_handed_in(by_kind[Kind.MOCK]),
        **_talked(by_kind[Kind.DRILL]),
    }


def _since(given: Sequence[Assignee]) -> datetime:
    return min(one.assignment.given_at for one in given)


def _people(given: Sequence[Assignee]) -> set[uuid.UUID]:
    return {one.person_id for one in given}


def _answered(given: Sequence[Assignee]) -> _Events:
    if not given:
        return {}
    done = Attempt.objects.filter(
        trainee__in=_people(given), kind=AttemptKind.PRACTICE, state=AttemptState.HANDED_IN,
        handed_in_at__gte=_since(given),
    )  # fmt: skip
    answers: dict[uuid.UUID, list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    for person, at, rules in done.values_list("trainee", "handed_in_at", "paper__questions__derivation__rules"):
        assert at is not None, "filtered by it"
        answers[person].append((at, frozenset(rules or ())))
    scopes = rules_in({scope_of(one.assignment) for one in given})
    return {
        (one.assignment_id, one.person_id): [
            at for at, rules in answers[one.person_id] if not rules.isdisjoint(scopes[scope_of(one.assignment)])
        ]
        for one in given
    }


def _handed_in(given: Sequence[Assignee]) -> _Events:
    if not given:
        return {}
    done = Attempt.objects.filter(
        trainee__in=_people(given), kind=AttemptKind.MOCK, state=AttemptState.HANDED_IN, handed_in_at__gte=_since(given)
    )
    times: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    for person, at in done.values_list("trainee", "handed_in_at"):
        assert at is not None, "filtered by it"
        times[person].append(at)
    return {(one.assignment_id, one.person_id): times[one.person_id] for one in given}


def _talked(given: Sequence[Assignee]) -> _Events:
    """Talks that ended in practice; one in which nothing was said is none."""
    if not given:
        return {}
    codes = {one.assignment.target for one in given}
    runs = DrillRun.objects.practice().finished().filter(
        person__in=_people(given), version__question__code__in=codes, ended_at__gte=_since(given),
        turns__isnull=False,
    )  # fmt: skip
    times: dict[tuple[uuid.UUID, str], list[datetime]] = defaultdict(list)
    for person, code, at in runs.values_list("person", "version__question__code", "ended_at").distinct():
        assert at is not None, "filtered by it"
        times[person, code].append(at)
    return {(one.assignment_id, one.person_id): times[one.person_id, one.assignment.target] for one in given}


def scope_of(one: Assignment) -> str:
    """Return which answers count: `area:CODE` or `rule:CODE`."""
    return f"rule:{one.target}" if one.kind == Kind.RULE else one.target


def rules_in(scopes: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the rules of scopes under the edition in force; none where there is no edition or no such area."""
    try:
        families = api.current_edition().families
    except api.NoEditionError:
        families = {}
    known = {area.code: area for area in areas()} if any(one.startswith("area:") for one in scopes) else {}
    found = {}
    for scope in scopes:
        sort, _colon, code = scope.partition(":")
        area = known.get(code)
        if sort == "rule":
            found[scope] = frozenset({code})
        elif area is not None:
            found[scope] = frozenset(rule for rule, all_of in families.items() if area.has(rule, all_of[-1].topic))
        else:
            found[scope] = frozenset()
    return found
