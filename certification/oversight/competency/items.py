"""题目质量: how the questions do in papers, the odd ones first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from certification.bank.domain import LETTERS
from certification.bank.markup.plain import plain_line
from certification.competency.measuring.flags import ENOUGH, Flag
from certification.competency.models import ItemReport
from certification.core.csv_files import csv_response
from certification.core.htmx import SignedInRequest
from certification.core.punctuation import clauses, commas
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/competency"
PAGE: Final = 50
_STEM: Final = 60
_BAR: Final = 22
SAID: Final[dict[str, tuple[str, Promise]]] = {
    Flag.REVERSED: ("seal", gettext_lazy("强者反而答错，检查答案")),
    Flag.WEAK: ("warn", gettext_lazy("分不出强弱")),
    Flag.RIVAL_OPTION: ("warn", gettext_lazy("强者多选一个错项")),
    Flag.TOO_EASY: ("", gettext_lazy("太易")),
    Flag.TOO_HARD: ("", gettext_lazy("太难")),
    Flag.IDLE_OPTION: ("", gettext_lazy("有选项没人选")),
    Flag.TOO_FEW: ("", gettext_lazy("作答太少")),
}


#: What a bar says besides its height; the page draws a line below the key and a cross below a rival.
_TOLD: Final = {"key": gettext_lazy("（答案）"), "bad": gettext_lazy("（强者更常选）")}


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of the little chart of options: `x` and `height` in the units of its 24 high box."""

    letter: str
    percent: int
    x: int
    y: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question version with what is to be said about it."""

    report: ItemReport
    stem: str
    options: tuple[Column, ...]
    flags: tuple[tuple[str, Promise], ...]

    @property
    def said(self) -> str:
        """Return the chart in words."""
        return commas(f"{one.letter} {one.percent}%{_TOLD.get(one.tone, '')}" for one in self.options)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def items_page(request: SignedInRequest) -> HttpResponse:
    shows_all = request.GET.get("all") == "1"
    page = Paginator(_reports(shows_all=shows_all), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "shows_all": shows_all,
        "enough": ENOUGH,
        "measured_at": page.object_list[0].measured_at if page.object_list else None,
    }
    return render(request, f"{FOLDER}/items.html", context)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def items_csv(_request: SignedInRequest) -> HttpResponse:
    """Answer with all of them as a table."""
    head = [
        _("题号"), pgettext("column", "版本"), _("作答"), _("得分率"), _("标准差"), _("区分度"), _("下限"), _("上限"),
        _("区分效率"), pgettext("column", "判断"),
    ]  # fmt: skip
    rows = (
        [
            one.version.question.code,
            str(one.version.number),
            str(one.n),
            *(
                _figure(value)
                for value in (
                    one.facility,
                    one.sd,
                    one.discrimination,
                    one.low,
                    one.high,
                    one.efficiency,
                )
            ),
            clauses(str(SAID[flag][1]) for flag in one.flags if flag in SAID),
        ]
        for one in _reports(shows_all=True)
    )
    return csv_response([head, *rows], name=_("题目质量.csv"))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _reports(*, shows_all: bool) -> QuerySet[ItemReport]:
    """Return the reports, those whose strong answer worse first; without a figure last."""
    found = ItemReport.objects.select_related("version__question")
    if not shows_all:
        found = found.filter(Q(n__gte=ENOUGH))
    return found.order_by(F("discrimination").asc(nulls_last=True), "version__question__code", "version__number")


def _row(report: ItemReport) -> ItemRow:
    flags = tuple(SAID[flag] for flag in report.flags if flag in SAID)
    stem = plain_line(report.version.content["stem"])
    return ItemRow(report, stem if len(stem) <= _STEM else f"{stem[:_STEM]}…", tuple(_columns(report)), flags)


def _columns(report: ItemReport) -> Iterable[Column]:
    for at, one in enumerate(report.options):
        share = one["chosen"] / report.n
        height = round(max(0.5, 24 * min(1.0, share)), 1)
        yield Column(
            LETTERS[at], round(100 * share), 2 + at * _BAR, round(24 - height, 1), height, _tone(one, report.flags)
        )


def _tone(option: dict[str, Any], flags: list[str]) -> str:
    if option["is_key"]:
        return "key"
    return "bad" if Flag.RIVAL_OPTION in flags and option["strong"] > option["weak"] else ""
