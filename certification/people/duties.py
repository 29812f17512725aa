"""What somebody who has signed in must do before they see any other page, and where they are led to do it."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from certification.people.models import User
from certification.people.second_factor.standing import is_code_due, is_set_up_due
from certification.people.signed_in import PROVIDER


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do first: on which page, and what else is open meanwhile besides signing out."""

    page: str
    open_pages: frozenset[str] = frozenset()
    leads_back: bool = False

    def allows(self, view_name: str) -> bool:
        return view_name in {self.page, "people:sign-out", *self.open_pages}


CODE: Final = Duty("people:code", leads_back=True)
PASSWORD: Final = Duty("people:password")
SET_UP: Final = Duty("people:second-factor", frozenset({"people:recovery-codes-file"}))


def duty_of(request: HttpRequest) -> Duty | None:
    """Return what comes first. The code goes before the password: who has only the password must not change it."""
    person = request.user
    if not isinstance(person, User):
        return None
    if is_code_due(request):
        return CODE
    if person.password_is_initial and PROVIDER not in request.session:  # who came from a provider used no password
        return PASSWORD
    return SET_UP if is_set_up_due(person) else None


def page_due(request: HttpRequest) -> HttpResponseBase | None:
    """Lead to what somebody has to do first, and remember where they wanted to go; None where they may go on."""
    duty, match = duty_of(request), request.resolver_match
    if duty is None or match is None or duty.allows(match.view_name):
        return None
    address = reverse(duty.page) + (_back(request) if duty.leads_back else "")
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _back(request: HttpRequest) -> str:
    """Return the page at hand as `?next=…`: of a swap the page around it, of a form nothing."""
    if request.htmx:  # type: ignore[attr-defined]
        here = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]
        path = here.path + (f"?{here.query}" if here.query else "")
    else:
        path = request.get_full_path() if request.method == "GET" else ""
    return f"?{urlencode({'next': path})}" if path not in {"", "/"} else ""
