"""How people fare on each script: talks that were ended, and how many of them passed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from certification.drills.models import DrillRun
from certification.drills.services.results import READINGS, result_of

#: How many of the newest talks over a script are judged for its share.
NEWEST: Final = 100
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """Ended talks over one question: how many, how many of the newest were judged, and passed."""

    runs: int = 0
    judged: int = 0
    passed: int = 0

    @property
    def share(self) -> str:
        """Return the share that passed; below five talks no number says anything."""
        return f"{round(100 * self.passed / self.judged)}%" if self.judged >= FEWEST else "—"


def tallies() -> Mapping[uuid.UUID, Tally]:
    """Return the tally of each question, over practice and exams; what replays another talk is left out."""
    rows = DrillRun.objects.finished().filter(replayed_from=None).annotate(readings=READINGS)
    found: dict[uuid.UUID, list[tuple[uuid.UUID, int]]] = {}
    for run, question, readings in rows.values_list("pk", "version__question", "readings"):
        found.setdefault(question, []).append((run, readings))
    return {question: _tally(runs) for question, runs in found.items()}


def _tally(runs: list[tuple[uuid.UUID, int]]) -> Tally:
    newest = runs[:NEWEST]
    return Tally(len(runs), len(newest), sum(result_of(*one).has_passed for one in newest))
