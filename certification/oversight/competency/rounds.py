"""试卷分析 of a round: the paper as a whole and item by item."""

import uuid
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certification.competency.measuring.table import GUESS_ROW
from certification.competency.papers import round_report
from certification.core.csv_files import csv_response
from certification.core.htmx import SignedInRequest
from certification.oversight.rounds.access import ROLES, known_round
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/competency"


@require_GET
@role_required(*ROLES)
def round_paper(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = known_round(round_id)
    report = round_report(held.pk)
    forms = [
        (form, [(form.codes[item], statistics) for item, statistics in form.items.items()]) for form in report.forms
    ]
    return render(request, f"{FOLDER}/round.html", {"held": held, "forms": forms, "alone": report.alone})


@require_GET
@role_required(*ROLES)
def round_marks(_request: SignedInRequest, round_id: uuid.UUID, number: int) -> HttpResponse:
    """Answer with the marks of one form as the table that `manage.py item_statistics` reads: people by number alone."""
    held = known_round(round_id)
    form = next((one for one in round_report(held.pk).forms if one.number == number), None)
    if form is None:
        raise Http404
    head = ["person", *(form.codes[item] for item in form.items)]
    most = ["max", *(f"{one:g}" for one in form.table.maxima)]
    rows = [[f"p{at}", *(f"{mark or 0:g}" for mark in marks)] for at, marks in enumerate(form.table.marks, start=1)]
    guess = [GUESS_ROW, *("" if one is None else f"{one:g}" for one in form.table.guesses)]
    return csv_response([head, most, guess, *rows], name=_("得分表.csv"))
