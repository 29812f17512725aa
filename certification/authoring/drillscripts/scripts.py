"""The list of scripts with how people fare on them, and beginning a new one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import api
from certification.authoring.drillscripts.sheets import start_script
from certification.authoring.drillscripts.tallies import Tally, tallies
from certification.bank.domain import QuestionType
from certification.bank.models import Derivation, Question
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.wording import REFUSALS
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.drills.models import DrillReview
from certification.people.domain import Role
from certification.people.permissions import role_required
from certification.publishing.usage import hidden_from

FOLDER = "certification/authoring/drillscripts"


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """One script of the list."""

    code: str
    url: str
    title: str
    pair: str
    area: str
    difficulty: int
    standing: str
    tone: str
    runs: int
    share: str


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def scripts(request: SignedInRequest) -> HttpResponse:
    """List the scripts; the button begins a new one."""
    refusal = ""
    if request.method == "POST":
        try:
            draft = start_script(actor=request.user, now=timezone.now())
        except RefusedError as error:
            refusal = refusal_text(error.refusal, REFUSALS)
        else:
            return redirect("authoring:script", draft.question_id)
    context = {
        "rows": _rows(request),
        "waiting": DrillReview.objects.waiting().count(),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/scripts.html", context, status=409 if refusal else 200)


def _rows(request: SignedInRequest) -> list[ScriptRow]:
    edition = api.current_edition()
    hidden = hidden_from(request.user.pk, now=timezone.now())
    questions = Question.objects.filter(type=QuestionType.DRILL).exclude(pk__in=hidden).select_related("current")
    drafts = dict(QuestionDraft.objects.open().filter(question__in=questions).values_list("question", "content"))
    drawable = Derivation.objects.drawable(edition.id).filter(version__question__in=questions)
    difficulty = dict(drawable.values_list("version", "difficulty"))
    told, topics = tallies(), edition.vocabulary.topics
    return [_row(one, drafts.get(one.pk, {}), difficulty, told, topics) for one in questions.order_by("code")]


def _row(
    one: Question,
    draft: Mapping[str, object],
    difficulty: Mapping[uuid.UUID, int],
    told: Mapping[uuid.UUID, Tally],
    topics: Mapping[str, str],
) -> ScriptRow:
    content = one.current.content if one.current else draft
    script = content.get("script")
    raw: Mapping[str, object] = script if isinstance(script, Mapping) else {}
    level = difficulty.get(one.current_id) if one.current_id else None
    is_drawn, tally = level is not None, told.get(one.pk, Tally())
    standing, tone = (
        (_("在用"), "good") if is_drawn else (_("不出题"), "warn") if one.current else (_("还没有发布"), "")
    )
    if one.retired_at is not None:
        standing, tone = _("已停用"), "seal"
    elif draft and one.current:
        standing = _("%(said)s，有草稿") % {"said": standing}
    area = str(raw.get("area", ""))
    return ScriptRow(
        code=one.code,
        url=reverse("authoring:script", args=[one.pk]),
        title=str(raw.get("title", "")) or _("（还没有标题）"),
        pair=str(raw.get("pair", "")),
        area=topics.get(area, area),
        difficulty=level or int(str(raw.get("difficulty") or 0)),
        standing=standing,
        tone=tone,
        runs=tally.runs,
        share=tally.share,
    )
