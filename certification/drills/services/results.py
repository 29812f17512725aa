"""How ended talks came out: judged once a process, and anew where a person read one again."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Count

from certification.drills.domain.judge import HUNDREDTHS
from certification.drills.models import DrillRun
from certification.drills.services.playing import verdict_of

#: How many results a process keeps.
REMEMBERED: Final = 8_192


@dataclass(frozen=True, slots=True)
class RunResult:
    """What an ended talk was worth, in hundredths of 100 points."""

    run: uuid.UUID
    points: int
    has_passed: bool

    @property
    def said(self) -> str:
        """Return the points as people read them."""
        return f"{self.points / HUNDREDTHS:g}"


#: How often people have read a run again, which `result_of` has to know: to annotate runs with.
READINGS: Final = Count("reviews__answered_at")


@lru_cache(REMEMBERED)
def result_of(run_id: uuid.UUID, _readings: int) -> RunResult:
    """Return the result of an ended run, four queries the first time; equal `_readings`, equal result."""
    low = verdict_of(DrillRun.objects.select_related("version").get(pk=run_id)).low
    return RunResult(run_id, low.points, low.is_passed)
