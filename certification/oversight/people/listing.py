"""名单: everybody, searched and filtered."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from certification.core.htmx import SignedInRequest, render_page
from certification.core.punctuation import listed
from certification.people.domain import Role
from certification.people.models import Cohort, User
from certification.people.permissions import role_required
from certification.people.second_factor.standing import HELD, LACKING, Mode
from certification.people.wording import ROLE_NAMES

FOLDER: Final = "certification/oversight/people"
PER_PAGE: Final = 50
LONGEST_SEARCH: Final = 40
NO_COHORT: Final = "none"


class State(StrEnum):
    """Whom a list shows by whether they may come in."""

    ACTIVE = "active"
    WAITING = "waiting"
    GONE = "gone"
    ALL = "all"


STATE_NAMES: Final = {
    State.ACTIVE: _("在职"), State.WAITING: _("在职，没有登录过"), State.GONE: _("离职"), State.ALL: _("全部"),
}  # fmt: skip


class Factor(StrEnum):
    """Whom a list shows by their second factor."""

    HELD = "held"
    LACKING = "lacking"


FACTOR_NAMES: Final = {Factor.HELD: _("开了两步验证"), Factor.LACKING: _("还没有开两步验证")}


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What was asked for; what makes no sense is left out."""

    search: str = ""
    cohort: str = ""
    role: str = ""
    state: State = State.ACTIVE
    factor: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "PeopleFilter":
        """Return the filter that a query string says."""
        cohort, role, state = said.get("cohort", ""), said.get("role", ""), said.get("state", "")
        factor = said.get("factor", "")
        return cls(
            said.get("q", "").strip()[:LONGEST_SEARCH],
            cohort if cohort == NO_COHORT or _is_id(cohort) else "",
            role if role in list(Role) else "",
            State(state) if state in list(State) else State.ACTIVE,
            factor if factor in list(Factor) and settings.SECOND_FACTOR != Mode.OFF else "",
        )

    @property
    def query(self) -> str:
        """Return it as a query string, without a page."""
        return urlencode({
            "q": self.search, "cohort": self.cohort, "role": self.role, "state": str(self.state), "factor": self.factor,
        })  # fmt: skip

    def people(self) -> QuerySet[User]:
        """Return whom it lets through, by cohort and number; merged duplicates never."""
        found = User.objects.standing_alone().select_related("cohort").order_by("cohort__name", "staff_number")
        if self.search:
            found = found.filter(Q(staff_number__icontains=self.search) | Q(display_name__icontains=self.search))
        if self.cohort:
            found = found.filter(cohort=None if self.cohort == NO_COHORT else uuid.UUID(self.cohort))
        if self.role:
            found = found.filter(**{f"is_{self.role}": True})
        if self.factor:
            found = found.filter(HELD if self.factor == Factor.HELD else LACKING)
        return self._in_state(found)

    def _in_state(self, found: QuerySet[User]) -> QuerySet[User]:
        match self.state:
            case State.ACTIVE:
                return found.filter(is_active=True)
            case State.WAITING:
                return found.filter(is_active=True, last_login=None)
            case State.GONE:
                return found.filter(is_active=False)
            case State.ALL:
                return found


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list."""

    person: User
    roles: str


def roles_text(person: User) -> str:
    """Return the roles of a person in words; "" for none."""
    return listed(str(ROLE_NAMES[role]) for role in person.roles)


@require_GET
@role_required(Role.MANAGER)
def people(request: SignedInRequest) -> HttpResponse:
    """Show everybody whom the filter lets through."""
    asked = PeopleFilter.read(request.GET)
    found = Paginator(asked.people(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": found,
        "rows": [PersonRow(one, roles_text(one)) for one in found.object_list],
        "cohorts": Cohort.objects.all(),
        "roles": ROLE_NAMES.items(),
        "states": STATE_NAMES.items(),
        "factors": FACTOR_NAMES.items() if settings.SECOND_FACTOR != Mode.OFF else (),
    }
    return render_page(request, f"{FOLDER}/people.html", context, fragment=f"{FOLDER}/_people_list.html")
