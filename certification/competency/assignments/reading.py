"""How far people are with what they were given, worked out from what they did; the docket of 今日."""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from cases import api
from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.competency.areas.services import areas
from certification.competency.assignments.domain import Kind, Progress, State, progress
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.assignments.wording import SIGNS, STATE_NAMES, STATE_TONES, title_of
from certification.drills.models import DrillRun

#: So many of a person's assignments, the newest, are looked at.
NEWEST: Final = 50
_Events = Mapping[tuple[uuid.UUID, uuid.UUID], list[datetime]]
#: Who, when, and what it was about: rules as JSON, the code of a drill.
_Deed = tuple[uuid.UUID, datetime, str]


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
        return str(SIGNS[self.assignment.sort])

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
    """Return what somebody was given and nobody took back: what is open first, by its last day. At most 3 queries."""
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
    """Return how far people are, in the order given; assignments must be loaded. One query, and areas."""
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
    did = _did(by_kind)
    return {
        **_answered(by_kind[Kind.PRACTICE], did[Kind.PRACTICE]),
        **_handed_in(by_kind[Kind.MOCK], did[Kind.MOCK]),
        **_talked(by_kind[Kind.DRILL], did[Kind.DRILL]),
    }


def _did(by_kind: Mapping[Kind, Sequence[Assignee]]) -> dict[str, list[_Deed]]:
    """Return what people did of the kinds that they were given, since they were given any of it. One query."""
    asked = [kind for kind in (Kind.PRACTICE, Kind.MOCK) if by_kind[kind]]
    parts: list[QuerySet[Any, Any]] = []
    if asked:
        papers = Attempt.objects.filter(
            kind__in=asked, state=AttemptState.HANDED_IN, paper__questions__position=1,
            **_whose([one for kind in asked for one in by_kind[kind]], "trainee", "handed_in_at"),
        )  # fmt: skip
        rules = Cast("paper__questions__derivation__rules", TextField())
        parts.append(papers.order_by().values_list("kind", "trainee", "handed_in_at", rules))
    if by_kind[Kind.DRILL]:
        talks = DrillRun.objects.practice().finished().filter(
            version__question__code__in={one.assignment.target for one in by_kind[Kind.DRILL]}, turns__isnull=False,
            **_whose(by_kind[Kind.DRILL], "person", "ended_at"),
        ).distinct()  # fmt: skip
        code = Cast("version__question__code", TextField())
        parts.append(talks.order_by().values_list(Value(str(Kind.DRILL)), "person", "ended_at", code))
    found: dict[str, list[_Deed]] = defaultdict(list)
    for kind, person, at, what in parts[0].union(*parts[1:], all=True) if parts else ():
        found[kind].append((person, at, what))
    return found


def _whose(given: Sequence[Assignee], person: str, at: str) -> dict[str, object]:
    """Return the condition that something is by one of those who were given something, and not older."""
    since = min(one.assignment.given_at for one in given)
    return {f"{person}__in": {one.person_id for one in given}, f"{at}__gte": since}


def _answered(given: Sequence[Assignee], deeds: Sequence[_Deed]) -> _Events:
    if not given:
        return {}
    answers: dict[uuid.UUID, list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    for person, at, rules in deeds:
        answers[person].append((at, frozenset(json.loads(rules))))
    scopes = rules_in({scope_of(one.assignment) for one in given})
    return {
        (one.assignment_id, one.person_id): [
            at for at, rules in answers[one.person_id] if not rules.isdisjoint(scopes[scope_of(one.assignment)])
        ]
        for one in given
    }


def _handed_in(given: Sequence[Assignee], deeds: Sequence[_Deed]) -> _Events:
    times: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    for person, at, _what in deeds:
        times[person].append(at)
    return {(one.assignment_id, one.person_id): times[one.person_id] for one in given}


def _talked(given: Sequence[Assignee], deeds: Sequence[_Deed]) -> _Events:
    """Talks that ended in practice; one in which nothing was said is none."""
    times: dict[tuple[uuid.UUID, str], list[datetime]] = defaultdict(list)
    for person, at, code in deeds:
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
