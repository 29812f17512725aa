"""How finished talks came out: judged once a process, and anew where a person read one again."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Count

from certification.drills.domain.judge import HUNDREDTHS
from certification.drills.models import DrillRun
from certification.drills.services import view_of

#: How many results a process keeps, and how many talks over one script are looked at for the best.
REMEMBERED: Final = 8_192
LOOKED_AT: Final = 10


@dataclass(frozen=True, slots=True)
class Result:
    """What a talk was worth, in hundredths of 100 points."""

    run: uuid.UUID
    points: int
    has_passed: bool

    @property
    def said(self) -> str:
        """Return the points as people read them."""
        return f"{self.points / HUNDREDTHS:g}"


@dataclass(frozen=True, slots=True)
class Record:
    """One person's talks over one version: how many, the best, and the one that is open."""

    count: int = 0
    best: Result | None = None
    open_run: uuid.UUID | None = None


def results_of(runs: Iterable[DrillRun]) -> list[Result]:
    """Return the results of finished runs; `runs` carry `readings`, how often each was read again."""
    return [_result(run.pk, getattr(run, "readings", 0)) for run in runs]


@lru_cache(REMEMBERED)
def _result(run_id: uuid.UUID, _readings: int) -> Result:
    low = view_of(DrillRun.objects.select_related("version").get(pk=run_id)).verdict.low
    return Result(run_id, low.points, low.is_passed)


def records_of(person: uuid.UUID) -> Mapping[uuid.UUID, Record]:
    """Return what somebody practised, by version: one query, and five for each talk that nobody asked about yet."""
    rows = DrillRun.objects.of(person).practice().annotate(readings=Count("reviews__answered_at"))
    found: dict[uuid.UUID, list[DrillRun]] = {}
    for row in rows.order_by("-started_at"):
        found.setdefault(row.version_id, []).append(row)
    return {version: _record(runs) for version, runs in found.items()}


def _record(runs: list[DrillRun]) -> Record:
    finished = [one for one in runs if not one.is_open]
    results = results_of(finished[:LOOKED_AT])
    best = max(results, key=lambda one: (one.has_passed, one.points), default=None)
    return Record(len(finished), best, next((one.pk for one in runs if one.is_open), None))
