"""写剧本: the text, its check as it is typed, a talk with it, and the way to review."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import api
from certification.authoring.drillscripts.checks import CheckView, check_text
from certification.authoring.drillscripts.sheets import LONGEST_TEXT, Sheet, save_text, sheet_of, text_of
from certification.authoring.drillscripts.trial import Trial, rehearse
from certification.authoring.editor.reading import whole
from certification.authoring.reviews.access import known_question
from certification.bank.domain import QuestionType
from certification.bank.models import Question
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import (
    StaleDraftError,
    discard_draft,
    edit_question,
    recall_draft,
    submit_draft,
)
from certification.bank.workflow.wording import REFUSALS
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER = "certification/authoring/drillscripts"
CONFLICT, UNFIT = 409, 422


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, or why nothing did; `theirs` is what somebody else saved meanwhile."""

    tone: str
    text: str
    theirs: str = ""


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def script(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Show a script on its desk; a POST does what its button says."""
    question = _script_question(request, question_id)
    if request.method == "GET":
        return _desk(request, sheet_of(question, _draft(question)))
    try:
        return _acted(request, question)
    except RefusedError as error:
        return _refused(request, question, error)


def _script_question(request: SignedInRequest, question_id: uuid.UUID) -> Question:
    question = known_question(request, question_id)
    if question.type != QuestionType.DRILL:
        raise Http404
    return question


def _draft(question: Question) -> QuestionDraft | None:
    return question.drafts.open().select_related("updated_by", "question").first()


def _acted(request: SignedInRequest, question: Question) -> HttpResponse:
    button, draft, now = request.POST.get("do", ""), _draft(question), timezone.now()
    if button in ("recall", "discard"):
        if draft is not None:
            (recall_draft if button == "recall" else discard_draft)(draft.pk, actor=request.user, now=now)
        return redirect("authoring:script", question.pk) if button == "recall" else redirect("authoring:scripts")
    text = _posted(request)
    if len(text) > LONGEST_TEXT:
        return _too_long(request, question, draft)
    revision = whole(request.POST.get("revision", ""))
    if draft is None:
        draft = edit_question(question.pk, actor=request.user, now=now)
        revision = draft.revision
    saved = save_text(draft, text, revision=revision, actor=request.user, now=now)
    if button == "submit":
        submit_draft(saved.pk, actor=request.user, now=now)
        return redirect("authoring:question-review", question.pk)
    return redirect("authoring:script", question.pk)


def _posted(request: SignedInRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n")


def _refused(request: SignedInRequest, question: Question, error: RefusedError) -> HttpResponse:
    """Show why not; what was sent stays in the field, over what somebody else saved meanwhile."""
    draft = _draft(question)
    theirs = text_of(question, error.draft) if isinstance(error, StaleDraftError) else ""
    notice = Notice("seal", refusal_text(error.refusal, REFUSALS), theirs)
    revision = error.draft.revision if isinstance(error, StaleDraftError) else 0
    sheet = sheet_of(question, draft, text=_posted(request) or None, revision=revision)
    return _desk(request, sheet, notice, CONFLICT)


def _too_long(request: SignedInRequest, question: Question, draft: QuestionDraft | None) -> HttpResponse:
    notice = Notice("seal", _("剧本最多 %(n)d 个字，没有存下。") % {"n": LONGEST_TEXT})
    revision = whole(request.POST.get("revision", ""))
    return _desk(request, sheet_of(question, draft, text=_posted(request), revision=revision), notice, UNFIT)


def _desk(
    request: SignedInRequest,
    sheet: Sheet,
    notice: Notice | None = None,
    status: int = 200,
    *,
    said: Sequence[str] = (),
) -> HttpResponse:
    edition = api.current_edition()
    check, trial = _check(sheet, edition), _trial(sheet, said, edition)
    context = {"sheet": sheet, "notice": notice, "check": check, "trial": trial}
    return render(request, f"{FOLDER}/script_edit.html", context, status=status)


def _check(sheet: Sheet, edition: api.Edition) -> CheckView:
    return check_text(sheet.text[:LONGEST_TEXT], edition=edition, code=sheet.code)


def _trial(sheet: Sheet, said: Sequence[str], edition: api.Edition) -> Trial:
    return rehearse(sheet.text[:LONGEST_TEXT], said, edition=edition, code=sheet.code)


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def script_check(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Check what stands in the field; nothing is kept."""
    sheet = _typed(request, _script_question(request, question_id))
    if not wants_fragment(request):
        return _desk(request, sheet)
    return render(request, f"{FOLDER}/_script_check.html", {"check": _check(sheet, api.current_edition())})


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def script_try(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Say the next thing to the buyer of what stands in the field; nothing is kept."""
    said = [] if request.POST.get("do") == "again" else request.POST.getlist("said")
    reply = request.POST.get("reply", "").strip()
    said = [*said, reply] if reply and request.POST.get("do") == "try" else said
    sheet = _typed(request, _script_question(request, question_id))
    if not wants_fragment(request):
        return _desk(request, sheet, said=said)
    trial = _trial(sheet, said, api.current_edition())
    return render(request, f"{FOLDER}/_script_trial.html", {"sheet": sheet, "trial": trial})


def _typed(request: SignedInRequest, question: Question) -> Sheet:
    """Return the sheet with what stands in the field."""
    text = _posted(request)[:LONGEST_TEXT]
    return sheet_of(question, _draft(question), text=text, revision=whole(request.POST.get("revision", "")))
