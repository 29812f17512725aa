"""The list of rounds, one round, and the form of a draft."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.oversight.rounds.access import CONFLICT, FOLDER, ROLES, known_round, said
from certification.oversight.rounds.draws import draw_report
from certification.oversight.rounds.plans import PlanForm, first_plan, newest_blueprints, plan_of
from certification.oversight.rounds.presentation import (
    fixed_lines,
    overlaps_of,
    phase_badge,
    seat_line,
    window_text,
)
from certification.oversight.rounds.reading import absent, round_row, rounds_by_phase, seat_rows
from certification.oversight.rounds.wording import Phase
from certification.people.models import Cohort, User
from certification.people.permissions import role_required
from certification.rounds.domain import Plan
from certification.rounds.models import Round
from certification.rounds.services import edit_round, make_round, make_up_round, seat_cohort

INVALID = 422


@require_GET
@role_required(*ROLES)
def rounds(request: SignedInRequest) -> HttpResponse:
    found = rounds_by_phase(now=timezone.now())
    order = (Phase.RUNNING, Phase.COMING, Phase.DRAFT, Phase.OVER, Phase.CANCELLED)
    groups = [
        (phase, phase_badge(rows[0])[0], [(row, window_text(row.round)) for row in rows])
        for phase in order
        if (rows := found[phase])
    ]
    return render(request, f"{FOLDER}/rounds.html", {"groups": groups, "has_blueprints": bool(newest_blueprints())})


@require_GET
@role_required(*ROLES)
def one_round(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    return render_round(request, known_round(round_id))


def render_round(request: SignedInRequest, held: Round, *, refusal: str = "", who: str = "") -> HttpResponse:
    """Show a round, with what was refused there; `who` is what was typed to seat somebody."""
    row = round_row(held, now=timezone.now())
    name, tone = phase_badge(row)
    seats = [seat_line(one, held, row.phase) for one in seat_rows(held)]
    context: dict[str, Any] = {
        "held": held,
        "row": row,
        "phase": row.phase,
        "phase_name": name,
        "phase_tone": tone,
        "window": window_text(held),
        "lines": fixed_lines(held),
        "seats": seats,
        "absent": sum(not one.row.handed_in for one in seats),
        "report": draw_report(held),
        "cohorts": Cohort.objects.all(),
        "make_ups": held.make_ups.all(),
        "may_seat": row.phase in {Phase.DRAFT, Phase.COMING, Phase.RUNNING} and timezone.now() < held.closes_at,
        "may_cancel": row.phase in {Phase.DRAFT, Phase.COMING, Phase.RUNNING},
        "overlaps": overlaps_of(held) if row.phase in {Phase.DRAFT, Phase.COMING, Phase.RUNNING} else [],
        "refusal": refusal,
        "who": who,
    }
    return render(request, f"{FOLDER}/round.html", context, status=CONFLICT if refusal else 200)


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def new(request: SignedInRequest) -> HttpResponse:
    """Make a draft; `?makes_up=` names a round that is over and offers those who missed it."""
    missed = _missed(request)
    people = absent(missed) if missed else []
    if request.method == "POST":
        form = PlanForm(request.POST)
        held = _made(request, form, missed, people) if form.is_valid() else None
        if held is not None:
            return redirect("oversight:round", held.pk)
        chosen = set(request.POST.getlist("people"))
    else:
        form = PlanForm(initial=_first(missed))
        chosen = {str(one.pk) for one in people}
    return _render_form(request, form, missed=missed, people=[(one, str(one.pk) in chosen) for one in people])


def _first(missed: Round | None) -> dict[str, Any]:
    suggested = first_plan(timezone.now())
    if missed is None:
        return suggested
    window = {name: suggested[name] for name in ("opens_at", "closes_at")}
    return {**plan_of(missed), **window, "title": _("%(title)s 补考") % {"title": missed.title}}


def _missed(request: SignedInRequest) -> Round | None:
    named = request.GET.get("makes_up", "")
    if not named:
        return None
    try:
        return get_object_or_404(Round.objects.select_related("blueprint"), pk=uuid.UUID(named))
    except ValueError:
        return None


def _made(request: SignedInRequest, form: PlanForm, missed: Round | None, people: list[User]) -> Round | None:
    now, actor = timezone.now(), request.user.pk
    try:
        plan: Plan = form.plan()
        if missed is not None:
            named = set(request.POST.getlist("people"))
            chosen = [one.pk for one in people if str(one.pk) in named]
            return make_up_round(missed.pk, plan, people=chosen, actor=actor, now=now)
        held = make_round(plan, actor=actor, now=now)
    except RefusedError as error:
        form.refuse(error.refusal)
        return None
    for cohort in form.cleaned_data["cohorts"]:
        seat_cohort(held.pk, cohort.pk, actor=actor, now=now)
    return held


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def edit(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = known_round(round_id)
    if not held.is_draft:
        return render_round(request, held, refusal=_("已经发布的场次不能再改。要改就取消它，另建一场。"))
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=plan_of(held))
    if request.method == "POST" and form.is_valid():
        try:
            edit_round(held.pk, form.plan(), actor=request.user.pk, now=timezone.now())
            return redirect("oversight:round", held.pk)
        except RefusedError as error:
            if error.refusal.code == "rounds.wrong-state":
                return render_round(request, known_round(round_id), refusal=said(error.refusal))
            form.refuse(error.refusal)
    return _render_form(request, form, held=held)


def _render_form(request: SignedInRequest, form: PlanForm, **context: Any) -> HttpResponse:
    context = {"form": form, "cohorts": Cohort.objects.all(), "blueprints": newest_blueprints(), **context}
    return render(request, f"{FOLDER}/plan.html", context, status=INVALID if form.is_bound else 200)
