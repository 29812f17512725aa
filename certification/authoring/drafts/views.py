"""规则库草稿: look at it, accept findings, publish or give it up."""

import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from certification.authoring.drafts.page import Refused, draft_page
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.domain import Role
from certification.people.permissions import author_required, role_required
from certification.publishing.drafts.models import Publication
from certification.publishing.drafts.services import (
    discard_draft,
    move_to_current,
    open_draft,
    publish,
    request_check,
    revert_rule,
    take_back_waiver,
    the_open_draft,
    waive_finding,
)

#: What was left out on a form, in contrast to what somebody else did meanwhile.
INVALID = frozenset(
    f"drafts.{name}"
    for name in (
        "label-missing", "label-taken", "text-too-long", "why-missing", "unacknowledged", "reason-missing",
        "reason-too-long", "discard-unconfirmed",
    )
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@author_required
def draft(request: SignedInRequest) -> HttpResponse:
    """Show the open draft; a POST opens one."""
    if request.method == "GET":
        return draft_page(request)
    if not request.user.is_trainer:
        raise PermissionDenied
    open_draft(actor=request.user, now=timezone.now())
    return redirect("authoring:draft")


def _act(request: SignedInRequest, do: Callable[[uuid.UUID], object], anchor: str = "") -> HttpResponse:
    """Do something to the open draft and go back to its page; a refusal shows the page with what was written."""
    try:
        done = do(_draft_id())
    except RefusedError as error:
        status = 422 if error.refusal.code in INVALID else 409
        return draft_page(request, Refused(error.refusal, request.POST, status))
    if isinstance(done, Publication):
        return redirect("authoring:publication", done.pk)
    return redirect(reverse("authoring:draft") + anchor)


def _draft_id() -> uuid.UUID:
    found = the_open_draft()
    if found is None:
        raise RefusedError(Refusal("drafts.closed"))
    return found.pk


@require_POST
@role_required(Role.TRAINER)
def check(request: SignedInRequest) -> HttpResponse:
    """Have the draft checked as it stands, unless that is under way."""
    found = the_open_draft()
    if found is not None:
        request_check(found, anew=True, now=timezone.now())
    return redirect(reverse("authoring:draft") + "#draft-check")


@require_POST
@role_required(Role.TRAINER)
def revert(request: SignedInRequest) -> HttpResponse:
    sent = request.POST
    code, version, seen = sent.get("code", ""), sent.get("version", ""), sent.get("revision", "")
    revision = int(seen) if seen.isdecimal() else 0

    def do(draft_id: uuid.UUID) -> object:
        return revert_rule(draft_id, code, version, expected_revision=revision, actor=request.user, now=timezone.now())

    return _act(request, do, "#draft-rules")


@require_POST
@role_required(Role.TRAINER)
def waive(request: SignedInRequest) -> HttpResponse:
    sent, now = request.POST, timezone.now()
    finding, reason, is_whole = sent.get("finding", ""), sent.get("reason", ""), sent.get("scope") == "issue"

    def do(draft_id: uuid.UUID) -> object:
        return waive_finding(draft_id, finding, reason=reason, whole_issue=is_whole, actor=request.user, now=now)

    return _act(request, do, "#draft-findings")


@require_POST
@role_required(Role.TRAINER)
def take_back(request: SignedInRequest) -> HttpResponse:
    sent = request.POST.get("waiver", "")
    waiver = int(sent) if sent.isdecimal() else 0
    return _act(
        request,
        lambda draft_id: take_back_waiver(draft_id, waiver, actor=request.user, now=timezone.now()),
        "#draft-findings",
    )


@require_POST
@role_required(Role.TRAINER)
def move(request: SignedInRequest) -> HttpResponse:
    return _act(request, lambda draft_id: move_to_current(draft_id, actor=request.user, now=timezone.now()))


@require_POST
@role_required(Role.TRAINER)
def discard(request: SignedInRequest) -> HttpResponse:
    def do(draft_id: uuid.UUID) -> object:
        insist(None if request.POST.get("sure") == "yes" else Refusal("drafts.discard-unconfirmed"))
        return discard_draft(draft_id, actor=request.user, now=timezone.now())

    return _act(request, do)


@require_POST
@role_required(Role.TRAINER)
def publish_draft(request: SignedInRequest) -> HttpResponse:
    """Put the draft on its way and go to the page that tells how far it is; a second click goes there too."""
    sent = request.POST
    seen = sent.get("fingerprint", "") if sent.get("acknowledged") == "yes" else ""

    def do(draft_id: uuid.UUID) -> object:
        label, why = sent.get("label", ""), sent.get("why", "")
        return publish(draft_id, label=label, why=why, acknowledged=seen, actor=request.user, now=timezone.now())

    return _act(request, do)
