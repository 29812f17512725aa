"""Whether a handed-in attempt passes, by its total and by each competency area that its paper asks of."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from certification.attempts.models import Attempt
from certification.grading.models import Mark
from certification.grading.reading import Total, totals
from certification.grading.tally import AreaPoints, Tally


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to: the total, and by area in the order of the areas' names."""

    total: Total
    areas: tuple[AreaPoints, ...]

    @property
    def tally(self) -> Tally:
        return Tally(self.total.points, self.total.pass_points, self.areas)

    @property
    def has_passed(self) -> bool:
        return self.tally.has_passed

    @property
    def missed_areas(self) -> tuple[AreaPoints, ...]:
        return self.tally.missed_areas


def outcomes(attempts: QuerySet[Attempt]) -> list[Outcome]:
    """Return what handed-in attempts came to, in their order: three queries."""
    found = totals(attempts)
    rows = (
        Mark.objects.standing()
        .filter(attempt__in=[one.attempt.pk for one in found])
        .values_list("attempt", "derivation__topic")
        .annotate(points=Sum("points"), out_of=Sum("out_of"))
        .order_by("derivation__topic")
    )
    by_attempt: dict[uuid.UUID, list[tuple[str, int, int]]] = {}
    for attempt, area, points, out_of in rows:
        by_attempt.setdefault(attempt, []).append((area, points, out_of))
    return [
        Outcome(
            one,
            tuple(
                AreaPoints(area, points, out_of, one.attempt.paper.pass_by_area.get(area, 0))
                for area, points, out_of in by_attempt.get(one.attempt.pk, ())
            ),
        )
        for one in found
    ]


def best_of(found: Iterable[Outcome]) -> Outcome | None:
    """Return the attempt that counts for a round: one that passes before one that does not, then the most points."""
    return max(found, key=lambda one: (one.has_passed, one.total.points, -one.total.attempt.number), default=None)
