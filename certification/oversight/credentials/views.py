"""One programme: who waits for a certificate, what was issued; and one certificate, to take it back."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.attempts.models import Attempt
from certification.core.htmx import SignedInRequest
from certification.core.punctuation import labelled
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.credentials.domain import Happening, RevokeReason, Status
from certification.credentials.eligibility import drills_missing, since_when, titles_of, waiting_for
from certification.credentials.faces import holder_name, last_day
from certification.credentials.following import passing_among
from certification.credentials.models import Certificate, Programme
from certification.credentials.services import issue_all, revoke_certificate
from certification.credentials.wording import HAPPENING_NAMES, REASON_NAMES, REFUSALS, STATUS_NAMES, STATUS_TONES
from certification.grading.domain import points_text
from certification.oversight.credentials.programmes import FOLDER
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A certificate in the list; `fails_now`: its exam no longer passes."""

    certificate: Certificate
    name: str
    state: str
    tone: str
    until: str
    fails_now: bool


@require_GET
@role_required(Role.MANAGER)
def programme(request: SignedInRequest, programme_id: uuid.UUID) -> HttpResponse:
    return _page(request, get_object_or_404(Programme, pk=programme_id))


def _page(
    request: SignedInRequest, found: Programme, *, refused: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    now = timezone.now()
    issued = found.certificates.told().order_by("-issued_at", "number")
    page = Paginator(issued, PAGE).get_page(request.GET.get("page"))
    waiting = waiting_for(found, now=now)
    shown = waiting[:PAGE]
    titles = titles_of({paper for one in shown for paper in one.missing})
    missing = drills_missing([one.attempt.trainee_id for one in shown], found.drills, since=since_when(found, now))
    context = {
        "programme": found,
        "waiting": [
            (
                one.attempt,
                points_text(one.points),
                [titles[paper] for paper in one.missing],
                missing[one.attempt.trainee_id],
            )
            for one in shown
        ],
        "more_waiting": max(0, len(waiting) - PAGE),
        "page": page,
        "rows": _rows(list(page.object_list)),
        "refused": refused,
    }
    return render(request, f"{FOLDER}/programme.html", context, status=status)


def _rows(certificates: list[Certificate]) -> list[Row]:
    now = timezone.now()
    names = dict(User.objects.filter(pk__in=[one.person for one in certificates]).values_list("pk", "display_name"))
    passing = passing_among(certificates)
    rows = []
    for one in certificates:
        status = one.standing_at(now).status
        fails = status is not Status.REVOKED and one.pk not in passing
        said = STATUS_NAMES[status], STATUS_TONES[status]
        rows.append(Row(one, names.get(one.person, "—"), str(said[0]), said[1], last_day(one), fails))
    return rows


@require_POST
@role_required(Role.MANAGER)
def issue(request: SignedInRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Issue certificates to those that were ticked."""
    found, now = get_object_or_404(Programme, pk=programme_id), timezone.now()
    chosen = [
        one.attempt.pk for one in waiting_for(found, now=now) if str(one.attempt.pk) in request.POST.getlist("attempt")
    ]
    issued, refused = issue_all(found, chosen, actor=request.user.pk, now=now)
    if refused:
        owners = dict(
            Attempt.objects.filter(pk__in=[pk for pk, _why in refused]).values_list("pk", "trainee__display_name")
        )
        said = tuple(labelled(owners[pk], refusal_text(why, REFUSALS)) for pk, why in refused)
        return _page(request, found, refused=said, status=409)
    number = len(issued)
    said_all = ngettext("发了 %(n)d 张证书，持证人已经收到消息。", "发了 %(n)d 张证书，持证人已经收到消息。", number)
    messages.success(request, said_all % {"n": number} if number else _("没有选人，什么都没有发。"))
    return redirect("oversight:programme", found.pk)


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def certificate(request: SignedInRequest, number: str) -> HttpResponse:
    """Show what happened to a certificate; a POST takes it back."""
    found = get_object_or_404(Certificate.objects.told(), number=number)
    refusal, status = "", 200
    if request.method == "POST":
        said = {"reason": request.POST.get("reason", ""), "words": request.POST.get("words", "")[:120]}
        try:
            revoke_certificate(found.pk, **said, actor=request.user.pk, now=timezone.now())
        except RefusedError as error:
            refusal = refusal_text(error.refusal, REFUSALS)
            status = 422 if error.refusal.code == "credentials.reason-missing" else 409
        else:
            return redirect("oversight:certificate", found.number)
    at = found.standing_at(timezone.now())
    context = {
        "certificate": found, "name": holder_name(found.person), "until": last_day(found), "at": at,
        "state": STATUS_NAMES[at.status], "tone": STATUS_TONES[at.status], "refusal": refusal,
        "reasons": [
            (one.value, label, one == request.POST.get("reason"))
            for one, label in REASON_NAMES.items()
            if one is not RevokeReason.HOLDER_ERASED  # that follows from erasing a person
        ],
        "story": [(one.at, HAPPENING_NAMES[Happening(one.kind)]) for one in reversed(found.events.all())],
        "words": request.POST.get("words", ""), "is_revoked": at.status is Status.REVOKED,
        "issuer": holder_name(found.issued_by) if found.issued_by else "",
        "reason": REASON_NAMES[RevokeReason(at.reason)] if at.reason else "",
    }  # fmt: skip
    return render(request, f"{FOLDER}/certificate.html", context, status=status)
