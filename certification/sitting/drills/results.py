"""What somebody practised: how often, the best of it, and the talk that is open."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from certification.drills.models import DrillRun
from certification.drills.services.results import READINGS, RunResult, result_of

#: How many talks over one script are looked at for the best.
LOOKED_AT: Final = 10


@dataclass(frozen=True, slots=True)
class Record:
    """One person's talks over one version: how many, the best, and the one that is open."""

    count: int = 0
    best: RunResult | None = None
    open_run: uuid.UUID | None = None


def records_of(person: uuid.UUID) -> Mapping[uuid.UUID, Record]:
    """Return what somebody practised, by version: one query, and five for each talk that nobody asked about yet."""
    rows = DrillRun.objects.of(person).practice().annotate(readings=READINGS).order_by("-started_at")
    found: dict[uuid.UUID, list[tuple[uuid.UUID, bool, int]]] = {}
    for run, version, ended_at, readings in rows.values_list("pk", "version", "ended_at", "readings"):
        found.setdefault(version, []).append((run, ended_at is None, readings))
    return {version: _record(runs) for version, runs in found.items()}


def _record(runs: list[tuple[uuid.UUID, bool, int]]) -> Record:
    ended = [(run, readings) for run, is_open, readings in runs if not is_open]
    results = [result_of(*one) for one in ended[:LOOKED_AT]]
    best = max(results, key=lambda one: (one.has_passed, one.points), default=None)
    return Record(len(ended), best, next((run for run, is_open, _readings in runs if is_open), None))
