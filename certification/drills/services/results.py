"""How ended talks came out: judged once a process, and anew where a person read one again.

And which of them prove something of what somebody can do: the first talk of a day over a script that was no replay and
in which something was said, as the recogniser and trainers read it, and only where the verdict is sure.
"""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db.models import Count
from django.utils import timezone

from certification.drills.domain.judge import HUNDREDTHS, WHOLE_POINTS
from certification.drills.models import DrillRun, Reason
from certification.drills.services.playing import corrections_of, judged, talk_so_far, verdict_of

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


@dataclass(frozen=True, slots=True)
class Proof:
    """What a talk in practice proves: the share of its points, hints taken off, and how many hints there were."""

    run: uuid.UUID
    person: uuid.UUID
    version: uuid.UUID
    edition: str
    at: datetime
    share: float
    hints: int


def proofs_of(people: Collection[uuid.UUID]) -> Iterator[Proof]:
    """Yield what the talks in practice of some people prove, the oldest first.

    Whoever has seen a verdict knows the answer: replays prove nothing, nor does a second talk over the same script on
    the same day. What is in doubt proves nothing either, and one's own reading of one's words is no proof.

    One query, and those of `_share_of` for each talk that nobody asked about yet.
    """
    runs = DrillRun.objects.practice().filter(
        person__in=people, ended_at__isnull=False, replayed_from=None, turns__number=1
    )
    rows = runs.annotate(readings=READINGS).order_by("ended_at", "pk")
    seen = set()
    for run, person, version, edition, at, hints, readings in rows.values_list(
        "pk", "person", "version", "edition", "ended_at", "hints", "readings"
    ):
        occasion = (person, version, timezone.localdate(at))
        share = _share_of(run, readings) if occasion not in seen else None
        seen.add(occasion)
        if share is not None and at is not None:
            yield Proof(run, person, version, edition, at, share, hints)


@lru_cache(REMEMBERED)
def _share_of(run_id: uuid.UUID, _readings: int) -> float | None:
    """Return the share of the points of an ended run as trainers read it; None where its verdict is in doubt."""
    run = DrillRun.objects.select_related("version").get(pk=run_id)
    marks = corrections_of(run, run.reviews.exclude(reason=Reason.SELF))
    verdict = judged(run, talk_so_far(run), marks)
    return None if verdict.could_flip else verdict.low.points / WHOLE_POINTS
