"""成绩: what a round came to, person by person, on the page and as a file."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median_low

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import api
from certification.attempts.domain import AttemptState
from certification.core.csv_files import csv_response
from certification.core.htmx import SignedInRequest
from certification.core.punctuation import clauses, in_brackets
from certification.grading.domain import points_text
from certification.grading.passing import Outcome, best_of, outcomes
from certification.grading.tally import AreaPoints
from certification.oversight.rounds.access import FOLDER, ROLES, known_round
from certification.oversight.rounds.presentation import phase_badge, window_text
from certification.oversight.rounds.reading import SeatRow, round_row, seat_rows
from certification.oversight.rounds.releasing import secret_codes
from certification.oversight.rounds.wording import Phase
from certification.people.permissions import role_required
from certification.rounds.domain import Review
from certification.rounds.models import Round


@dataclass(frozen=True, slots=True)
class MissedArea:
    """An area whose pass mark was missed; both in per cent."""

    label: str
    earned: str
    needs: int

    def __str__(self) -> str:
        return _("%(label)s %(earned)s（要 %(needs)d%%）") % {
            "label": self.label, "earned": self.earned, "needs": self.needs
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One seat: the attempt that counts, if any was handed in."""

    row: SeatRow
    best: Outcome | None
    state: str
    points: str = ""
    missed: tuple[MissedArea, ...] = ()

    @property
    def has_passed(self) -> bool:
        return self.best is not None and self.best.has_passed


@dataclass(frozen=True, slots=True)
class Summary:
    """The round in figures."""

    seats: int
    counted: int
    passed: int
    absent: int
    median: str
    out_of: str
    pass_points: str


@require_GET
@role_required(*ROLES)
def results(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = known_round(round_id)
    row = round_row(held, now=timezone.now())
    lines = result_lines(held, row.phase)
    name, tone = phase_badge(row)
    context = {
        "held": held,
        "phase": row.phase,
        "phase_name": name,
        "phase_tone": tone,
        "window": window_text(held),
        "lines": sorted(lines, key=lambda one: -(one.best.total.points if one.best else -1)),
        "summary": _summary(lines),
        "secret": len(secret_codes(held)),
        "is_by_release": held.review == Review.ON_RELEASE,
        "is_released": held.review_at is not None and held.review_at <= timezone.now(),
        "may_release": request.user.is_trainer,
        "suggested": max(timezone.now(), held.closes_at),
    }
    return render(request, f"{FOLDER}/results.html", context)


def result_lines(held: Round, phase: Phase) -> list[ResultLine]:
    """Return every seat with the attempt that counts, by staff number."""
    done = held.attempts.filter(state=AttemptState.HANDED_IN).order_by("number")
    by_person: dict[uuid.UUID, list[Outcome]] = {}
    for outcome in outcomes(done):
        by_person.setdefault(outcome.total.attempt.trainee_id, []).append(outcome)
    return [_line(row, best_of(by_person.get(row.person.pk, ())), held, phase) for row in seat_rows(held)]


def _line(row: SeatRow, best: Outcome | None, held: Round, phase: Phase) -> ResultLine:
    if best is None:
        state = _("作答中") if row.running else _("缺考") if phase is Phase.OVER else _("未考")
        return ResultLine(row, None, state)
    missed = tuple(MissedArea(_area(held, one), percent_text(one), one.needs) for one in best.missed_areas)
    state = _("合格") if best.has_passed else _("不合格")
    return ResultLine(row, best, state, points_text(best.total.points), missed)


def _area(held: Round, one: AreaPoints) -> str:
    return str(api.load_edition(held.edition).vocabulary.topics.get(one.area, one.area))


def percent_text(one: AreaPoints) -> str:
    """Return what was earned in an area in whole per cent, rounded down."""
    return f"{one.points * 100 // one.out_of}%" if one.out_of else "—"


def _summary(lines: list[ResultLine]) -> Summary:
    counted = [one.best for one in lines if one.best is not None]
    first = counted[0].total if counted else None
    return Summary(
        seats=len(lines),
        counted=len(counted),
        passed=sum(one.has_passed for one in counted),
        absent=len(lines) - len(counted),
        median=points_text(median_low(one.total.points for one in counted)) if counted else "—",
        out_of=points_text(first.out_of) if first else "—",
        pass_points=points_text(first.pass_points) if first else "—",
    )


@require_GET
@role_required(*ROLES)
def download(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Answer everybody's result as a table for a spreadsheet, one column an area."""
    held = known_round(round_id)
    lines = result_lines(held, round_row(held, now=timezone.now()).phase)
    return csv_response(_table(held, lines), name=f"{held.title}-{_('成绩')}.csv")


def _table(held: Round, lines: list[ResultLine]) -> Iterator[list[str]]:
    areas = sorted({area.area for one in lines if one.best for area in one.best.areas})
    topics = api.load_edition(held.edition).vocabulary.topics if held.edition else {}
    head = [
        *(_("工号"), _("姓名"), _("班组"), _("结果"), _("得分"), _("满分"), _("及格分")),
        *(_("未达标领域"), _("第几次"), _("交卷时间")),
    ]
    yield [*head, *(f"{topics.get(area, area)}{in_brackets('%')}" for area in areas)]
    for one in lines:
        person = one.row.person
        yield [person.staff_number, person.display_name, str(person.cohort or ""), one.state, *_figures(one, areas)]


def _figures(one: ResultLine, areas: list[str]) -> list[str]:
    if one.best is None:
        return [""] * (6 + len(areas))
    total = one.best.total
    earned = {area.area: percent_text(area).rstrip("%") for area in one.best.areas}
    handed_in = total.attempt.handed_in_at
    return [
        points_text(total.points),
        points_text(total.out_of),
        points_text(total.pass_points),
        clauses(map(str, one.missed)),
        str(total.attempt.number),
        date_format(localtime(handed_in), "Y-m-d H:i:s") if handed_in else "",
        *(earned.get(area, "") for area in areas),
    ]
