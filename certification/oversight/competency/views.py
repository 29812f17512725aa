"""学情: the matrix of a cohort, one person, one cell."""

import uuid
from collections.abc import Iterable
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import api
from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.competency.assignments.reading import tasks_of
from certification.competency.details import area_details
from certification.competency.misconceptions.services import misconceptions_of
from certification.competency.reading import open_cards, own_standings, streak, weakest
from certification.core.htmx import SignedInRequest
from certification.oversight.competency.overview import PAGE, overview, trainees
from certification.people.domain import Role
from certification.people.models import Cohort, User
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/competency"
ROLES: Final = (Role.MANAGER, Role.TRAINER)
LAST_PAPERS: Final = 10


@require_GET
@role_required(*ROLES)
def matrix_page(request: SignedInRequest) -> HttpResponse:
    cohort = cohort_asked(request)
    page = Paginator(trainees(cohort.pk if cohort else None), PAGE).get_page(request.GET.get("page"))
    context = {
        "cohorts": Cohort.objects.all(),
        "cohort": cohort,
        "page": page,
        "overview": overview(list(page.object_list), now=timezone.now()),
    }
    return render(request, f"{FOLDER}/matrix.html", context)


def cohort_asked(request: SignedInRequest) -> Cohort | None:
    """Return the cohort that the address names; one that does not exist is not found."""
    named = request.GET.get("cohort", "")
    if not named:
        return None
    try:
        return get_object_or_404(Cohort, pk=uuid.UUID(named))
    except ValueError:
        raise Http404 from None


def cohort_among(request: SignedInRequest, cohorts: Iterable[Cohort]) -> Cohort | None:
    """Return the one of some cohorts that the address names; one that is not among them is not found."""
    named = request.GET.get("cohort", "")
    found = next((one for one in cohorts if str(one.pk) == named), None)
    if named and found is None:
        raise Http404
    return found


@require_GET
@role_required(*ROLES)
def person_page(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    person = _trainee(person_id)
    now = timezone.now()
    known, overall = own_standings(person.pk, now=now)
    done = Attempt.objects.filter(trainee=person, state=AttemptState.HANDED_IN).exclude(kind=AttemptKind.PRACTICE)
    context = {
        "person": person,
        "areas": known,
        "weakest": weakest(known),
        "tasks": tasks_of(person.pk, now=now),
        "overall": overall,
        "misconceptions": misconceptions_of(person.pk),
        "cards": open_cards(person.pk).count(),
        "streak": streak(person.pk, now=now),
        "attempts": done.select_related("round").order_by("-handed_in_at")[:LAST_PAPERS],
    }
    return render(request, f"{FOLDER}/person.html", context)


@require_GET
@role_required(*ROLES)
def person_area(request: SignedInRequest, person_id: uuid.UUID, area: str) -> HttpResponse:
    person = _trainee(person_id)
    try:
        details = area_details(person.pk, area, now=timezone.now())
    except api.NoEditionError:
        details = None
    if details is None:
        raise Http404
    return render(request, f"{FOLDER}/area.html", {"person": person, "details": details})


def _trainee(person_id: uuid.UUID) -> User:
    return get_object_or_404(User.objects.select_related("cohort"), pk=person_id, is_trainee=True)
