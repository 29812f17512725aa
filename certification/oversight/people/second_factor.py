"""Taking a lost second factor off somebody: first what happens, then the act."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.oversight.people.listing import FOLDER
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required
from certification.people.second_factor.services import take_off, why_not_take_off
from certification.people.second_factor.standing import kept_by
from certification.people.second_factor.wording import REFUSALS as FACTOR_REFUSALS
from certification.people.wording import REFUSALS


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def second_factor(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say what taking it off does; a POST with the person's staff number does it."""
    one = get_object_or_404(User, pk=person_id)
    typed = request.POST.get("number", "").strip()
    is_asked = request.method == "POST"
    if is_asked and typed == one.staff_number:
        try:
            take_off(one.pk, actor=request.user, now=timezone.now())
        except RefusedError as error:
            return _page(request, one, error.refusal, status=409)
        messages.success(
            request, _("%(who)s的两步验证取消了，他在所有设备上都退出了，也收到了消息。") % {"who": one.display_name}
        )
        return redirect("oversight:person", one.pk)
    refusal = why_not_take_off(one, request.user) or (None if kept_by(one) else Refusal("people.factor-gone"))
    wrong = _("请写他的工号 %(number)s。") % {"number": one.staff_number} if is_asked else ""
    return _page(request, one, refusal, typed=typed, wrong=wrong, status=422 if is_asked else 200)


def _page(
    request: SignedInRequest, one: User, refusal: Refusal | None, *, typed: str = "", wrong: str = "", status: int
) -> HttpResponse:
    words = refusal_text(refusal, {**REFUSALS, **FACTOR_REFUSALS}) if refusal else ""
    context = {"person": one, "refusal": words, "typed": typed, "wrong": wrong}
    return render(request, f"{FOLDER}/person_second_factor.html", context, status=status)
