"""One act on many questions, previewed first; and drafts by the generator, shown first."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import api
from certification.authoring.questions.bulk import carry_out, plan, read_order
from certification.authoring.questions.domain import MOST_AT_ONCE, read_query
from certification.authoring.questions.filters import address
from certification.authoring.questions.generating import propose, take
from certification.authoring.questions.searching import find
from certification.authoring.questions.views import FOLDER, UNPROCESSABLE, list_page
from certification.authoring.questions.wording import REFUSALS
from certification.bank.workflow.wording import REFUSALS as WORKFLOW_REFUSALS
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required

CONFLICT: Final = 409
MOST_SEED: Final = 9_999
LONGEST_SEED: Final = 4


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def questions_bulk(request: SignedInRequest) -> HttpResponse:
    """Show what an act would do to each question that was ticked; with `confirmed` do it and go back to the list."""
    query, edition, now = read_query(request.POST), api.current_edition(), timezone.now()
    try:
        order = read_order(request.POST)
        outcomes = plan(_chosen(request, edition), order, edition, now=now)
    except RefusedError as error:
        return list_page(request, query, refusal=refusal_text(error.refusal, REFUSALS), status=UNPROCESSABLE)
    if request.POST.get("confirmed") == "yes":
        done = carry_out(outcomes, order, actor=request.user, now=now)
        messages.success(request, done.said)
        for line in done.left:
            messages.warning(request, line)
        return redirect(address(query))
    context = {
        "order": order,
        "willing": [one for one in outcomes if one.will],
        "refused": [one for one in outcomes if not one.will],
        "back": address(query),
        "parameters": query.parameters().items(),
        "given": [(name, request.POST.get(name, "")) for name in ("new_tag", "new_owner", "new_pool")],
    }
    return render(request, f"{FOLDER}/questions_bulk.html", context)


def _chosen(request: SignedInRequest, edition: api.Edition) -> list[uuid.UUID]:
    """Return the questions that were ticked, or all that the filters find, up to one more than may be changed."""
    if request.POST.get("all") == "yes":
        found = find(read_query(request.POST), edition)
        return list(found.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    ids = []
    for value in request.POST.getlist("question"):
        try:
            ids.append(uuid.UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(ids))


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def questions_generate(request: SignedInRequest) -> HttpResponse:
    """Show drafts about a rule; a POST takes over those that were ticked."""
    given = request.POST if request.method == "POST" else request.GET
    rule, seed, edition = given.get("rule", "").strip().upper(), _seed(given), api.current_edition()
    context: dict[str, Any] = {"rule": rule, "seed": seed, "next_seed": seed + 1, "rules": _rules(edition)}
    status = 200
    try:
        if rule:
            context["proposals"] = propose(rule, seed=seed, edition=edition)
        if request.method == "POST":
            drafts = take(context.get("proposals", ()), given.getlist("take"), actor=request.user, now=timezone.now())
            messages.success(request, _("收下了 %(n)d 份草稿，请逐份改定后送复核。") % {"n": len(drafts)})
            return redirect(f"{address(read_query({'state': 'draft', 'sort': 'edited'}))}")
    except RefusedError as error:
        context["refusal"] = refusal_text(error.refusal, {**WORKFLOW_REFUSALS, **REFUSALS})
        status = CONFLICT if error.refusal.code == "questions.drafts-moved" else UNPROCESSABLE
    return render(request, f"{FOLDER}/questions_generate.html", context, status=status)


def _seed(given: Mapping[str, str]) -> int:
    value = given.get("seed", "")
    return min(int(value), MOST_SEED) if value.isascii() and value.isdecimal() and len(value) <= LONGEST_SEED else 1


def _rules(edition: api.Edition) -> list[tuple[str, str]]:
    """Return the rules that questions can be drafted about, with their titles."""
    return [(name, versions[-1].title) for name, versions in edition.families.items() if versions[-1].kind != "cited"]
