"""Verbs of adaptive practice: begin, choose what comes next, note it, end."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count

from cases import api
from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.bank.models import Derivation
from certification.competency.adaptive.domain import (
    EXPOSED_FOR,
    FEWEST_PEOPLE,
    LIMITS,
    REMEMBERED_FOR,
    Ending,
)
from certification.competency.adaptive.models import AdaptiveRun, AdaptiveStep
from certification.competency.areas.services import areas_of
from certification.competency.calibrating.services import calibrated_items
from certification.competency.measuring.ability import Ability, Item, estimate, prior_item
from certification.competency.measuring.adaptive import BankItem, Limits, is_done, next_item
from certification.competency.models import Guess
from certification.core.refusals import Refusal, RefusedError
from certification.grading.models import Mark
from certification.papers.domain import Candidate
from certification.papers.models import PaperQuestion
from certification.papers.stocking import candidates_of

_HUNDREDTHS: Final = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be asked next under an edition, and what the item is taken for."""

    edition: str
    candidate: Candidate
    item: BankItem
    is_calibrated: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: what was answered, how many of these items were calibrated, and what follows."""

    answered: tuple[BankItem, ...]
    calibrated: int
    ability: Ability

    @property
    def count(self) -> int:
        return len(self.answered)


def open_run(person: uuid.UUID) -> AdaptiveRun | None:
    """Return the run that somebody has not ended."""
    return AdaptiveRun.objects.open().filter(person=person).first()


def begin(person: uuid.UUID, *, area: str, now: datetime) -> AdaptiveRun:
    """Open a run over an area, over all where it is ""; the one that is open goes on instead.

    Raises:
        RefusedError: there is no edition, or the area has no question.
    """
    if (held := open_run(person)) is not None:
        return held
    if not [one for one in _bank() if area in ("", one.item.area)]:
        raise RefusedError(Refusal("papers.nothing-here"))
    return AdaptiveRun.objects.create(person_id=person, area=area, started_at=now)


def waiting_attempt(run: AdaptiveRun) -> Attempt | None:
    """Return the question of a run that still waits for its answer."""
    last = run.steps.select_related("attempt").order_by("-number").first()
    return last.attempt if last is not None and last.attempt.is_open else None


def progress_of(run: AdaptiveRun) -> Progress:
    """Return how far a run is, from the marks that stand. Three queries.

    An answer that is said to be a guess tells nothing and is left out; a question that was opened and left was never
    asked.
    """
    done = list(run.steps.filter(attempt__state=AttemptState.HANDED_IN).order_by("number"))
    attempts = [one.attempt_id for one in done]
    marks = Mark.objects.standing().filter(attempt__in=attempts, out_of__gt=0)
    right = {attempt: points == out_of for attempt, points, out_of in marks.values_list("attempt", "points", "out_of")}
    guessed = set(Guess.objects.filter(attempt__in=attempts).values_list("attempt", flat=True))
    told = [one for one in done if one.attempt_id in right and one.attempt_id not in guessed]
    return Progress(
        answered=tuple(BankItem(str(one.version_id), one.area, Item(one.a, one.b)) for one in done),
        calibrated=sum(one.is_calibrated for one in told),
        ability=estimate((Item(one.a, one.b), right[one.attempt_id]) for one in told),
    )


def choose_next(run: AdaptiveRun, *, now: datetime) -> Choice | None:
    """Return what is to be asked next; None where enough is known or nothing is left: then the run is ended.

    Raises:
        RefusedError: there is no edition.
    """
    progress = progress_of(run)
    if is_done(progress.ability, progress.count, LIMITS):
        end(run, Ending.KNOWN if progress.ability.error <= LIMITS.error else Ending.LONGEST, now=now)
        return None
    bank = {one.item.id: one for one in _bank() if run.area in ("", one.item.area)}
    asked = [*progress.answered, *_left_unanswered(run)]
    draw = random.Random(f"{run.pk}/{len(asked)}")  # noqa: S311  # repeatable, no secret
    items = [one.item for one in bank.values()]
    limits = Limits(among=LIMITS.among, shares=_shares(items) if not run.area else {})
    worn, remembered = _worn(now), _remembered(run, now)
    for resting in (worn | remembered, worn, frozenset[str]()):
        found = next_item(items, asked, progress.ability, limits, resting=resting, draw=draw)
        if found is not None:
            return bank[found.id]
    end(run, Ending.EXHAUSTED, now=now)
    return None


def note(run: AdaptiveRun, choice: Choice, attempt: Attempt) -> AdaptiveStep:
    """Note that a question was opened in a run."""
    return AdaptiveStep.objects.create(
        run=run, number=run.steps.count() + 1, attempt=attempt, version_id=uuid.UUID(choice.item.id),
        area=choice.item.area, a=choice.item.item.a, b=choice.item.item.b, is_calibrated=choice.is_calibrated,
    )  # fmt: skip


@transaction.atomic
def end(run: AdaptiveRun, ending: Ending, *, now: datetime) -> AdaptiveRun:
    """End a run and keep what it found; one that is ended stays as it is."""
    held = AdaptiveRun.objects.select_for_update().get(pk=run.pk)
    if held.ended_at is None:
        progress = progress_of(held)
        held.ended_at, held.ending, held.count = now, ending, progress.count
        held.ability, held.error = progress.ability.value, progress.ability.error
        held.save(update_fields=["ended_at", "ending", "count", "ability", "error"])
    return held


def _bank() -> list[Choice]:
    """Return the open bank as items: calibrated where they are, else by the grade that the trace gives them."""
    try:
        edition = api.current_edition()
    except api.NoEditionError as error:
        raise RefusedError(Refusal("papers.no-edition")) from error
    measured, areas = calibrated_items(edition.id), areas_of(edition)
    derivations = Derivation.objects.drawable(edition.id).values_list("pk", "version")
    versions = {str(pk): str(version) for pk, version in derivations}
    found = []
    for one in candidates_of(edition.id):
        area = next(iter(areas.get(one.rules[0], ())), "") if one.rules else ""
        known = measured.get(one.derivation)
        item = known or prior_item(one.weight / _HUNDREDTHS)
        found.append(Choice(edition.id, one, BankItem(versions[one.derivation], area, item), known is not None))
    return found


def areas_with_items() -> frozenset[str]:
    """Return the areas that have something to ask; none where no edition is loaded."""
    try:
        return frozenset(one.item.area for one in _bank() if one.item.area)
    except RefusedError:
        return frozenset()


def _shares(items: list[BankItem]) -> dict[str, float]:
    """Return equal shares of the areas that have items."""
    areas = {one.area for one in items}
    return dict.fromkeys(areas, 1 / len(areas)) if areas else {}


def _left_unanswered(run: AdaptiveRun) -> list[BankItem]:
    left = run.steps.exclude(attempt__state=AttemptState.HANDED_IN)
    return [BankItem(str(one.version_id), one.area, Item(one.a, one.b)) for one in left]


def _worn(now: datetime) -> frozenset[str]:
    """Return the versions that more than their share of people met lately. Two queries."""
    runs = AdaptiveRun.objects.filter(started_at__gte=now - EXPOSED_FOR).order_by()
    people = runs.values("person").distinct().count()
    if people < FEWEST_PEOPLE:
        return frozenset()
    steps = AdaptiveStep.objects.filter(run__in=runs).order_by()
    met = steps.values_list("version").annotate(people=Count("run__person", distinct=True))
    return frozenset(str(version) for version, count in met if count > LIMITS.exposure * people)


def _remembered(run: AdaptiveRun, now: datetime) -> frozenset[str]:
    """Return the versions that this person met lately, wherever. One query."""
    met = PaperQuestion.objects.filter(
        paper__attempts__trainee=run.person_id, paper__attempts__started_at__gte=now - REMEMBERED_FOR
    )
    return frozenset(str(one) for one in met.values_list("version", flat=True).order_by().distinct())
