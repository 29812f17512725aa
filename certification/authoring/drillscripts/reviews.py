"""演练识别: what the recogniser left to people and what trainees dispute; the answers, and their export."""

import json
import uuid
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certification.authoring.drillscripts.labelling import labelled_lines
from certification.authoring.drillscripts.readings import ReviewRow, review_page, review_row
from certification.competency.learning import learn
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.drills.catalogue import label_of
from certification.drills.model import assistant
from certification.drills.models import LONGEST_TEXT, DrillReview, DrillReviewQuerySet, Reason
from certification.drills.services import RunView, answer_review, script_of_version, view_of
from certification.drills.wording import REFUSALS
from certification.people.domain import Role
from certification.people.models import User
from certification.people.notices import NewNotice, send_notices
from certification.people.permissions import role_required
from certification.publishing.usage import hidden_from

FOLDER = "certification/authoring/drillscripts"
PAGE_SIZE = 50
UNFIT = 422
FIELD = "act."
YES, NO = "yes", "no"


def _seen_by(request: SignedInRequest) -> DrillReviewQuerySet:
    """Return the readings that a person may look at: not those of scripts that their own exam asks."""
    hidden = hidden_from(request.user.pk, now=timezone.now())
    return DrillReview.objects.exclude(run__version__question__in=hidden)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def reviews(request: SignedInRequest) -> HttpResponse:
    known = _seen_by(request).select_related("run__version", "run__person")
    waiting, answered = known.waiting(), known.answered().exclude(reason=Reason.SELF).reverse()
    context = {
        "waiting": [_row(one) for one in waiting[:PAGE_SIZE]],
        "waiting_total": waiting.count(),
        "answered": [_row(one) for one in answered[:PAGE_SIZE]],
    }
    return render(request, f"{FOLDER}/reviews.html", context)


def _row(one: DrillReview) -> ReviewRow:
    return review_row(one, script_of_version(one.run.version).title, one.run.person.display_name)


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def review(request: SignedInRequest, review_id: uuid.UUID) -> HttpResponse:
    """Show one reading; a POST answers it, or asks the optional model first."""
    rows = _seen_by(request).select_related("run__version", "run__person")
    one = get_object_or_404(rows, pk=review_id)
    view, is_own = view_of(one.run), one.run.person_id == request.user.pk
    chosen = {name.removeprefix(FIELD): request.POST[name] for name in request.POST if name.startswith(FIELD)}
    refusal, asks_model = "", request.POST.get("do") == "propose"
    if request.method == "POST" and not asks_model:
        if is_own:
            raise PermissionDenied
        refusal = _answer(request, one, chosen)
        if not refusal:
            return redirect("authoring:drill-review", one.pk)
    answered_by = User.objects.filter(pk=one.answered_by).first() if one.answered_by else None
    proposed = _proposals(one, view) if asks_model else {}
    context = {
        "page": review_page(one, view, answered_by, chosen=chosen, proposed=proposed),
        "is_own": is_own,
        "note": request.POST.get("note", ""),
        "longest": LONGEST_TEXT,
        "refusal": refusal,
        "has_model": settings.DRILL_MODEL is not None,
        "asked_model": asks_model,
    }
    return render(request, f"{FOLDER}/review.html", context, status=UNFIT if refusal else 200)


def _answer(request: SignedInRequest, one: DrillReview, chosen: Mapping[str, str]) -> str:
    """Answer, and tell the trainee; return the sentence that says why not."""
    if any(chosen.get(f"{turn}:{act}") not in (YES, NO) for turn, act in one.asked):
        return _("请逐项选“说了”或“没说”。")
    marks: dict[int, dict[str, bool]] = {}
    for key, value in chosen.items():
        turn, _colon, act = key.partition(":")
        if value in (YES, NO) and turn.isascii() and turn.isdigit():
            marks.setdefault(int(turn), {})[act] = value == YES
    now = timezone.now()
    try:
        with transaction.atomic():
            answer_review(one.pk, marks, request.POST.get("note", ""), actor=request.user.pk, now=now)
            named = {"title": script_of_version(one.run.version).title}
            link = reverse("sitting:drill-verdict", args=[one.run_id])
            told = NewNotice(one.run.person_id, lambda: _("演练“%(title)s”的识别已由培训师确认。") % named, link)
            send_notices([told], kind="drill", now=now)
        if one.run.is_practice:
            learn([one.run.person_id], now=now)  # drills of papers are learned from with the marks
    except RefusedError as error:
        return refusal_text(error.refusal, REFUSALS)
    return ""


def _proposals(one: DrillReview, view: RunView) -> dict[str, str]:
    """Return what the optional model makes of the acts in question, outside any transaction; nothing if it fails."""
    found, before = {}, view.play.opening
    for turn in view.turns:
        number = turn.row.number
        asked = [(act, label_of(act)) for at, act in one.asked if int(at) == number]
        for proposal in assistant().propose(turn.row.text, buyer=before, acts=asked) if asked else ():
            words = turn.row.text[slice(*proposal.span)]
            found[f"{number}:{proposal.act}"] = _("模型建议：说了，凭“%(words)s”") % {"words": words}
        before = " ".join(line.text for line in turn.turn.lines) or before
    return found


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def corrections(request: SignedInRequest) -> HttpResponseBase:
    """Answer with every reply that a trainer read, one JSON object a line, without names."""
    known = _seen_by(request).answered().exclude(reason=Reason.SELF).select_related("run__version")
    response = StreamingHttpResponse(_lines(known), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="drill-corrections.jsonl"'
    return response


def _lines(known: DrillReviewQuerySet) -> Iterator[str]:
    for one in known:
        for line in labelled_lines(one, view_of(one.run)):
            yield json.dumps(line, ensure_ascii=False) + "\n"
