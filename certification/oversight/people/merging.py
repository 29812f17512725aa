"""Merging a duplicate: find the person that it is, look at what would move, confirm."""

import uuid
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.oversight.people.duplicates.looking import look_at_merge
from certification.oversight.people.duplicates.moving import merge_people
from certification.oversight.people.listing import FOLDER, LONGEST_SEARCH
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required
from certification.people.wording import REFUSALS

_LIKELY: Final = 5


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def merge(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what merging `person_id` into the number of `into` would move; a POST does it."""
    duplicate = get_object_or_404(User.objects.select_related("cohort"), pk=person_id)
    said = (request.POST if request.method == "POST" else request.GET).get("into", "").strip()[:LONGEST_SEARCH]
    survivor = User.objects.select_related("cohort").filter(staff_number__iexact=said).first() if said else None
    context = {"person": duplicate, "into": said, "unknown": bool(said) and survivor is None}
    if survivor is None:
        context["likely"] = _likely(duplicate)
        return render(request, f"{FOLDER}/person_merge.html", context, status=422 if context["unknown"] else 200)
    if request.method == "POST":
        try:
            merge_people(
                duplicate.pk, survivor.pk, seen=request.POST.get("seen", ""), actor=request.user, now=timezone.now()
            )
        except RefusedError as error:
            context["refusal"] = refusal_text(error.refusal, REFUSALS)
        else:
            messages.success(request, _("%(who)s 已并入这里。") % {"who": duplicate})
            return redirect("oversight:person", survivor.pk)
    seen = look_at_merge(duplicate, survivor, actor=request.user)
    context |= {"merge": seen, "survivor": survivor, "refusals": [refusal_text(one, REFUSALS) for one in seen.refusals]}
    return render(request, f"{FOLDER}/person_merge.html", context, status=409 if "refusal" in context else 200)


def _likely(duplicate: User) -> list[User]:
    """Return others of the same name."""
    alike = User.objects.standing_alone().filter(display_name=duplicate.display_name).exclude(pk=duplicate.pk)
    return list(alike.select_related("cohort").order_by("-is_active", "staff_number")[:_LIKELY])
