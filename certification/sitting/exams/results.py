"""成绩: points, pass or fail, by competency area, then every question with the way to its 裁决书."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases import api
from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.core.htmx import SignedInRequest, render_page
from certification.grading.domain import points_text
from certification.grading.reading import MarkedQuestion, Total, asked_now, marked_questions, totals
from certification.grading.review import may_review, may_see_score
from certification.grading.scoring import mode_lines
from certification.sitting.exams.access import go, own_attempt
from certification.sitting.exams.exam_log import log_of, pending
from certification.sitting.exams.presentation import attempt_title
from certification.sitting.exams.result_rows import QuestionRow, question_row

FOLDER: Final = "certification/sitting/exams"
SHOWS: Final = {
    "all": gettext_lazy("全部"),
    "lost": gettext_lazy("失分"),
    "flagged": gettext_lazy("我标记的"),
}
WEAK_SHARE = 60  # per cent of an area's points; below it the bar is drawn as a warning
RULERS: Final = {"desktop": 640, "phone": 340}  # drawn twice: text in a scaled figure cannot be read
RULER_LEFT = 10


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A finished mock in a list."""

    title: str
    url: str
    points: str
    out_of: str
    has_passed: bool
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One competency area: questions fully right of those asked, and the share of points as a width."""

    label: str
    right: int
    count: int
    percent: int
    tone: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """The points on a line from nothing to full marks, for a wide page or a phone; places in its own units."""

    where: str
    width: int
    track: int
    end: int
    got: float
    pass_x: float


@dataclass(frozen=True, slots=True)
class Regraded:
    """What regrades have made of the whole: points at the time, whether that passed, the reasons with their days."""

    points_then: str
    had_passed: bool
    reasons: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """The whole page of a result."""

    title: str
    points: str
    out_of: str
    pass_points: str
    has_passed: bool
    by_clock: bool
    by_invigilator: bool
    handed_in_at: datetime | None
    minutes: int
    seconds: int
    edition: str
    right: int
    half: int
    size: int
    rulers: tuple[Ruler, ...]
    areas: tuple[AreaRow, ...]
    weakest: AreaRow | None
    regraded: Regraded | None


@require_GET
def result(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    attempt = own_attempt(request, attempt_id, now=now)
    if attempt.is_practice:  # its 裁决书 leads back here
        return go(request, "sitting:practice-question", attempt.pk)
    if attempt.is_open:
        return go(request, "sitting:attempt", attempt.pk)
    if not may_see_score(attempt, now=now):
        return render(request, f"{FOLDER}/result_pending.html", {"section": "mocks", **pending(attempt)})
    context = {"section": "mocks", **_marked(request, attempt, now)}
    if attempt.is_exam:
        context |= {"log": log_of(attempt)}
    return render_page(request, f"{FOLDER}/result.html", context, fragment=f"{FOLDER}/_result_questions.html")


def _marked(request: SignedInRequest, attempt: Attempt, now: datetime) -> dict[str, object]:
    questions = marked_questions(attempt)
    total = totals(Attempt.objects.filter(pk=attempt.pk))[0]
    edition = api.load_edition(attempt.edition)
    hidden, tells_key = asked_now(request.user.pk), may_review(attempt, now=now)
    rows = [question_row(one, edition, hidden, tells_key=tells_key) for one in questions]
    show = request.GET.get("show", "all")
    return {
        "attempt": attempt,
        "result": _result_view(total, questions, edition),
        "rows": [row for row in rows if _is_shown(row, show)],
        "tabs": _tabs(rows, show),
        "tells_key": tells_key,
        "modes": mode_lines((one.content.type, one.mode, one.out_of) for one in questions),
    }


def _is_shown(row: QuestionRow, show: str) -> bool:
    return {"lost": row.tone != "good", "flagged": row.is_flagged}.get(show, True)


def _tabs(rows: Sequence[QuestionRow], show: str) -> list[dict[str, object]]:
    here = show if show in SHOWS else "all"
    return [
        {"key": key, "label": label, "count": sum(_is_shown(row, key) for row in rows), "is_current": key == here}
        for key, label in SHOWS.items()
    ]


def result_row(total: Total) -> ResultRow:
    """Return the line of a finished mock."""
    return ResultRow(
        title=attempt_title(total.attempt),
        url=reverse("sitting:result", args=(total.attempt.pk,)),
        points=points_text(total.points),
        out_of=points_text(total.out_of),
        has_passed=total.has_passed,
        handed_in_at=total.attempt.handed_in_at,
    )


def _result_view(total: Total, questions: Sequence[MarkedQuestion], edition: api.Edition) -> ResultView:
    attempt = total.attempt
    assert attempt.handed_in_at is not None
    minutes, seconds = divmod(int((attempt.handed_in_at - attempt.started_at).total_seconds()), 60)
    areas = _areas(questions, edition)
    return ResultView(
        title=attempt_title(attempt),
        points=points_text(total.points),
        out_of=points_text(total.out_of),
        pass_points=points_text(total.pass_points),
        has_passed=total.has_passed,
        by_clock=attempt.closed_by == ClosedBy.CLOCK,
        by_invigilator=attempt.closed_by == ClosedBy.INVIGILATOR,
        handed_in_at=attempt.handed_in_at,
        minutes=minutes,
        seconds=seconds,
        edition=edition.label,
        right=sum(one.is_right for one in questions),
        half=sum(one.is_half_right for one in questions),
        size=len(questions),
        rulers=tuple(_ruler(where, width, total) for where, width in RULERS.items()),
        areas=areas,
        weakest=next((area for area in areas if area.right < area.count), None),
        regraded=_regraded(total, questions),
    )


def _regraded(total: Total, questions: Sequence[MarkedQuestion]) -> Regraded | None:
    found = {regrade.pk: regrade for one in questions if one.mended for regrade in one.mended.regrades}
    if not found:
        return None
    reasons = sorted((regrade.at, regrade.reason) for regrade in found.values())
    return Regraded(points_text(total.points_then), total.had_passed, tuple(reasons))


def _ruler(where: str, width: int, total: Total) -> Ruler:
    track = width - 2 * RULER_LEFT
    got = track * total.points / total.out_of
    return Ruler(where, width, track, width - RULER_LEFT, got, RULER_LEFT + track * total.pass_points / total.out_of)


def _areas(questions: Sequence[MarkedQuestion], edition: api.Edition) -> tuple[AreaRow, ...]:
    """Return the areas of the paper, the weakest first."""
    found = []
    for topic, label in edition.vocabulary.topics.items():
        here = [one for one in questions if one.derivation.topic == topic]
        if here:
            percent = 100 * sum(one.points for one in here) // sum(one.out_of for one in here)
            tone = "warn" if percent < WEAK_SHARE else ""
            found.append(AreaRow(label, sum(one.is_right for one in here), len(here), percent, tone))
    return tuple(sorted(found, key=lambda area: area.percent))
