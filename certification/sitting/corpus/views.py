"""The index of the corpus with its search, and the page of a rule."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.api import Edition, current_edition
from certification.core.htmx import SignedInRequest, render_page
from certification.grading.reading import asked_now
from certification.sitting.corpus.catalogue import (
    Family,
    Query,
    Shelf,
    closest_codes,
    find,
    make_entry,
    parse_date,
    shelve,
    suggestions,
)
from certification.sitting.corpus.filters import make_filters
from certification.sitting.corpus.pages import make_page
from certification.sitting.rulings.timeline.clock import minutes_of_date

FOLDER = "certification/sitting/corpus"
_LONGEST_SEARCH = 60


@require_GET
def corpus(request: HttpRequest) -> HttpResponse:
    edition = current_edition()
    query, error = _read(request.GET)
    found = find(query, edition)
    context = {
        "edition": edition,
        "query": query,
        "on_text": request.GET.get("on", ""),
        "error": error,
        "filters": make_filters(query, edition),
        "shelves": _shelves(query, found, edition),
        "found": len(found),
        "total": len(edition.families),
        "suggestions": suggestions(query.text, edition) if query.text and not found else (),
    }
    status = 422 if error else 200
    return render_page(
        request, f"{FOLDER}/corpus.html", context, fragment=f"{FOLDER}/_corpus_results.html", status=status
    )


@require_GET
def rule(request: SignedInRequest, code: str) -> HttpResponse:
    edition = current_edition()
    if code not in edition.families:
        missing = {"code": code, "closest": closest_codes(code, edition)}
        return render(request, f"{FOLDER}/unknown_rule.html", missing, status=404)
    page = make_page(code, edition, today=_today(), hidden=asked_now(request.user.pk))
    return render(request, f"{FOLDER}/rule.html", {"page": page, "edition": edition})


def _shelves(query: Query, found: tuple[Family, ...], edition: Edition) -> tuple[Shelf, ...]:
    if not query.text:
        return shelve(found, edition, today=_today())
    entries = tuple(make_entry(family, edition, today=_today()) for family in found)
    return (Shelf(_("搜索结果，最相关的在前"), entries),) if entries else ()


def _today() -> int:
    return minutes_of_date(timezone.now().astimezone(ZoneInfo("Asia/Shanghai")).date())


def _read(fields: QueryDict) -> tuple[Query, str]:
    on, error = None, ""
    try:
        on = parse_date(fields.get("on", ""))
    except ValueError:
        error = _("“%(text)s”不是日期，写成 2025-09-01 这样；其余条件照常筛选。") % {"text": fields["on"]}
    query = Query(
        text=fields.get("q", "").strip()[:_LONGEST_SEARCH],
        book=fields.get("book", ""),
        topic=fields.get("topic", ""),
        kind=fields.get("kind", ""),
        on=on,
    )
    return query, error
