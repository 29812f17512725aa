"""Signing in and out, and the account page."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.rates import client_address
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.forgotten import ask_for_link, may_ask
from certification.people.forms import FirstPasswordForm, ForgottenForm, PasswordForm, SignInForm
from certification.people.landing import next_page
from certification.people.links import follow_link, use_link
from certification.people.models import User
from certification.people.passwords import change_password, why_not_password
from certification.people.second_factor.standing import standing_of
from certification.people.sessions import end_session, end_sessions, sessions_of
from certification.people.sso.joining import links_of
from certification.people.throttle import attempts_left
from certification.people.wording import REFUSALS, ROLE_NAMES

SIGN_IN_PAGE = "certification/people/sign_in.html"
LOCKED_STATUS = 429
LINK_GONE_STATUS = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        refusal = why_not_password(user) if isinstance(user, User) else None
        if user is not None and refusal is None:
            login(request, user)
            return redirect(next_page(request))
        left = attempts_left(request, form.cleaned_data["username"])
        wrong = _("姓名（工号）与密码不匹配，还可以再试 %(left)d 次。") % {"left": left}
        form.add_error(None, refusal_text(refusal, REFUSALS) if refusal else wrong)
    return _sign_in_page(request, form, status=422 if form.errors else 200)


def _sign_in_page(request: HttpRequest, form: SignInForm, *, status: int) -> HttpResponse:
    providers = list(settings.SSO_PROVIDERS.values())
    context = {"form": form, "next": next_page(request), "providers": providers}
    return render(request, SIGN_IN_PAGE, context, status=status)


def locked_out(request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
    """Answer an attempt to sign in while this name is locked for this address; called by django-axes."""
    form = SignInForm(request.POST)
    form.full_clean()
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    form.add_error(None, _("试错次数太多，请 %(minutes)d 分钟后再试。别的同事不受影响。") % {"minutes": minutes})
    return _sign_in_page(request, form, status=LOCKED_STATUS)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to who forgot their password; say the same whether there is such a person or not."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 200
    if may_ask() and form.is_valid():
        try:
            site = request.build_absolute_uri("/")
            ask_for_link(form.cleaned_data["username"], address=client_address(request), site=site)
        except RefusedError as error:
            refusal, status = refusal_text(error.refusal, REFUSALS), LOCKED_STATUS
        else:
            messages.success(
                request, _("如果这里有这个人、也登记过邮箱，链接这就寄出，24 小时内有效。"), extra_tags="asked"
            )
            return redirect("people:forgotten")
    context = {"form": form, "may_ask": may_ask(), "refusal": refusal}
    return render(request, "certification/people/forgotten.html", context, status=422 if form.errors else status)


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    logout(request)
    return redirect("people:sign-in")


@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    return _account(request)


def _account(request: SignedInRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "role_names": [ROLE_NAMES[role] for role in request.user.roles],
        "sessions": list(sessions_of(request.user.pk, now=timezone.now())),
        "here": request.session.session_key,
        "sso_links": links_of(request.user),
        "refusal": refusal,
        "second_factor": standing_of(request.user),
    }
    return render(request, "certification/people/account.html", context, status=status)


@require_POST
def end_own_sessions(request: SignedInRequest) -> HttpResponse:
    """Sign oneself out in one other place, or, where none is named, everywhere but here."""
    handle, now, here = request.POST.get("session", ""), timezone.now(), request.session.session_key or ""
    try:
        if handle:
            end_session(request.user, handle, actor=request.user, now=now)
        else:
            end_sessions(request.user, but=here, actor=request.user, now=now)
    except RefusedError as error:
        return _account(request, refusal=refusal_text(error.refusal, REFUSALS), status=409)
    messages.success(request, _("已经退出。"))
    return redirect("people:account")


@require_http_methods(["GET", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; who got theirs from somebody else comes here first."""
    form = PasswordForm(request.POST if request.method == "POST" else None, request.user)
    if form.is_valid():
        here = request.session.session_key or ""
        change_password(request.user, form.cleaned_data["password"], but=here, now=timezone.now())
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码改好了。在别处的登录都退出了。"))
        return redirect("people:account")
    return render(request, "certification/people/password.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest, token: str) -> HttpResponse:
    """Let who was handed the one-time link choose a password; nobody signs in by the link alone."""
    page = "certification/people/first_password.html"
    try:
        person = follow_link(token)
        form = FirstPasswordForm(request.POST if request.method == "POST" else None, person)
        if form.is_valid():
            use_link(token, form.cleaned_data["password"], now=timezone.now())
            messages.success(request, _("密码设好了。"))
            return redirect("people:sign-in")
    except RefusedError as error:
        return render(request, page, {"refusal": refusal_text(error.refusal, REFUSALS)}, status=LINK_GONE_STATUS)
    return render(request, page, {"form": form, "person": person}, status=422 if form.errors else 200)
