"""The list of drills: by area, with what one has done, minimal pairs side by side."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from cases import api
from certification.core.choices import Choice, Filter
from certification.core.htmx import SignedInRequest, render_page
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.models import DrillRun
from certification.drills.services import Offered, current_scripts, start_run
from certification.sitting.drills.results import Record, records_of
from certification.sitting.drills.runs import FOLDER, told
from certification.sitting.exams.access import running_mock

LEVELS = range(1, 6)


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One drill of the list; `id` is that of its version."""

    id: str
    code: str
    title: str
    sign: str
    difficulty: int
    most_turns: int
    buyer: str
    best: str = ""
    best_url: str = ""
    has_passed: bool = False
    count: int = 0
    open_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The drills of an area."""

    label: str
    rows: tuple[DrillRow, ...]

    @property
    def done(self) -> int:
        """Return how many of them were passed."""
        return sum(row.has_passed for row in self.rows)


@require_http_methods(["GET", "POST"])
def drills(request: SignedInRequest) -> HttpResponse:
    """List the drills; the button begins one, or goes on with the talk that is open."""
    now = timezone.now()
    running = running_mock(request.user.pk, now=now)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            insist(Refusal("attempts.mock-running") if running else None)
            run = _start(request, now)
        except RefusedError as error:
            refusal = error.refusal
        else:
            return redirect(f"{reverse('sitting:drill', args=[run.pk])}#reply")
    context = {**_page(request), "running": running, "refusal": told(refusal)}
    return render_page(
        request,
        f"{FOLDER}/drills.html",
        context,
        fragment=f"{FOLDER}/_drill_list.html",
        status=409 if refusal else 200,
    )


def _start(request: SignedInRequest, now: datetime) -> DrillRun:
    try:
        return start_run(request.user.pk, uuid.UUID(request.POST.get("question", "")), now=now)
    except (ValueError, api.NoEditionError) as error:
        raise RefusedError(Refusal("drills.no-script")) from error


def _page(request: SignedInRequest) -> dict[str, object]:
    try:
        edition = api.current_edition()
    except api.NoEditionError:
        return {"filters": (), "groups": (), "pairs": ()}
    offered, records, topics = current_scripts(edition.id), records_of(request.user.pk), edition.vocabulary.topics
    area, level = request.GET.get("area", ""), request.GET.get("level", "")
    shown = [one for one in offered if area in ("", one.script.area) and level in ("", str(one.difficulty))]
    rows = {one.code: _row(one, records.get(one.version, Record()), topics) for one in shown}
    pairs = _pairs(shown, rows)
    paired = {row.code for pair in pairs for row in pair}
    groups = [
        Group(
            topics.get(name, name),
            tuple(rows[one.code] for one in shown if one.script.area == name and one.code not in paired),
        )
        for name in dict.fromkeys([*topics, *(one.script.area for one in shown)])
    ]
    return {
        "filters": _filters(offered, topics, request.GET),
        "groups": [one for one in groups if one.rows],
        "pairs": pairs,
    }


def _row(one: Offered, record: Record, topics: Mapping[str, str]) -> DrillRow:
    best = record.best
    return DrillRow(
        id=str(one.version),
        code=one.code,
        title=one.script.title,
        sign=topics.get(one.script.area, one.script.title)[:1],
        difficulty=one.difficulty,
        most_turns=one.script.turns,
        buyer=one.script.buyer.name,
        best=best.said if best else "",
        best_url=reverse("sitting:drill-verdict", args=[best.run]) if best else "",
        has_passed=bool(best and best.has_passed),
        count=record.count,
        open_url=reverse("sitting:drill", args=[record.open_run]) if record.open_run else "",
    )


def _pairs(shown: Sequence[Offered], rows: Mapping[str, DrillRow]) -> list[tuple[DrillRow, DrillRow]]:
    """Return those that differ in one fact, each two once; both have to be shown."""
    partner = {one.code: one.script.pair for one in shown}
    return [
        (rows[code], rows[other])
        for code, other in partner.items()
        if other in rows and partner.get(other) == code and code < other
    ]


def _filters(offered: Sequence[Offered], topics: Mapping[str, str], asked: QueryDict) -> tuple[Filter, ...]:
    areas = [(name, topics.get(name, name)) for name in dict.fromkeys(one.script.area for one in offered)]
    levels = [(str(n), str(n)) for n in LEVELS if any(one.difficulty == n for one in offered)]
    return tuple(
        Filter(name, label, tuple(Choice(value, text, asked.get(name, "") == value) for value, text in choices))
        for name, label, choices in (
            ("area", pgettext("singular", "领域"), [("", _("全部领域")), *areas]),
            ("level", _("难度"), [("", _("全部难度")), *levels]),
        )
    )
