"""胜任力领域: which rules make up each, who changed that; and the form to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.competency.areas.domain import SHIPPED, Area, rules_of, uncovered
from certification.competency.areas.editing import (
    Change,
    history,
    new_code,
    newest_revision,
    put_area,
    remove_area,
    restore_shipped,
    topics_in_force,
)
from certification.competency.areas.services import areas
from certification.competency.areas.wording import REFUSALS
from certification.competency.assignments.models import Assignment
from certification.competency.assignments.wording import title_of
from certification.core.htmx import SignedInRequest
from certification.core.punctuation import listed
from certification.core.refusals import Refusal, RefusedError, insist
from certification.core.wording import refusal_text
from certification.credentials.models import Programme
from certification.oversight.competency.area_form import AreaForm, initial_of
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/competency"
ROLES: Final = (Role.MANAGER, Role.TRAINER)
FIELD_OF: Final = {
    "areas.name-taken": "name",
    "areas.unknown-rules": "patterns",
    "areas.empty": "patterns",
}
#: Kept with what was done, for everybody who reads of it: in Chinese, whoever does it.
_WHY_REMOVED: Final = "删除领域“%(name)s”"
_WHY_RESTORED: Final = "恢复程序自带的领域"


@dataclass(frozen=True, slots=True)
class Row:
    """An area with its rules in force."""

    area: Area
    rules: tuple[str, ...]


@require_GET
@role_required(*ROLES)
def areas_page(request: SignedInRequest) -> HttpResponse:
    return _list(request)


def _list(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    topics, held, past = topics_in_force(), areas(), history()
    people = User.objects.in_bulk({one.row.actor for one in past})
    context = {
        "rows": [Row(one, rules_of(one, topics)) for one in held],
        "left": uncovered(held, topics),
        "rules": len(topics),
        "history": [(one, people.get(one.row.actor)) for one in past],
        "is_shipped": held == SHIPPED,
        "seen": newest_revision(),
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render(request, f"{FOLDER}/areas.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def area_edit(request: SignedInRequest, code: str = "") -> HttpResponse:
    """Change an area, or make a new one where no code is given."""
    held = areas()
    area = next((one for one in held if one.code == code), None)
    if code and area is None:
        raise Http404
    if request.method == "POST":
        form = AreaForm(request.POST)
        if form.is_valid() and _saved(request, form, code or new_code(held)):
            return redirect("oversight:areas")
    else:
        place = held.index(area) if area else len(held)
        form = AreaForm(initial=initial_of(area, position=place + 1, seen=newest_revision()))
    context = {"form": form, "area": area, "seen": newest_revision(), **_rules(area)}
    return render(request, f"{FOLDER}/area_edit.html", context, status=422 if form.is_bound else 200)


def _rules(area: Area | None) -> dict[str, Any]:
    topics = topics_in_force()
    return {"rules": rules_of(area, topics) if area else (), "left": uncovered(areas(), topics)}


def _saved(request: SignedInRequest, form: AreaForm, code: str) -> bool:
    """Save what the form says; where it is refused, say so in the form."""
    data = form.cleaned_data
    change = Change(request.user.pk, data["why"], data["seen"])
    try:
        put_area(form.planned(code), data["position"], change, now=timezone.now())
    except RefusedError as error:
        form.add_error(FIELD_OF.get(error.refusal.code), refusal_text(error.refusal, REFUSALS))
        return False
    messages.success(request, _("改好了，掌握度在后台重新计算。"))
    return True


@require_POST
@role_required(*ROLES)
def area_remove(request: SignedInRequest, code: str) -> HttpResponse:
    area = next((one for one in areas() if one.code == code), None)
    if area is None:
        raise Http404
    used = listed(_uses(code))
    try:
        insist(Refusal("areas.used", {"which": used}) if used else None)
        remove_area(code, _change(request, _WHY_REMOVED % {"name": area.name}), now=timezone.now())
    except RefusedError as error:
        return _list(request, error.refusal)
    messages.success(request, _("删掉了，掌握度在后台重新计算。"))
    return redirect("oversight:areas")


@require_POST
@role_required(*ROLES)
def areas_restore(request: SignedInRequest) -> HttpResponse:
    try:
        restore_shipped(_change(request, _WHY_RESTORED), now=timezone.now())
    except RefusedError as error:
        return _list(request, error.refusal)
    messages.success(request, _("恢复了程序自带的领域。"))
    return redirect("oversight:areas")


def _change(request: SignedInRequest, why: str) -> Change:
    try:
        seen = int(request.POST.get("seen", ""))
    except ValueError:
        seen = -1  # nobody's: it is refused as stale
    return Change(request.user.pk, why, seen)


def _uses(code: str) -> Iterator[str]:
    """Return what still goes by an area: programmes of certificates, and assignments that are not due yet."""
    for programme in Programme.objects.filter(is_open=True):
        if code in programme.areas:
            yield _("证书“%(name)s”") % {"name": programme.name}
    open_ones = Assignment.objects.filter(target=f"area:{code}", withdrawn_at=None, due_at__gte=timezone.now())
    for one in open_ones[:3]:
        yield _("任务“%(title)s”") % {"title": title_of(one)}
