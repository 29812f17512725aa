"""快捷短语: the page where they are written."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.drills.models import LONGEST_TEXT, QuickReply
from certification.sitting.drills.phrasebook import (
    LONGEST_TITLE,
    Written,
    delete_phrase,
    phrases_of,
    save_phrase,
)
from certification.sitting.drills.wording import REFUSALS

NEW = "new"


@dataclass(frozen=True, slots=True)
class PhraseForm:
    """One form of the page, as it was filled in."""

    id: str
    title: str = ""
    text: str = ""
    problem: str = ""


@require_http_methods(["GET", "POST"])
def phrases(request: SignedInRequest) -> HttpResponse:
    """List one's phrases; each can be changed and deleted, one can be added."""
    sent = None
    if request.method == "POST":
        sent = _act(request)
        if sent is None:
            return redirect("sitting:phrases")
    rows = [PhraseForm(one.id, one.title, one.text) for one in phrases_of(request.user.pk)]
    context = {
        "new": sent if sent and sent.id == NEW else PhraseForm(NEW),
        "phrases": [sent if sent and sent.id == one.id else one for one in rows],
        "longest_title": LONGEST_TITLE,
        "longest_text": LONGEST_TEXT,
        "back": reverse("sitting:drills"),
    }
    return render(request, "certification/sitting/drills/phrases.html", context, status=422 if sent else 200)


def _act(request: SignedInRequest) -> PhraseForm | None:
    """Do what the form asks; return it as it was filled in where that cannot be."""
    key = request.POST.get("phrase", NEW)
    phrase_id = _id_of(key)
    if request.POST.get("do") == "delete":
        if phrase_id:
            delete_phrase(request.user.pk, phrase_id)
        return None
    written = Written(request.POST.get("title", "").strip(), request.POST.get("text", "").strip())
    try:
        save_phrase(request.user.pk, written, phrase_id=phrase_id)
    except QuickReply.DoesNotExist as error:
        raise Http404 from error
    except RefusedError as error:
        return PhraseForm(key, written.title, written.text, refusal_text(error.refusal, REFUSALS))
    return None


def _id_of(key: str) -> uuid.UUID | None:
    if key == NEW:
        return None
    try:
        return uuid.UUID(key)
    except ValueError as error:
        raise Http404 from error
