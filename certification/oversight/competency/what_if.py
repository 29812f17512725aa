"""如果这一版生效: whose areas would no longer be mastered if the draft, or an edition of before, went live."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import api
from certification.competency.domain import Level
from certification.competency.what_if import Fall, changed_rules, would_fall
from certification.core.htmx import SignedInRequest
from certification.oversight.competency.overview import PAGE, trainees
from certification.oversight.competency.views import cohort_among
from certification.people.domain import Role
from certification.people.models import Cohort, User
from certification.people.permissions import role_required
from certification.publishing.drafts.content import edited_of
from certification.publishing.drafts.domain import DraftState
from certification.publishing.drafts.models import DraftEdition

DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Row:
    """An area of a person that would fall; `percent` is None where too little would be left to say."""

    person: User
    fall: Fall
    percent: int | None


@require_GET
@role_required(Role.MANAGER, Role.TRAINER)
def what_if(request: SignedInRequest) -> HttpResponse:
    cohorts = list(Cohort.objects.all())
    cohort = cohort_among(request, cohorts)
    draft = DraftEdition.objects.filter(state=DraftState.OPEN).first()
    choices = _choices(draft)
    chosen = request.GET.get("edition", "") or next(iter(choices), "")
    if chosen and chosen not in choices:
        raise Http404
    page = Paginator(trainees(cohort.pk if cohort else None), PAGE).get_page(request.GET.get("page"))
    context = {
        "cohorts": cohorts, "cohort": cohort, "choices": choices.items(), "chosen": chosen, "page": page,
        **_told(chosen, draft, {person.pk: person for person in page.object_list}),
    }  # fmt: skip
    return render(request, "certification/oversight/competency/what_if.html", context)


def _choices(draft: DraftEdition | None) -> dict[str, str]:
    """Return what could go live: the open draft, then the editions of before."""
    found = {DRAFT: _("现在的草稿")} if draft else {}
    return found | {one.id: one.label for one in api.list_editions() if not one.is_current}


def _told(chosen: str, draft: DraftEdition | None, people: Mapping[uuid.UUID, User]) -> dict[str, object]:
    """Return what the page says of some people; `problem` where the edition cannot be built."""
    if not chosen:
        return {"rows": ()}
    other = _edition(chosen, draft)
    if other is None:
        return {"rows": (), "problem": _("这一版现在还建不出来：先在草稿里把标红的地方改好。")}
    current = api.current_edition()
    found = would_fall(list(people), current, other, is_draft=chosen == DRAFT, now=timezone.now())
    rows = [Row(people[one.person], one, _percent(one)) for one in found]
    concerned = len({one.person for one in found})
    return {"rows": rows, "concerned": concerned, "changed": len(changed_rules(current, other))}


def _edition(chosen: str, draft: DraftEdition | None) -> api.Edition | None:
    try:
        return edited_of(draft).edition if draft and chosen == DRAFT else api.load_edition(chosen)
    except (api.CorpusError, api.NoEditionError):
        return None


def _percent(one: Fall) -> int | None:
    return one.after.percent if one.after and one.after.level is not Level.UNKNOWN else None
