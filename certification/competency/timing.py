"""How long people take over a question, as far as saves tell.

An exam knows when answers arrive, not what somebody looks at. The time from one save to the next within a paper, the
first from its beginning, goes to the question that was saved; no more than ten minutes of it, since longer gaps are
breaks and lost lines. The times of a question that was saved several times add up.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Final

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt, Response

#: The newest papers that are looked at, and the longest gap that counts.
MOST_ATTEMPTS: Final = 500
LONGEST_GAP: Final = timedelta(minutes=10)
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class TimeOnItem:
    """The quartiles of the seconds that people took, over `n` people."""

    n: int
    lower: int
    median: int
    upper: int


def time_on_item(version: uuid.UUID) -> TimeOnItem | None:
    """Return how long people took over a version in exams and mocks; None for fewer than five. Two queries."""
    kinds = (AttemptKind.EXAM, AttemptKind.MOCK)
    sat = Attempt.objects.filter(paper__questions__version=version, kind__in=kinds, state=AttemptState.HANDED_IN)
    rows = sat.order_by("-handed_in_at").values_list("pk", "started_at", "paper__questions__position")[:MOST_ATTEMPTS]
    papers = {attempt: (started, position) for attempt, started, position in rows}
    saves: dict[uuid.UUID, list[tuple[datetime, int]]] = defaultdict(list)
    responses = Response.objects.filter(attempt__in=papers).order_by("attempt", "id")
    for attempt, at, position in responses.values_list("attempt", "received_at", "position"):
        saves[attempt].append((at, position))
    spent = [seconds_on(position, started, saves[attempt]) for attempt, (started, position) in papers.items()]
    taken = [one for one in spent if one]
    if len(taken) < FEWEST:
        return None
    lower, median, upper = quantiles(taken, n=4, method="inclusive")
    return TimeOnItem(len(taken), round(lower), round(median), round(upper))


def seconds_on(position: int, started: datetime, saves: Sequence[tuple[datetime, int]]) -> float:
    """Return the seconds that went to a position; 0.0 where it was never saved.

    Args:
        position: of the question in the paper.
        started: when the paper was begun.
        saves: when which position was saved, in the order of arrival.
    """
    spent, before = timedelta(), started
    for at, saved in saves:
        if saved == position:
            spent += min(max(at - before, timedelta()), LONGEST_GAP)
        before = at
    return spent.total_seconds()
