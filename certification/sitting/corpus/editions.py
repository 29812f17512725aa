"""The editions of the corpus, and two of them side by side."""

from functools import lru_cache

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases import api
from certification.core.htmx import SignedInRequest, render_page
from certification.people.permissions import may_author
from certification.sitting.corpus.comparison import entries, first_tab, has_sentences, rows, tabs

FOLDER = "certification/sitting/corpus"
PER_PAGE = 40


#: Why an edition was published never changes; reading it again and again would be work for nothing.
release_of = lru_cache(maxsize=128)(api.release_of)


@require_GET
def editions(request: SignedInRequest) -> HttpResponse:
    listed = api.list_editions()
    pairs = [(one, older, release_of(one.id)) for one, older in zip(listed, [*listed[1:], None], strict=True)]
    context = {"pairs": pairs, "listed": listed, "is_trainer": request.user.is_trainer}
    return render(request, f"{FOLDER}/editions.html", context)


def _built(name: str) -> api.Edition | None:
    """Return an edition, None where this program cannot build it any more."""
    try:
        return api.load_edition(name)
    except api.CorpusError:
        return None


@require_GET
def compare(request: SignedInRequest) -> HttpResponse:
    listed = {one.id: one for one in api.list_editions()}
    try:
        old, new = (listed[request.GET[name]] for name in ("old", "new"))
    except KeyError as error:
        raise Http404 from error
    found = api.compare_editions(old.id, new.id)
    shown = request.GET.get("show", "") or first_tab(found)
    page = Paginator(entries(found, shown), PER_PAGE).get_page(request.GET.get("page"))
    built = [_built(one.id) if has_sentences(page.object_list) else None for one in (old, new)]
    context = {
        "old": old,
        "new": new,
        "listed": listed.values(),
        "found": found,
        "tabs": tabs(found, shown),
        "shown": shown,
        "page": page,
        "rows": rows(page.object_list, api.current_edition(), old=built[0], new=built[1]),
        "may_author": may_author(request.user),
    }
    return render_page(
        request, f"{FOLDER}/edition_comparison.html", context, fragment=f"{FOLDER}/_edition_comparison_changes.html"
    )
