"""题目编辑: look, save while typing, the buttons of the form, and what follows by itself."""

import uuid
from dataclasses import replace
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from cases import api
from certification.authoring.editor import pages
from certification.authoring.editor.acting import Desk, act, desk_of, take
from certification.authoring.editor.pages import FOLDER, Notice, Shown
from certification.authoring.editor.reading import Posted, read_posted, whole
from certification.authoring.editor.saving import discard_draft, publish, recall_draft, save, submit_draft
from certification.authoring.editor.sheets import (
    Sheet,
    open_draft,
    sheet_of,
    sheet_of_draft,
    sheet_of_posted,
)
from certification.authoring.editor.suggesting import offers
from certification.authoring.reviews.access import known_question
from certification.bank.domain import QuestionType
from certification.bank.generate.older import older_editions
from certification.bank.models import Question
from certification.bank.preview.depth import look_deeper
from certification.bank.preview.previewing import preview_question
from certification.bank.workflow.domain import DraftWrite
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import StaleDraftError
from certification.bank.workflow.wording import REFUSALS
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required

#: Buttons that end the work on the page.
_LAST: Final = ("submit", "publish")
#: What somebody typed into a search and sent by Enter, or by another button.
_TYPED: Final = ("add-fact", "add-event", "add-act")
CONFLICT: Final = 409


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def question_edit(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    question, edition = known_question(request, question_id), api.current_edition()
    if question.type == QuestionType.DRILL:
        return redirect("authoring:script", question.pk)
    if request.method == "GET":
        return pages.desk(request, sheet_of(question), edition, _shown(request))
    if request.POST.get("do") in ("discard", "recall"):
        return _put_away(request, question)
    return _written(request, question, edition)


def _written(request: SignedInRequest, question: Question, edition: api.Edition) -> HttpResponse:
    """Save what was typed, do what was pressed, and show what came of it."""
    posted = read_posted(request.POST, edition)
    if request.POST.get("do") == "keep-mine":
        posted = replace(posted, revision=whole(request.POST.get("theirs", "")))
    posted, shown, anchor = _acted(request, posted, edition)
    try:
        draft = _save(request, question, posted)
        if request.POST.get("do") in _LAST:
            return _finish(request, draft, edition)
    except RefusedError as error:
        return _refused(request, question, posted, shown, error)
    return _saved(request, question, draft, shown, anchor)


def _save(request: SignedInRequest, question: Question, posted: Posted) -> QuestionDraft:
    """Save; a page whose last answer got lost is no other hand: what it wrote last it may write over."""
    tab, place = request.POST.get("tab", ""), f"editor:{question.pk}"
    try:
        draft = save(question, posted, actor=request.user, now=timezone.now())
    except StaleDraftError as error:
        if not tab or request.session.get(place) != [tab, error.draft.revision]:
            raise
        again = replace(posted, revision=error.draft.revision)
        draft = save(question, again, actor=request.user, now=timezone.now())
    request.session[place] = [tab, draft.revision]
    return draft


def _shown(request: SignedInRequest) -> Shown:
    """Return what the address asks to be shown: facts to fill in, an option to go on with."""
    given = request.GET
    opened = given.get("open", "")
    texts = frozenset(int(one) for one in given.getlist("text") if one.isdecimal())
    return Shown(tuple(given.getlist("show")), texts, int(opened) if opened.isdecimal() else None)


def _acted(request: SignedInRequest, posted: Posted, edition: api.Edition) -> tuple[Posted, Shown, str]:
    """Do what the button says to what was sent."""
    button = request.POST.get("do", "")
    fields = {str(name): str(value) for name, value in request.POST.items()}
    marks = [int(one) for one in request.POST.getlist("expected") if str(one).isdecimal()]
    desk = desk_of(posted.loose, marks, edition, fields, posted.shown)
    desk.as_text = set(posted.as_text)
    for verb in (button, *(_TYPED if button in ("save", *_LAST) else ())):
        act(desk, verb)
    write = replace(posted.write, content=desk.loose, expected=desk.expected)
    shown = Shown(tuple(dict.fromkeys(desk.shown)), frozenset(desk.as_text), desk.opened)
    if button == "distractors" or button.startswith("take:"):
        shown, write = _offered(desk, button, shown, write, edition)
    return replace(posted, write=write), shown, desk.anchor


def _offered(
    desk: Desk, button: str, shown: Shown, write: DraftWrite, edition: api.Edition
) -> tuple[Shown, DraftWrite]:
    """Offer options, or take one of those that were offered for the same content."""
    preview = preview_question(desk.loose, expected=desk.expected, edition=edition)
    found = offers(desk.loose, preview, edition=edition, older=older_editions(edition))
    number = button.partition(":")[2]
    if number.isdecimal() and int(number) < len(found):
        take(desk, found[int(number)])
        write = replace(write, content=desk.loose, expected=desk.expected)
        found = tuple(one for at, one in enumerate(found) if at != int(number))
    desk.anchor = "question-offers"
    return replace(shown, offers=found), write


def _saved(
    request: SignedInRequest, question: Question, draft: QuestionDraft, shown: Shown, anchor: str
) -> HttpResponse:
    edition, sheet = api.current_edition(), sheet_of_draft(question, draft)
    if "do" not in request.POST and wants_fragment(request):
        return pages.verdict(request, sheet, edition)
    if wants_fragment(request) or shown.offers is not None:
        return pages.desk(request, sheet, edition, shown)
    query = [("show", one) for one in shown.names] + [("text", str(one)) for one in sorted(shown.as_text)]
    query += [("open", str(shown.opened))] if shown.opened is not None else []
    address = reverse("authoring:question-edit", args=[question.pk])
    return redirect(f"{address}?{urlencode(query)}#{anchor}" if query or anchor else address)


def _refused(
    request: SignedInRequest, question: Question, posted: Posted, shown: Shown, error: RefusedError
) -> HttpResponse:
    """Show why not; what was sent stays in the form."""
    edition, sheet = api.current_edition(), sheet_of_posted(question, posted)
    notice = Notice(refusal_text(error.refusal, REFUSALS))
    if isinstance(error, StaleDraftError):
        notice = pages.stale_notice(notice.text, sheet, error.draft, edition)
    elif sheet.draft is not None and sheet.draft.is_open and not sheet.is_locked:
        sheet = replace(sheet, revision=sheet.draft.revision)  # it was saved; only the last step was refused
    if "do" not in request.POST and wants_fragment(request):
        return pages.told(request, notice, sheet, CONFLICT)
    return pages.desk(request, sheet, edition, shown, notice=notice, status=CONFLICT)


def _finish(request: SignedInRequest, draft: QuestionDraft, edition: api.Edition) -> HttpResponse:
    now = timezone.now()
    if request.POST["do"] == "submit":
        submit_draft(draft.pk, actor=request.user, now=now)
        return redirect("authoring:question-review", draft.question_id)
    publish(draft, edition, actor=request.user, now=now)
    return redirect("authoring:question", draft.question_id)


def _put_away(request: SignedInRequest, question: Question) -> HttpResponse:
    """Take a draft back from review, or throw it away."""
    draft, button = open_draft(question), request.POST["do"]
    try:
        if draft is not None:
            verb = recall_draft if button == "recall" else discard_draft
            verb(draft.pk, actor=request.user, now=timezone.now())
    except RefusedError as error:
        notice = Notice(refusal_text(error.refusal, REFUSALS))
        return pages.desk(request, sheet_of(question), api.current_edition(), notice=notice, status=CONFLICT)
    if button == "recall":
        return redirect("authoring:question-edit", question.pk)
    return redirect("authoring:questions")


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def question_depth(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Answer with what takes longer to find out about the draft as it is saved."""
    question, edition = known_question(request, question_id), api.current_edition()
    sheet: Sheet = sheet_of(question)
    depth = look_deeper(sheet.loose, edition=edition, question_code=question.code)
    context = {"question": question, "depth": depth, "edition": edition}
    name = "_verdict_depth.html" if wants_fragment(request) else "question_depth.html"
    return render(request, f"{FOLDER}/{name}", context)
