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
from certification.drills.services import delete_quick_reply, save_quick_reply
from certification.drills.services.phrases import LONGEST_TITLE
from certification.drills.wording import REFUSALS

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
    own = QuickReply.objects.filter(person=request.user.pk)
    rows = [PhraseForm(str(one.pk), one.title, one.text) for one in own]
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
            delete_quick_reply(request.user.pk, phrase_id)
        return None
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    try:
        save_quick_reply(request.user.pk, title, text, reply=phrase_id)
    except QuickReply.DoesNotExist as error:
        raise Http404 from error
    except RefusedError as error:
        return PhraseForm(key, title, text, refusal_text(error.refusal, REFUSALS))
    return None


def _id_of(key: str) -> uuid.UUID | None:
    if key == NEW:
        return None
    try:
        return uuid.UUID(key)
    except ValueError as error:
        raise Http404 from error
