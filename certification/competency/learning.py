"""Working out what people can do from what they did: always from the whole ledger, so doing it twice is harmless."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.competency.areas.services import areas_of, fingerprint
from certification.competency.domain import EVERYTHING, Answer, tallies
from certification.competency.evidence import answers_of
from certification.competency.models import LedgerCursor, ReviewCard, ReviewChoice, Standing
from certification.competency.reviewing import notebook
from certification.drills.models import DrillRun
from certification.grading.models import Mark
from certification.people.models import User

#: So many people are worked out, and written, at a time.
AT_ONCE: Final = 50


def learn(people: Collection[uuid.UUID], *, now: datetime) -> None:
    """Work out mastery and 错题本 of some people anew; without an edition there is nothing to go by."""
    try:
        edition = api.current_edition()
    except api.NoEditionError:
        return
    scopes = scopes_by(areas_of(edition))
    evidence = answers_of(people)
    kept, removed = _choices(people)
    standings: list[Standing] = []
    cards: list[ReviewCard] = []
    for person in people:
        answers = evidence.get(person, [])
        weighed = tallies(answers, scopes=scopes, is_outdated=outdated_since(edition.id), now=now)
        standings += [
            Standing(person_id=person, scope=scope, right=one.right, wrong=one.wrong, count=one.count,
                     last_at=one.last_at, at=one.at)
            for scope, one in weighed.items()
        ]  # fmt: skip
        cards += _cards(person, answers, kept.get(person, frozenset()), removed.get(person, {}))
    with transaction.atomic():
        Standing.objects.filter(person__in=people).delete()
        ReviewCard.objects.filter(person__in=people).delete()
        Standing.objects.bulk_create(standings, batch_size=500)
        ReviewCard.objects.bulk_create(cards, batch_size=500)


def scopes_by(areas: Mapping[str, tuple[str, ...]]) -> Callable[[str], Iterable[str]]:
    """Return what a rule belongs to: itself, its areas, everything."""

    def scopes(rule: str) -> Iterable[str]:
        return (f"rule:{rule}", EVERYTHING, *(f"area:{area}" for area in areas.get(rule, ())))

    return scopes


def outdated_since(current: str) -> Callable[[str, str], bool]:
    """Return whether a rule decides otherwise now than in an edition, or is gone."""
    now = api.rule_meanings(current)

    def is_outdated(edition: str, rule: str) -> bool:
        return edition != current and api.rule_meanings(edition).get(rule) != now.get(rule)

    return is_outdated


def _choices(
    people: Collection[uuid.UUID],
) -> tuple[dict[uuid.UUID, frozenset[str]], dict[uuid.UUID, dict[str, datetime]]]:
    kept: dict[uuid.UUID, frozenset[str]] = {}
    removed: dict[uuid.UUID, dict[str, datetime]] = {}
    for one in ReviewChoice.objects.filter(person__in=people):
        if one.choice == ReviewChoice.KEEP:
            kept[one.person_id] = kept.get(one.person_id, frozenset()) | {one.rule}
        else:
            removed.setdefault(one.person_id, {})[one.rule] = one.at
    return kept, removed


def _cards(
    person: uuid.UUID, answers: list[Answer], kept: frozenset[str], removed: Mapping[str, datetime]
) -> list[ReviewCard]:
    return [
        ReviewCard(
            person_id=person,
            rule=one.rule,
            due_at=one.due_at,
            stability=one.stability,
            difficulty=one.difficulty,
            lapses=one.lapses,
            in_a_row=one.in_a_row,
            first_at=one.first_at,
            last_at=one.last_at,
            last_version_id=uuid.UUID(one.last_version),
            trace=one.trace,
            graduated_at=one.graduated_at,
        )
        for one in notebook(answers, kept=kept, removed=removed).values()
    ]


def has_news() -> bool:
    """Say whether the ledger, the edition or the areas went on since they were learned from: three small queries."""
    cursor = LedgerCursor.objects.filter(pk=1).first() or LedgerCursor()
    newest = Mark.objects.aggregate(newest=Max("number"))["newest"] or 0
    return (
        cursor.next_person is not None
        or newest > cursor.number
        or (newest > 0 and (cursor.edition, cursor.areas) != (_edition(), fingerprint()))
    )


def _edition() -> str:
    try:
        return api.current_edition_id()
    except api.NoEditionError:
        return ""


def ask_to_catch_up() -> bool:
    """Have the worker learn what there is to learn, unless it was asked already. Return whether it was asked now."""
    waiting = DBTaskResult.objects.filter(task_path=catch_up_in_background.module_path, finished_at=None).exclude(
        finished_at__isnull=False
    )
    if not has_news() or waiting.exists():
        return False
    catch_up_in_background.enqueue()
    return True


@task()
def catch_up_in_background() -> int:
    """Learn in the worker whatever there is to learn. Return of how many people."""
    learned = 0
    while has_news():
        learned += catch_up(now=timezone.now())
    return learned


def catch_up(*, now: datetime) -> int:
    """Learn the next few people: those with new marks, or, after a change of edition or areas, everybody by turns.

    Return how many.
    """
    cursor, _made = LedgerCursor.objects.get_or_create(pk=1)
    edition, areas = _edition(), fingerprint()
    if (cursor.edition, cursor.areas) != (edition, areas):
        cursor.edition, cursor.areas, cursor.next_person = edition, areas, uuid.UUID(int=0)
        cursor.number = Mark.objects.aggregate(newest=Max("number"))["newest"] or 0
    people = _everybody(cursor) if cursor.next_person is not None else _newly_marked(cursor)
    learn(people, now=now)
    cursor.save()
    return len(people)


def relearn(*, now: datetime) -> int:
    """Forget what was learned of everybody and learn it from the first mark on. Return of how many people.

    What comes out is what following the ledger came to: `learn` reads a person's whole ledger either way. Some people
    at a time, so that memory does not grow with their number; each page shows the old standing or the new one.
    """
    handed_in = Attempt.objects.filter(trainee=OuterRef("person"), state=AttemptState.HANDED_IN)
    nobodys = ~Exists(handed_in) & ~Exists(DrillRun.objects.practice().finished().filter(person=OuterRef("person")))
    Standing.objects.filter(nobodys).delete()
    ReviewCard.objects.filter(nobodys).delete()
    LedgerCursor.objects.update_or_create(pk=1, defaults={"edition": "", "areas": "", "next_person": None})
    learned = catch_up(now=now)
    while LedgerCursor.objects.get(pk=1).next_person is not None:
        learned += catch_up(now=now)
    return learned


def _everybody(cursor: LedgerCursor) -> list[uuid.UUID]:
    """Return the next people in a pass over all, and move the cursor behind them."""
    active = Q(attempts__isnull=False) | Q(drill_runs__isnull=False)
    found = User.objects.filter(active, pk__gt=cursor.next_person).order_by("pk").distinct()
    people = list(found.values_list("pk", flat=True)[:AT_ONCE])
    cursor.next_person = people[-1] if len(people) == AT_ONCE else None
    return people


def _newly_marked(cursor: LedgerCursor) -> list[uuid.UUID]:
    """Return the people of the next marks, and move the cursor behind these."""
    marks = Mark.objects.filter(number__gt=cursor.number).order_by("number")
    rows = list(marks.values_list("number", "attempt__trainee")[: AT_ONCE * 20])
    people = list(dict.fromkeys(person for _number, person in rows))[:AT_ONCE]
    wanted = set(people)
    for number, person in rows:
        if person not in wanted:
            break
        cursor.number = number
    return people
