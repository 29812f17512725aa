"""成绩: points, pass or fail, by competency area, then every question with the way to its 裁决书."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases import api
from certification.attempts.domain import ClosedBy
from certification.bank.domain import LETTERS, QuestionType
from certification.core.htmx import SignedInRequest, render_page
from certification.grading.domain import points_text
from certification.grading.reading import MarkedQuestion, Total, asked_now, marked_questions, totals
from certification.grading.scoring import TYPE_NAMES, mode_lines
from certification.sitting.exams.access import go, own_attempt
from certification.sitting.exams.presentation import attempt_title

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
class QuestionRow:
    """One question of the result."""

    number: int
    stem: str
    type_name: str
    verdict: str
    is_flagged: bool
    url: str = ""
    rule: str = ""
    area: str = ""
    tone: str = ""
    chosen: str = ""
    key: str = ""
    points: str = ""
    out_of: str = ""
    then: str = ""


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
    attempt = own_attempt(request, attempt_id, now=timezone.now())
    if not attempt.is_mock:  # its 裁决书 leads back here
        return go(request, "sitting:practice-question", attempt.pk)
    if attempt.is_open:
        return go(request, "sitting:attempt", attempt.pk)
    questions = marked_questions(attempt)
    total = totals(type(attempt).objects.filter(pk=attempt.pk))[0]
    edition = api.load_edition(attempt.edition)
    hidden = asked_now(request.user.pk)
    rows = [_row(one, edition, hidden) for one in questions]
    show = request.GET.get("show", "all")
    context = {
        "section": "mocks",
        "result": _result_view(total, questions, edition),
        "rows": [row for row in rows if _is_shown(row, show)],
        "tabs": _tabs(rows, show),
        "modes": mode_lines((one.content.type, one.mode, one.out_of) for one in questions),
    }
    return render_page(
        request,
        "certification/sitting/exams/result.html",
        context,
        fragment="certification/sitting/exams/_result_questions.html",
    )


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


def spoken(one: MarkedQuestion, letters: str) -> str:
    """Say a judgement in its words, anything else in its letters."""
    if one.content.type is not QuestionType.TRUEFALSE:
        return letters
    return "".join(one.content.options[one.option_order[LETTERS.index(letter)]].text for letter in letters)


def _row(one: MarkedQuestion, edition: api.Edition, hidden: Collection[uuid.UUID]) -> QuestionRow:
    """Return the line of a question, with as much of it as may be told."""
    if one.is_secret:
        return _secret_row(one, edition)
    return _asked_row(one) if one.question_id in hidden else _question_row(one, edition)


def _secret_row(one: MarkedQuestion, edition: api.Edition) -> QuestionRow:
    """Return the line of a question that is kept for exams: number, area and points."""
    return QuestionRow(
        number=one.position,
        stem=_("保密试题，公布以后才显示题目和答案"),
        type_name=str(TYPE_NAMES[one.content.type]),
        area=edition.vocabulary.topics.get(one.derivation.topic, one.derivation.topic),
        verdict=_("得 %(points)s/%(out_of)s 分")
        % {"points": points_text(one.points), "out_of": points_text(one.out_of)},
        is_flagged=one.cell.is_flagged,
    )


def _asked_row(one: MarkedQuestion) -> QuestionRow:
    """Return the line of a question that the running mock asks again: nothing of its answer."""
    return QuestionRow(
        number=one.position,
        stem=one.content.stem,
        type_name=str(TYPE_NAMES[one.content.type]),
        verdict=_("考试中，交卷后再看"),
        is_flagged=one.cell.is_flagged,
    )


def _question_row(one: MarkedQuestion, edition: api.Edition) -> QuestionRow:
    tone, verdict = "seal", _("错") if one.cell.is_answered else _("未答")
    if one.is_right:
        tone, verdict = "good", _("对")
    elif one.is_half_right:
        tone, verdict = "warn", _("半对")
    return QuestionRow(
        number=one.position,
        url=reverse("sitting:ruling", args=(one.attempt.pk, one.position)),
        stem=one.content.stem,
        rule=one.derivation.rules[0] if one.derivation.rules else "",
        area=edition.vocabulary.topics.get(one.derivation.topic, one.derivation.topic),
        type_name=str(TYPE_NAMES[one.content.type]),
        tone=tone,
        verdict=verdict,
        chosen=spoken(one, one.cell.answer),
        key=spoken(one, one.key),
        points=points_text(one.points),
        out_of=points_text(one.out_of),
        is_flagged=one.cell.is_flagged,
        then=_then(one),
    )


def _then(one: MarkedQuestion) -> str:
    """Say what stood at hand-in, and what was withdrawn since; nothing where nothing was mended."""
    if one.mended is None:
        return ""
    told = _("当时：答案 %(key)s，%(points)s 分") % {
        "key": spoken(one, one.key_then),
        "points": points_text(one.points_then),
    }
    if one.mended.correction.is_void:
        return told + _("；现在：整题作废，人人得满分")
    if one.void:
        return told + _("；现在：选项 %(void)s 作废") % {"void": spoken(one, one.void)}
    return told
