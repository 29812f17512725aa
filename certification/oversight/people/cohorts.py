"""班组: made, renamed, the empty ones deleted."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.oversight.people.forms import CohortForm, tell
from certification.oversight.people.listing import FOLDER
from certification.people.cohorts import delete_cohort, make_cohort, rename_cohort
from certification.people.domain import Role
from certification.people.models import Cohort, User
from certification.people.permissions import role_required
from certification.people.wording import REFUSALS


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Show the cohorts; a POST makes one."""
    form = CohortForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = make_cohort(form.cleaned_data["name"], actor=request.user, now=timezone.now())
        except RefusedError as error:
            tell(form, error, REFUSALS)
        else:
            messages.success(request, _("新建了班组“%(name)s”。") % {"name": made.name})
            return redirect("oversight:people-cohorts")
    return _page(request, form, status=422 if form.errors else 200)


def _page(request: SignedInRequest, form: CohortForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    active, members = Count("members", filter=Q(members__is_active=True)), Count("members")
    everybody = User.objects.standing_alone().aggregate(
        active=Count("pk", filter=Q(is_active=True)), gone=Count("pk", filter=Q(is_active=False)),
        loose=Count("pk", filter=Q(is_active=True, cohort=None)),
    )  # fmt: skip
    context = {
        "form": form,
        "cohorts": Cohort.objects.annotate(active=active, total=members),
        "everybody": everybody,
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/cohorts.html", context, status=status)


@require_POST
@role_required(Role.MANAGER)
def rename(request: SignedInRequest, cohort_id: uuid.UUID) -> HttpResponse:
    """Call a cohort something else."""
    form = CohortForm(request.POST)
    if not form.is_valid():
        return _page(request, CohortForm(), refusal=str(form.errors["name"][0]), status=422)
    name = form.cleaned_data["name"]
    return _acted(
        request, lambda: rename_cohort(cohort_id, name, actor=request.user, now=timezone.now()), _("班组改名了。")
    )


@require_POST
@role_required(Role.MANAGER)
def delete(request: SignedInRequest, cohort_id: uuid.UUID) -> HttpResponse:
    """Delete a cohort that nobody is in."""
    return _acted(request, lambda: delete_cohort(cohort_id, actor=request.user, now=timezone.now()), _("班组删掉了。"))


def _acted(request: SignedInRequest, act: Callable[[], Cohort], done: str) -> HttpResponse:
    try:
        act()
    except Cohort.DoesNotExist as error:
        raise Http404 from error
    except RefusedError as error:
        return _page(request, CohortForm(), refusal=refusal_text(error.refusal, REFUSALS), status=409)
    messages.success(request, done)
    return redirect("oversight:people-cohorts")
