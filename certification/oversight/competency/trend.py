"""趋势: how a cohort does from week to week, as a chart with its table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from certification.competency.areas.domain import rules_of
from certification.competency.areas.editing import topics_in_force
from certification.competency.areas.services import areas
from certification.competency.domain import TARGET
from certification.competency.trends import FEWEST, Week, trend
from certification.core.htmx import SignedInRequest
from certification.oversight.competency.views import FOLDER, ROLES, cohort_among
from certification.people.models import Cohort
from certification.people.permissions import role_required

SPANS: Final = (12, 26, 52)
#: The chart, in its own units: the first and the last week stand here, 0 and 100 per cent there.
LEFT, RIGHT, TOP, BOTTOM = 68, 720, 24, 224
#: So many weeks have a label each; more have every second, or every fourth.
_LABELS: Final = 13


@dataclass(frozen=True, slots=True)
class Point:
    """A week on the chart; `low` and `high` are the ends of its interval, both `y` where there is none."""

    week: Week
    x: float
    y: float
    low: float
    high: float
    percent: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines of the chart (broken where a week is empty), its points, what stands below it."""

    lines: tuple[str, ...]
    points: tuple[Point, ...]
    labels: tuple[tuple[float, Week], ...]
    grid: tuple[tuple[float, int], ...]
    target: float

    @property
    def shows_figures(self) -> bool:
        """Say whether there is room for a figure at each point."""
        return len(self.points) <= _LABELS


@require_GET
@role_required(*ROLES)
def trend_page(request: SignedInRequest) -> HttpResponse:
    cohorts = list(Cohort.objects.all())
    cohort = cohort_among(request, cohorts) or _own(request, cohorts)
    held = areas()
    asked = request.GET.get("area", "")
    area = next((one for one in held if one.code == asked), None)
    if asked and area is None:
        raise Http404
    span = next((one for one in SPANS if str(one) == request.GET.get("weeks", "")), SPANS[0])
    rules = None if area is None else rules_of(area, topics_in_force())
    weeks = trend(cohort.pk, weeks=span, now=timezone.now(), rules=rules) if cohort else ()
    context = {
        "cohorts": cohorts,
        "cohort": cohort,
        "areas": held,
        "area": area,
        "spans": SPANS,
        "span": span,
        "weeks": weeks,
        "chart": chart_of(weeks) if any(one.people for one in weeks) else None,
        "fewest": FEWEST,
    }
    return render(request, f"{FOLDER}/trend.html", context)


def _own(request: SignedInRequest, cohorts: Sequence[Cohort]) -> Cohort | None:
    return next((one for one in cohorts if one.pk == request.user.cohort_id), next(iter(cohorts), None))


def chart_of(weeks: Sequence[Week]) -> Chart:
    """Return the geometry of the chart: weeks from left to right, 0 to 100 per cent from bottom to top."""
    step = (RIGHT - LEFT) / max(1, len(weeks) - 1)
    points = tuple(_point(week, LEFT + at * step) for at, week in enumerate(weeks) if week.mean is not None)
    every = -(-len(weeks) // _LABELS)
    labels = tuple(
        (round(LEFT + at * step, 1), week) for at, week in enumerate(weeks) if (len(weeks) - 1 - at) % every == 0
    )
    grid = tuple((_y(percent / 100), percent) for percent in (0, 25, 50, 75, 100))
    return Chart(tuple(_lines(points, step)), points, labels, grid, _y(TARGET))


def _point(week: Week, x: float) -> Point:
    assert week.mean is not None, "asked for by the caller"
    low, high = week.interval or (week.mean, week.mean)
    return Point(week, round(x, 1), _y(week.mean), _y(low), _y(high), round(100 * week.mean))


def _y(share: float) -> float:
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _lines(points: Sequence[Point], step: float) -> Iterator[str]:
    """Return runs of weeks that follow each other, as the points of a polyline each."""
    run: list[Point] = []
    for point in points:
        if run and point.x - run[-1].x > 1.5 * step:
            yield _joined(run)
            run = []
        run.append(point)
    yield _joined(run)


def _joined(run: Sequence[Point]) -> str:
    return " ".join(f"{one.x},{one.y}" for one in run)
