"""试抽: what a blueprint would give, seen before anybody sits it; and papers written for printing."""

import secrets
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.oversight.papers.access import CONFLICT, FOLDER, ROLES, edition_to_draw_by, known_version, said
from certification.oversight.papers.presentation import (
    blueprint_row,
    drawn_rows,
    report_table,
    shared_questions,
)
from certification.papers.models import BlueprintVersion
from certification.papers.printing import write_for_print
from certification.papers.services import DrawnPaper, draw_forms
from certification.people.permissions import role_required

MOST_FORMS = 8
SEED_BITS = 48


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of a trial draw asks for; the same again draws the same papers."""

    version: BlueprintVersion
    forms: int
    seed: int


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def trial(request: SignedInRequest, name: str) -> HttpResponse:
    """Draw by a version and show what was asked and achieved; a POST writes just these papers, for printing."""
    fields = request.POST if request.method == "POST" else request.GET
    version = known_version(name, fields.get("version", ""))
    edition, drawn, refusal = edition_to_draw_by(), [], None
    asked = Asked(version, _between(fields.get("forms", ""), 1, MOST_FORMS), _seed(fields.get("seed", "")))
    if "forms" in fields:
        try:
            drawn = _drawn(asked, edition.id if edition else "")
        except RefusedError as error:
            refusal = error.refusal
        if request.method == "POST" and drawn:
            write_for_print(drawn, actor=request.user.pk, now=timezone.now())
            return redirect("oversight:blueprint", name)
    context = {
        "row": blueprint_row(version),
        "asked": asked,
        "most": MOST_FORMS,
        "refusal": said(refusal) if refusal else "",
        "is_drawn": bool(drawn),
    }
    if drawn and edition:
        names = [one.paper.form or "A" for one in drawn]
        reports = [one.paper.report for one in drawn]
        context["report"] = report_table(reports, names, edition, shared_questions(drawn))
        context["papers"] = [(form, drawn_rows(one, edition)) for form, one in zip(names, drawn, strict=True)]
    return render(request, f"{FOLDER}/trial.html", context, status=CONFLICT if refusal else 200)


def _drawn(asked: Asked, edition: str) -> list[DrawnPaper]:
    """Draw what is asked for.

    Raises:
        RefusedError: there is no edition, or the bank lacks what is asked for.
    """
    if not edition:
        raise RefusedError(Refusal("papers.no-edition"))
    return draw_forms(asked.version, edition=edition, forms=asked.forms, seed=asked.seed, now=timezone.now())


def _between(text: str, least: int, most: int) -> int:
    return min(most, max(least, int(text))) if text.isdecimal() else least


def _seed(text: str) -> int:
    return int(text) % 2**SEED_BITS if text.isdecimal() else secrets.randbits(SEED_BITS)
