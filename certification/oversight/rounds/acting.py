"""What is done to a round: publish, cancel, seat, take a seat away. Each says first what it will do."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.oversight.rounds.access import CONFLICT, FOLDER, ROLES, known_round, said
from certification.oversight.rounds.plans import newest_blueprints
from certification.oversight.rounds.presentation import days_until, fixed_lines, overlaps_of, window_text
from certification.oversight.rounds.reading import round_row, seat_rows
from certification.oversight.rounds.views import render_round
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required
from certification.rounds.domain import Forms
from certification.rounds.models import Round, Seat
from certification.rounds.services import cancel_round, publish_round, seat_cohort, seat_people, unseat


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def publish(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Show what publishing will do; a POST does it, or says what is in the way."""
    held, refusal = known_round(round_id), ""
    if request.method == "POST":
        try:
            publish_round(held.pk, actor=request.user.pk, now=timezone.now())
            return redirect("oversight:round", held.pk)
        except RefusedError as error:
            refusal = said(error.refusal)
    if not held.is_draft:
        return render_round(request, held, refusal=refusal or _("这个场次不是草稿，不用再发布。"))
    seats = seat_rows(held)
    context = {
        "held": held,
        "window": window_text(held),
        "lines": fixed_lines(held),
        "seats": len(seats),
        "longer": [one for one in seats if one.granted],
        "papers": _paper_count(held, len(seats)),
        "blueprint": next((one for one in newest_blueprints() if one.name == held.blueprint.name), held.blueprint),
        "days": days_until(held, timezone.now()),
        "has_opened": timezone.now() >= held.opens_at,
        "overlaps": overlaps_of(held),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/publish.html", context, status=CONFLICT if refusal else 200)


def _paper_count(held: Round, seats: int) -> int:
    match held.forms:
        case Forms.PERSONAL:
            return seats * held.attempts_allowed
        case Forms.PARALLEL:
            return held.form_count
        case _:
            return 1


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def cancel(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Show whom cancelling hits; a POST does it."""
    held = known_round(round_id)
    if request.method == "POST":
        try:
            cancel_round(held.pk, actor=request.user.pk, now=timezone.now())
            return redirect("oversight:round", held.pk)
        except RefusedError as error:
            return render_round(request, known_round(round_id), refusal=said(error.refusal))
    row = round_row(held, now=timezone.now())
    return render(request, f"{FOLDER}/cancel.html", {"held": held, "row": row, "window": window_text(held)})


@require_POST
@role_required(*ROLES)
def seat(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Seat a cohort, or one person by staff number or name."""
    held, now, actor = known_round(round_id), timezone.now(), request.user.pk
    who = request.POST.get("who", "").strip()
    try:
        if cohort := request.POST.get("cohort", ""):
            seat_cohort(held.pk, uuid.UUID(cohort), actor=actor, now=now)
        else:
            found = _person(who)
            if isinstance(found, str):
                return render_round(request, held, refusal=found, who=who)
            seat_people(held.pk, [found.pk], actor=actor, now=now)
    except ValueError:
        return render_round(request, held, refusal=_("没有这个班组，请重选。"))
    except RefusedError as error:
        return render_round(request, known_round(round_id), refusal=said(error.refusal), who=who)
    return redirect(reverse("oversight:round", args=[held.pk], fragment="seats"))


def _person(who: str) -> User | str:
    found = list(User.objects.holding(Role.TRAINEE).called(who)) if who else []
    if not who:
        return _("请填工号或姓名。")
    if not found:
        return _("没有叫“%(who)s”的在职学员。") % {"who": who}
    if len(found) > 1:
        return _("有 %(n)d 个人叫“%(who)s”，请填工号。") % {"n": len(found), "who": who}
    return found[0]


@require_POST
@role_required(*ROLES)
def unseat_one(request: SignedInRequest, round_id: uuid.UUID, seat_id: uuid.UUID) -> HttpResponse:
    get_object_or_404(Seat, pk=seat_id, round=round_id)
    try:
        unseat(seat_id, actor=request.user.pk, now=timezone.now())
    except RefusedError as error:
        return render_round(request, known_round(round_id), refusal=said(error.refusal))
    return redirect("oversight:round", round_id)
