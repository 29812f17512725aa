"""Everything that the page of the draft says, put together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cases import api
from certification.authoring.drafts import presentation
from certification.authoring.drafts.rule_rows import rule_rows
from certification.authoring.impact.presentation import effect_tabs
from certification.authoring.impact.wording import UNAFFECTED
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import Refusal
from certification.core.wording import refusal_text
from certification.publishing.drafts.gate import next_label, reasons
from certification.publishing.drafts.models import DraftEdition
from certification.publishing.drafts.reading import CheckState, read_check
from certification.publishing.drafts.services import the_open_draft, who_is_at
from certification.publishing.drafts.wording import REFUSALS

FOLDER: Final = "certification/authoring/drafts"
PER_PAGE: Final = 25
FRAGMENTS: Final = {
    "state": "_draft_state.html",
    "impact": "_draft_impact.html",
    "presence": "_draft_presence.html",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal with what was written, so that nothing has to be typed again."""

    refusal: Refusal
    written: QueryDict
    status: int = 409


def draft_page(request: SignedInRequest, refused: Refused | None = None) -> HttpResponse:
    """Answer with the page of the open draft, or the part of it that htmx asks for."""
    draft, now = the_open_draft(), timezone.now()
    part = FRAGMENTS.get(request.GET.get("part", "")) if wants_fragment(request) and draft else None
    context: dict[str, Any] = {"is_trainer": request.user.is_trainer, "part": request.GET.get("part", "")}
    if refused is not None:
        context |= {"refusal": refusal_text(refused.refusal, REFUSALS), "written": refused.written}
    if draft is None:
        context["current"] = api.current_edition()
    else:
        context |= _presence(draft, request, now) if part == FRAGMENTS["presence"] else _all(draft, request, now)
    template = part or ("draft.html" if draft else "no_draft.html")
    response = render(request, f"{FOLDER}/{template}", context, status=refused.status if refused else 200)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _presence(draft: DraftEdition, request: SignedInRequest, now: datetime) -> dict[str, Any]:
    return {"here": who_is_at(draft, but=request.user, now=now)}


def _all(draft: DraftEdition, request: SignedInRequest, now: datetime) -> dict[str, Any]:
    base, state = api.load_edition(draft.base), read_check(draft, now=now)
    rows = rule_rows(draft, state.problems or ())
    changed = frozenset((one.code, one.version) for one in rows)
    why_not = reasons(draft, state)
    return {
        "draft": draft,
        "base": base,
        "rows": rows,
        "reasons": presentation.reasons_view(why_not),
        "has_moved": any(one.code == "drafts.base-moved" for one in why_not),
        "check": presentation.check_view(state, base, changed),
        "fingerprint": state.fingerprint,
        "label": next_label(),
        **_presence(draft, request, now),
        **_impact(state, request),
    }


def _impact(state: CheckState, request: SignedInRequest) -> dict[str, Any]:
    if state.impact is None:
        return {}
    tabs = effect_tabs(state.impact.counts, request.GET.get("show", ""))
    shown = next(tab for tab in tabs if tab.is_current)
    page = Paginator(state.impact.of(shown.id), PER_PAGE).get_page(request.GET.get("page"))
    numbers = {"unaffected": UNAFFECTED, "rest": state.impact.counts["unaffected"]}
    return {"impact": state.impact, "tabs": tabs, "shown": shown, "page": page, **numbers}
