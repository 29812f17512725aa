"""影响: choose two editions, see which questions move and who would gain or lose."""

from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import api
from certification.authoring.impact import presentation
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.people.permissions import author_required
from certification.publishing.impact.meaning import ask_meaning, read_meaning
from certification.publishing.impact.reading import read_impact, read_past
from certification.publishing.impact.report import ImpactReport

FOLDER: Final = "certification/authoring/impact"
PER_PAGE: Final = 25
MOST_PEOPLE: Final = 50
ASKED: Final = ("old", "new")
MEANING: Final = "&see=meaning#impact-meaning"
FRAGMENTS: Final = {"past": "_impact_past.html", "meaning": "_impact_meaning.html"}


@require_http_methods(["GET", "POST"])
@author_required
def impact(request: SignedInRequest) -> HttpResponse:
    """Show what the newer of two editions does; without a choice, the current one after the one before.

    A POST has the solver compare the two in the background.
    """
    listed = api.list_editions()
    chosen = [request.POST.get(name) or request.GET.get(name, "") for name in ASKED]
    if request.method == "POST" and chosen[0] != chosen[1] and {one.id for one in listed} >= {*chosen}:
        ask_meaning(*chosen, now=timezone.now())
        return redirect(f"{reverse('authoring:impact')}?{urlencode(dict(zip(ASKED, chosen, strict=True)))}{MEANING}")
    if not any(chosen) and len(listed) > 1:
        chosen = [listed[1].id, listed[0].id]
    context: dict[str, Any] = {"listed": listed, "old": chosen[0], "new": chosen[1]}
    refusal = _why_not(chosen, listed)
    if refusal:
        return render(request, f"{FOLDER}/impact.html", {**context, "error": refusal}, status=404)
    if len(listed) > 1 and chosen[0] != chosen[1]:
        try:
            context |= _measured(request, *chosen)
        except api.CorpusError:
            told = _("两个版本里有一个是旧程序存下的，现在的程序读不出来，无法比较。题库和成绩都没有改动。")
            return render(request, f"{FOLDER}/impact.html", {**context, "error": told}, status=409)
    part = FRAGMENTS.get(request.GET.get("see", ""), "_impact_items.html")
    template = part if wants_fragment(request) and "report" in context else "impact.html"
    response = render(request, f"{FOLDER}/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _why_not(chosen: list[str], listed: tuple[api.EditionEntry, ...]) -> str:
    known = {one.id for one in listed}
    if any(chosen) and not set(chosen) <= known:
        return _("没有这个版本。题库和成绩都没有改动；请在下面另选。")
    return ""


def _measured(request: SignedInRequest, old: str, new: str) -> dict[str, Any]:
    report, see = read_impact(old, new), request.GET.get("see", "")
    tabs = presentation.effect_tabs(report.counts, request.GET.get("show", ""))
    shown = next(tab for tab in tabs if tab.is_current)
    return {
        "report": report,
        "tabs": tabs,
        "shown": shown,
        "unaffected": presentation.unaffected(report),
        "page": Paginator(report.of(shown.id), PER_PAGE).get_page(request.GET.get("page")),
        "rules": presentation.rule_rows(report, api.current_edition()),
        "see": see,
        **(_past(new) if see == "past" else {}),
        **(_meaning(report) if see == "meaning" else {}),
    }


def _past(new: str) -> dict[str, Any]:
    past = read_past(new)
    return {"past": past, "people": past.effects[:MOST_PEOPLE], "more_people": len(past.effects) - MOST_PEOPLE}


def _meaning(report: ImpactReport) -> dict[str, Any]:
    known = read_meaning(report.old.id, report.new.id, now=timezone.now())
    if known.differences is None:
        return {"meaning_awaited": known.is_awaited, "meaning_failed": known.has_failed}
    return {"meaning": list(presentation.difference_rows(known.differences, report.new))}
