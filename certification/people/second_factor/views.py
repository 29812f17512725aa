"""The pages of 两步验证: the code after the password, and one's own second factor."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.landing import next_page
from certification.people.second_factor import services
from certification.people.second_factor.codes import app_address, new_key, spelled
from certification.people.second_factor.forms import CodeForm, ProofForm
from certification.people.second_factor.standing import Mode, is_code_due, is_offered, note_shown, standing_of
from certification.people.second_factor.wording import REFUSALS

FOLDER = "certification/people/second_factor"
TOO_SOON_STATUS = 429
#: Where a session keeps the secret that its app is being given.
_KEY = "second_factor_key"


def _tell(form: CodeForm | ProofForm, error: RefusedError) -> int:
    """Put a refusal at the form's only field; return the status to answer with."""
    form.add_error(next(iter(form.fields)), refusal_text(error.refusal, REFUSALS))
    return TOO_SOON_STATUS if error.refusal.code == "people.code-wait" else 422


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: SignedInRequest) -> HttpResponse:
    """Let who gave their password show the code; until then they see no other page."""
    if not is_code_due(request):
        return redirect(next_page(request))
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            factor = services.show_code(request.user, form.cleaned_data["code"], now=timezone.now())
        except RefusedError as error:
            status = _tell(form, error)
        else:
            note_shown(request, factor)
            return redirect(next_page(request))
    elif form.is_bound:
        status = 422
    by_recovery = "recovery" in (request.POST or request.GET)
    context = {"form": form, "next": next_page(request), "by_recovery": by_recovery}
    return render(request, f"{FOLDER}/code.html", context, status=status)


def _insist_offered(request: SignedInRequest) -> None:
    if settings.SECOND_FACTOR == Mode.OFF:
        raise Http404
    if not is_offered(request.user):
        raise PermissionDenied


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Show one's own second factor; without one the secret for the app, and a POST with its first code."""
    _insist_offered(request)
    standing = standing_of(request.user)
    assert standing is not None
    if standing.kept is not None:
        if request.method == "POST":  # by a page shown before, or the codes' own page loaded anew
            return redirect("people:second-factor")
        return _kept(request, ProofForm(), 200)
    key = request.session.setdefault(_KEY, new_key())
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            here = request.session.session_key or ""
            made, codes = services.set_up(
                request.user, key, form.cleaned_data["code"], but=here, now=timezone.now()
            )  # fmt: skip
        except RefusedError as error:
            status = _tell(form, error)
        else:
            del request.session[_KEY]
            note_shown(request, made)
            return _codes(request, codes)
    elif form.is_bound:
        status = 422
    return render(request, f"{FOLDER}/set_up.html", _picture(request, key) | {
        "form": form, "is_required": standing.is_required,
    }, status=status)  # fmt: skip


def _picture(request: SignedInRequest, key: str) -> dict[str, Any]:
    address = app_address(key, request.user.staff_number)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff")
    return {"address": address, "picture": picture, "secret": spelled(key)}


def _kept(request: SignedInRequest, form: ProofForm, status: int) -> HttpResponse:
    context = {"form": form, "standing": standing_of(request.user)}
    return render(request, f"{FOLDER}/kept.html", context, status=status)


def _codes(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    return render(request, f"{FOLDER}/recovery_codes.html", {"codes": codes})


@never_cache
@require_POST
def off(request: SignedInRequest) -> HttpResponse:
    """Go without a second factor from now on."""
    _insist_offered(request)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _kept(request, form, 422)
    try:
        services.turn_off(request.user, form.cleaned_data["proof"], now=timezone.now())
    except RefusedError as error:
        return _refused(request, form, error)
    messages.success(request, _("两步验证关掉了，现在只凭密码登录。"))
    return redirect("people:account")


@never_cache
@require_POST
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Show new recovery codes, this once; those from before are void."""
    _insist_offered(request)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _kept(request, form, 422)
    try:
        codes = services.renew_codes(request.user, form.cleaned_data["proof"], now=timezone.now())
    except RefusedError as error:
        return _refused(request, form, error)
    return _codes(request, codes)


def _refused(request: SignedInRequest, form: ProofForm, error: RefusedError) -> HttpResponse:
    if error.refusal.code == "people.factor-gone":  # turned off by another tab
        return redirect("people:second-factor")
    return _kept(request, form, _tell(form, error))


@never_cache
@require_POST
def recovery_codes_file(request: SignedInRequest) -> HttpResponse:
    """Give back as a text file the codes that the page shows; the site itself does not know them any more."""
    _insist_offered(request)
    codes = request.POST.getlist("code")
    if not services.are_current(request.user, codes):
        return redirect("people:second-factor")
    head = _("明断的恢复码，工号 %(number)s。每个只能用一次。") % {"number": request.user.staff_number}
    text = "\r\n".join([head, "", *codes, ""])
    name = _("明断恢复码") + f"-{request.user.staff_number}.txt"
    return as_file(HttpResponse(text, content_type="text/plain; charset=utf-8"), name)
