"""What was asked of a round's papers and what they have: form by form, or from least to most of everybody's own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from cases import api
from certification.oversight.papers.presentation import Report, report_table
from certification.papers.models import Paper, PaperQuestion
from certification.rounds.domain import Forms
from certification.rounds.models import Round


def draw_report(held: Round) -> Report | None:
    """Return the table of a published round; None where nothing is drawn yet. Two queries."""
    if not held.edition:
        return None
    papers = Paper.objects.filter(pk__in=_paper_ids(held)).exclude(report={}).order_by("form")
    drawn = list(papers.values_list("form", "report"))
    if not drawn:
        return None
    names, reports = [form or _("全场") for form, _report in drawn], [report for _form, report in drawn]
    if held.forms == Forms.PERSONAL:
        reports, names = [extreme(reports, min), extreme(reports, max)], [_("最少"), _("最多")]
    return report_table(reports, names, api.load_edition(held.edition), _shared(held))


def _paper_ids(held: Round) -> Any:
    if held.forms == Forms.PERSONAL:
        return Paper.objects.filter(seat_papers__seat__round=held).values("pk")
    return held.drawn_forms.values("paper")


def _shared(held: Round) -> int:
    """Return how many questions stand in more than one of the forms; nobody asks that of personal papers."""
    if held.forms != Forms.PARALLEL:
        return 0
    asked = PaperQuestion.objects.filter(paper__in=_paper_ids(held)).order_by().values("version")
    return asked.annotate(times=Count("paper")).filter(times__gt=1).count()


def extreme(reports: Sequence[Mapping[str, Any]], pick: Callable[[Sequence[int]], int]) -> dict[str, Any]:
    """Return one report with the least or the most of each line; a line that a paper has not counts as nothing."""
    lines: dict[tuple[str, str, str], tuple[Mapping[str, Any], list[int]]] = {}
    for report in reports:
        for line in report["lines"]:
            lines.setdefault((line["by"], line["name"], line["unit"]), (line, []))[1].append(line["achieved"])
    return {
        "lines": [
            {**line, "achieved": pick([*achieved, *[0] * (len(achieved) < len(reports))])}
            for line, achieved in lines.values()
        ],
        **{name: pick([report[name] for report in reports]) for name in ("hardness", "points", "measured")},
    }
