"""One person: made by hand, changed, deactivated and let back in, given a link, signed out."""

import re
import uuid
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError, insist
from certification.core.wording import refusal_text
from certification.oversight.people.forms import PersonForm, person_as_said, tell
from certification.oversight.people.listing import FOLDER, roles_text
from certification.people import keeping
from certification.people.domain import Role
from certification.people.mailing import can_mail, mail_link
from certification.people.models import User
from certification.people.permissions import role_required
from certification.people.second_factor.standing import is_offered, kept_by
from certification.people.sessions import end_session, end_sessions, sessions_of
from certification.people.sso.joining import links_of, remove_link
from certification.people.wording import REFUSALS

NUMBER: Final = re.compile("[0-9]{1,18}")
USUAL: Final = {"roles": [str(Role.TRAINEE)]}


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def new(request: SignedInRequest) -> HttpResponse:
    """Make one person by hand; the page that follows hands out their link."""
    form = PersonForm(request.POST if request.method == "POST" else None, initial=USUAL)
    if form.is_valid():
        try:
            made = keeping.create_person(form.said(), actor=request.user, now=timezone.now())
        except RefusedError as error:
            tell(form, error, REFUSALS)
        else:
            messages.success(request, _("已新增 %(who)s。还不能登录：请给他一个设密码的链接。") % {"who": made})
            return redirect("oversight:person", made.pk)
    return render(request, f"{FOLDER}/person_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def person(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show a person; a POST changes what is said of them."""
    one = _find(person_id)
    form = PersonForm(request.POST if request.method == "POST" else None, initial=person_as_said(one))
    if form.is_valid():
        try:
            keeping.change_person(one.pk, form.said(), actor=request.user, now=timezone.now())
        except RefusedError as error:
            tell(form, error, REFUSALS)
        else:
            messages.success(request, _("改好了。"))
            return redirect("oversight:person", one.pk)
    return _page(request, one, form, status=422 if form.errors else 200)


def _find(person_id: uuid.UUID) -> User:
    return get_object_or_404(User.objects.select_related("cohort", "merged_into"), pk=person_id)


def _page(
    request: SignedInRequest, one: User, form: PersonForm | None = None, *, refusal: str = "", link: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    fixed = keeping.why_not_change(one, request.user)
    context = {
        "person": one,
        "form": form or PersonForm(initial=person_as_said(one)),
        "roles": roles_text(one),
        "fixed": refusal_text(fixed, REFUSALS) if fixed else "",
        "is_self": one.pk == request.user.pk,
        "mails": can_mail(one),
        "sessions": list(sessions_of(one.pk, now=timezone.now())),
        "merged": list(one.merged.order_by("staff_number")),
        "factor": kept_by(one) if is_offered(one) else None,
        "offers_factor": is_offered(one),
        "sso_links": links_of(one),
        "refusal": refusal,
        "link": link,
    }
    return render(request, f"{FOLDER}/person.html", context, status=status)


def _acted(request: SignedInRequest, person_id: uuid.UUID, act: Callable[[User], object], done: str) -> HttpResponse:
    """Do something to a person and come back to their page, which says why where it was refused."""
    one = _find(person_id)
    try:
        act(one)
    except RefusedError as error:
        return _page(request, one, refusal=refusal_text(error.refusal, REFUSALS), status=409)
    messages.success(request, done)
    return redirect("oversight:person", one.pk)


@require_POST
@role_required(Role.MANAGER)
def deactivate(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Let somebody in no more."""
    now = timezone.now()
    return _acted(
        request, person_id, lambda one: keeping.deactivate(one.pk, actor=request.user, now=now),
        _("已停用：他在所有设备上都退出了，不能再登录。做过的都留着。"),
    )  # fmt: skip


@require_POST
@role_required(Role.MANAGER)
def reactivate(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Let somebody in again."""
    now = timezone.now()
    return _acted(
        request, person_id, lambda one: keeping.reactivate(one.pk, actor=request.user, now=now),
        _("已恢复在职，可以用原来的密码登录。"),
    )  # fmt: skip


@require_POST
@role_required(Role.MANAGER)
def sign_out(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Sign somebody out in one place, or, where none is named, everywhere; oneself not here."""
    handle, now, actor = request.POST.get("session", ""), timezone.now(), request.user

    def end(one: User) -> None:
        insist(keeping.why_not_change(one, actor))
        if handle:
            end_session(one, handle, actor=actor, now=now)
        else:
            end_sessions(one, but=_here(request, one), actor=actor, now=now)

    return _acted(request, person_id, end, _("已经退出。"))


@require_POST
@role_required(Role.MANAGER)
def remove_sso_link(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take away what lets somebody sign in by an account at a provider."""
    said, now, actor = request.POST.get("link", ""), timezone.now(), request.user

    def remove(one: User) -> None:
        insist(keeping.why_not_change(one, actor))
        remove_link(one.pk, int(said) if NUMBER.fullmatch(said) else 0, actor=actor, now=now)

    return _acted(request, person_id, remove, _("连接解除了。"))


def _here(request: SignedInRequest, one: User) -> str:
    return (request.session.session_key or "") if one.pk == request.user.pk else ""


@require_POST
@role_required(Role.MANAGER)
@never_cache
def hand_out_link(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Mail a one-time link, or show it this once; a link that the mail server did not take is shown too."""
    one = _find(person_id)
    by_mail = request.POST.get("by") == "mail" and can_mail(one)
    try:
        one, token = keeping.hand_out_link(one.pk, by_mail=by_mail, actor=request.user, now=timezone.now())
    except RefusedError as error:
        return _page(request, one, refusal=refusal_text(error.refusal, REFUSALS), status=409)
    url = request.build_absolute_uri(reverse("people:first-password", args=[token]))
    if by_mail and mail_link(one, url):
        messages.success(request, _("链接寄到 %(email)s 了，24 小时内有效。") % {"email": one.email})
        return redirect("oversight:person", one.pk)
    refusal = _("邮件没有寄出去，链接在下面，请交给本人。") if by_mail else ""
    return _page(request, one, refusal=refusal, link=url)
