"""学习平台: registered, changed, stopped; how the last launch went; which scores wait or were given up."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.lti.models import Platform, PlatformScore
from certification.lti.registering import change_key, resume_platform, save_platform, send_again, stop_platform
from certification.lti.wording import REFUSALS
from certification.oversight.lti.forms import PlatformForm, as_said
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/lti"
UNFIT: Final = 422
#: So many scores that were given up are listed.
_LISTED: Final = 20
_SCORES: Final = "links__scores"
#: What a platform's administrator has to be told, with the names that Moodle and Canvas have for it.
_OWN: Final[tuple[tuple[str | Promise, str], ...]] = (
    (gettext_lazy("工具网址、目标链接（Tool URL、Target Link URI）"), "lti:launch"),
    (gettext_lazy("登录发起网址（Initiate login URL、OpenID Connect Initiation URL）"), "lti:login"),
    (gettext_lazy("重定向网址（Redirection URI）"), "lti:launch"),
    (gettext_lazy("公钥网址（Public keyset、JWKS）"), "lti:keys"),
    (gettext_lazy("选择内容（Content selection、Deep Linking）"), "lti:choosing"),
)


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def platforms(request: SignedInRequest) -> HttpResponse:
    """List the platforms, and register one."""
    form = PlatformForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (saved := _saved(form, None, request)) is not None:
        messages.success(request, _("登记好了。还要在平台那边填上这里的网址。"))
        return redirect("oversight:platform", saved.pk)
    counted = {
        "waiting": Count(_SCORES, filter=Q(links__scores__waiting_since__isnull=False)),
        "given_up": Count(_SCORES, filter=Q(links__scores__refused_at__isnull=False)),
    }
    rows = Platform.objects.annotate(**counted).order_by("closed_at", "name", "pk")
    context = {"form": form, "rows": [(one, problem_of(one)) for one in rows], "own": own_addresses(request)}
    return render(request, f"{FOLDER}/platforms.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def platform(request: SignedInRequest, platform_id: uuid.UUID) -> HttpResponse:
    """Show a platform, how it goes with it, and change it."""
    row = get_object_or_404(Platform, pk=platform_id)
    form = PlatformForm(request.POST) if request.method == "POST" else PlatformForm(initial=as_said(row))
    if form.is_valid() and _saved(form, row, request) is not None:
        messages.success(request, _("存好了。"))
        return redirect("oversight:platform", row.pk)
    scores = PlatformScore.objects.filter(link__platform=row).select_related("link", "account__person")
    given_up = scores.filter(refused_at__isnull=False)
    context = {
        "form": form, "platform": row, "problem": problem_of(row), "own": own_addresses(request),
        "sent": scores.filter(sent_at__isnull=False).count(), "waiting": scores.waiting().count(),
        "given_up": given_up.count(), "listed": given_up.order_by("-refused_at", "pk")[:_LISTED],
        "accounts": row.accounts.count(),
    }  # fmt: skip
    return render(request, f"{FOLDER}/platform.html", context, status=UNFIT if form.errors else 200)


def own_addresses(request: HttpRequest) -> list[tuple[str, str]]:
    """Return this site's own addresses under the names that platforms ask for them by."""
    return [(str(name), request.build_absolute_uri(reverse(route))) for name, route in _OWN]


def problem_of(row: Platform) -> str:
    """Return why the last launch failed, in words; "" where none has since one went well."""
    is_over = row.launched_at is not None and row.problem_at is not None and row.launched_at > row.problem_at
    return "" if is_over or row.problem not in REFUSALS else str(REFUSALS[row.problem])


def _saved(form: PlatformForm, row: Platform | None, request: SignedInRequest) -> Platform | None:
    """Save what a valid form says; None where that is refused, and the form says why."""
    try:
        return save_platform(form.said(), platform=row, actor=request.user, now=timezone.now())
    except RefusedError as error:
        form.add_error("client_id", refusal_text(error.refusal, REFUSALS))
        return None


@require_POST
@role_required(Role.MANAGER)
def switch(request: SignedInRequest, platform_id: uuid.UUID) -> HttpResponse:
    """Stop a platform, or let it go on."""
    wants_on = request.POST.get("on") == "1"
    _do(resume_platform if wants_on else stop_platform, platform_id, request)
    messages.success(request, _("恢复了。") if wants_on else _("停用了：没有人再能从这个平台进来，成绩也不再回传。"))
    return redirect("oversight:platform", platform_id)


@require_POST
@role_required(Role.MANAGER)
def again(request: SignedInRequest, platform_id: uuid.UUID) -> HttpResponse:
    """Send again what was given up."""
    _do(send_again, platform_id, request)
    messages.success(request, _("半分钟内重新送出。"))
    return redirect("oversight:platform", platform_id)


@require_POST
@role_required(Role.MANAGER)
def new_key(request: SignedInRequest) -> HttpResponse:
    """Sign with the next key."""
    change_key(actor=request.user, now=timezone.now())
    messages.success(request, _("换好了。平台从公钥网址自己取，不用改设置。"))
    return redirect("oversight:platforms")


def _do(verb: Callable[..., Any], platform_id: uuid.UUID, request: SignedInRequest) -> None:
    try:
        verb(platform_id, actor=request.user, now=timezone.now())
    except Platform.DoesNotExist as error:
        raise Http404 from error
