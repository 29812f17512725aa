"""The index of the corpus with its search, and the page of a rule."""

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.api import Edition, current_edition
from certification.core.htmx import SignedInRequest, render_page, wants_fragment
from certification.grading.reading import asked_now
from certification.sitting.corpus.catalogue import (
    Family,
    Query,
    Shelf,
    closest_codes,
    find,
    in_reading_order,
    make_entry,
    parse_date,
    shelve,
    suggestions,
)
from certification.sitting.corpus.filters import make_filters
from certification.sitting.corpus.pages import make_page
from certification.sitting.rulings.timeline.clock import minutes_of_date, wall

FOLDER = "certification/sitting/corpus"
PER_PAGE = 60
_LONGEST_SEARCH = 60


@require_GET
def corpus(request: HttpRequest) -> HttpResponse:
    edition = current_edition()
    query, error = _read(request.GET)
    found = find(query, edition)
    if not query.text:
        found = in_reading_order(found, edition)
    pages = Paginator(found, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "edition": edition,
        "query": query,
        "on_text": request.GET.get("on", ""),
        "on": f"{wall(query.on):%Y-%m-%d}" if query.on is not None else "",
        "error": error,
        "is_swap": wants_fragment(request),
        "filters": make_filters(query, edition),
        "shelves": _shelves(query, tuple(page.object_list), found, edition),
        "page": page,
        "pages": pages.get_elided_page_range(page.number),
        "parameters": _without_page(request.GET),
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
    on, error = read_date(request.GET)
    page = make_page(code, edition, today=_today(), on=on, hidden=asked_now(request.user.pk))
    context = {"page": page, "edition": edition, "on_text": request.GET.get("on", ""), "error": error}
    status = 422 if error else 200
    return render_page(request, f"{FOLDER}/rule.html", context, fragment=f"{FOLDER}/_rule_body.html", status=status)


def _shelves(query: Query, page: tuple[Family, ...], found: tuple[Family, ...], edition: Edition) -> tuple[Shelf, ...]:
    day = _today() if query.on is None else query.on
    if not query.text:
        return shelve(page, found, edition, day=day)
    entries = tuple(make_entry(family, edition, day=day) for family in page)
    return (Shelf(_("搜索结果，最相关的在前"), entries, len(found)),) if entries else ()


def _today() -> int:
    return minutes_of_date(timezone.now().astimezone(ZoneInfo("Asia/Shanghai")).date())


def read_date(fields: QueryDict) -> tuple[int | None, str]:
    """Return the day that was asked for, in minutes, and what is wrong with it."""
    try:
        return parse_date(fields.get("on", "")), ""
    except ValueError:
        return None, _("“%(text)s”不是日期，写成 2025-09-01 这样；其余照常显示。") % {"text": fields["on"]}


def _without_page(fields: QueryDict) -> str:
    kept = fields.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _read(fields: QueryDict) -> tuple[Query, str]:
    on, error = read_date(fields)
    query = Query(
        text=fields.get("q", "").strip()[:_LONGEST_SEARCH],
        book=fields.get("book", ""),
        level=fields.get("level", ""),
        topic=fields.get("topic", ""),
        kind=fields.get("kind", ""),
        on=on,
    )
    return query, error
