"""Calibrating the bank: which marks it goes by, and what is kept of what it finds."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.bank.models import Derivation
from certification.competency.calibrating.models import ItemParameters
from certification.competency.measuring.ability import Item, Model
from certification.competency.measuring.table import MarkTable, TableError
from certification.grading.domain import Cause
from certification.grading.models import Mark
from certification.grading.statistics import EVERY

#: The newest papers that are looked at, and the fewest answers that carry a difficulty.
MOST_ATTEMPTS: Final = 3000
FEWEST_ANSWERS: Final = 30
#: A difficulty beyond this many standard deviations is as good as infinite.
FURTHEST: Final = 4.0
_KINDS: Final = (AttemptKind.EXAM, AttemptKind.MOCK)
_FIELDS: Final = ("attempt", "attempt__trainee", "version", "points", "out_of", "derivation__key")
#: By attempt and version: right or not.
_Answers = dict[uuid.UUID, dict[uuid.UUID, bool]]


def is_due(now: datetime) -> bool:
    """Say whether the newest calibration is a day old, or there is none: one query."""
    newest = ItemParameters.objects.aggregate(at=Max("calibrated_at"))["at"]
    return newest is None or now - newest >= EVERY


@task()
def calibrate_in_background() -> int:
    """Calibrate in the worker; once, however often it was asked for. Return how many items."""
    now = timezone.now()
    return calibrate_bank(now=now) if is_due(now) else 0


def calibrate_bank(*, now: datetime, model: Model = Model.RASCH) -> int:
    """Calibrate the items that enough people answered in the newest papers. Return how many.

    Each paper is a row, so that somebody who has learned since is taken as they were. A person's first answer to an
    item counts, full points are right, all else is wrong; practice and questions that were withdrawn whole do not
    count, nor answers that were marked by another key than the newest. Items that are left out keep what was found of
    them before.

    Args:
        now: when.
        model: Rasch unless there are many hundred answers an item; two parameters need them.
    """
    answers, keys = _answers()
    counts = Counter(version for given in answers.values() for version in given)
    items = sorted((version for version, n in counts.items() if n >= FEWEST_ANSWERS), key=str)
    if not items:
        return 0
    rows = {attempt: given for attempt, given in answers.items() if not given.keys().isdisjoint(items)}
    table = MarkTable(
        persons=tuple(map(str, rows)),
        items=tuple(map(str, items)),
        marks=tuple(tuple(_cell(given.get(item)) for item in items) for given in rows.values()),
        maxima=(1.0,) * len(items),
    )
    # Not at the top: the web processes that import the sweeper's tasks need not hold scipy.
    calibration: Any = import_module("certification.competency.measuring.calibration")
    try:
        fit = calibration.calibrate(table, model)
    except TableError:
        return 0
    found = [
        ItemParameters(
            version_id=uuid.UUID(version), model=model, a=one.a, b=max(-FURTHEST, min(FURTHEST, one.b)),
            a_error=one.a_error, b_error=one.b_error, n=counts[uuid.UUID(version)], key=keys[uuid.UUID(version)],
            calibrated_at=now,
        )
        for version, one in fit.items.items() if version not in fit.unbounded
    ]  # fmt: skip
    fields = ["model", "a", "b", "a_error", "b_error", "n", "key", "calibrated_at"]
    ItemParameters.objects.bulk_create(
        found, batch_size=500, update_conflicts=True, update_fields=fields, unique_fields=["version"]
    )
    return len(found)


def _cell(given: bool | None) -> float | None:  # noqa: FBT001  # the answer itself
    return None if given is None else float(given)


def _answers() -> tuple[_Answers, dict[uuid.UUID, list[int]]]:
    """Return the answers of the newest papers, and the newest key of each version in them."""
    newest: dict[uuid.UUID, list[int]] = {}
    held: list[tuple[Any, ...]] = []
    for row in _marks():  # newest papers first
        newest.setdefault(row[2], row[5])
        held.append(row)
    met: set[tuple[uuid.UUID, uuid.UUID]] = set()
    answers: _Answers = defaultdict(dict)
    for attempt, person, version, points, out_of, key in reversed(held):
        if key == newest[version] and (person, version) not in met:
            met.add((person, version))
            answers[attempt][version] = points == out_of
    return answers, newest


def _marks() -> Iterator[tuple[Any, ...]]:
    papers = Attempt.objects.filter(kind__in=_KINDS, state=AttemptState.HANDED_IN).order_by("-handed_in_at")
    newest = list(papers.values_list("pk", flat=True)[:MOST_ATTEMPTS])
    for start in range(0, len(newest), 500):
        part = newest[start : start + 500]
        marks = Mark.objects.standing().filter(attempt__in=part, out_of__gt=0)
        yield from (
            marks.exclude(regrade__cause=Cause.VOID_ITEM)
            .order_by("-attempt__handed_in_at", "attempt", "position")
            .values_list(*_FIELDS)
        )


def calibrated_items(edition: str) -> dict[str, Item]:
    """Return the calibrated items by derivation, those whose key under the edition is the one they were answered by.

    Two queries. Items that the able answer worse are left out: there is something wrong with them.
    """
    held = {one.version_id: one for one in ItemParameters.objects.filter(a__gt=0)}
    rows = Derivation.objects.filter(edition=edition, version__in=held).values_list("pk", "version", "key")
    return {str(pk): held[version].item for pk, version, key in rows if held[version].key == key}
