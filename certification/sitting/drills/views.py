"""演练: the talk, and everything that is pressed in it."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from certification.competency.learning import learn
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.models import DrillRun, QuickReply
from certification.drills.services import Said, end_run, look_up, replay_from, say, self_judge, take_hint
from certification.drills.services.texts import storable
from certification.sitting.drills.desks import Words
from certification.sitting.drills.runs import answer, own_practice, show, told, uses_phrase, why_not_now

YES, NO = "yes", "no"
DOUBT_PARTS = 3
MOST_DIGITS = 16


@require_http_methods(["GET", "POST"])
def drill(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show the talk; a phrase that was pressed without scripts is put behind what is typed."""
    run = own_practice(request, run_id)
    if why_not_now(request, timezone.now()) is not None:
        return redirect("sitting:drills")
    typed = request.POST.get("text", "")
    phrase, is_quick = request.POST.get("phrase", ""), uses_phrase(request.POST)
    if phrase:
        own = {str(one.pk): one.text for one in QuickReply.objects.filter(person=request.user.pk)}
        typed, is_quick = typed + own.get(phrase, ""), is_quick or phrase in own
    return show(request, run, Words(draft=typed, is_quick=is_quick))


@require_POST
def turn(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    """Say something. The same client and number again changes nothing, so that it may be sent twice."""
    run, now, refused = own_practice(request, run_id), timezone.now(), None
    said = said_in(request.POST)
    try:
        insist(why_not_now(request, now))
        say(run, said, now=now)
        learn_if_over(run, now)
    except RefusedError as error:
        refused = error
    return answer(request, run, refused, typed=said.text if refused else "")


def learn_if_over(run: DrillRun, now: datetime) -> None:
    """Have mastery and 错题本 know at once of a talk that has come to its end."""
    if DrillRun.objects.finished().filter(pk=run.pk).exists():
        learn([run.person_id], now=now)


def said_in(data: QueryDict) -> Said:
    """Return what a form or a script says; numbers that are none are left for the verb to refuse."""
    sequence, seen = data.get("sequence", ""), data.get("seen", "")
    return Said(
        client=data.get("client", ""),
        sequence=int(sequence) if is_number(sequence) else -1,
        text=storable(data.get("text", "")),
        seen=int(seen) if is_number(seen) else None,
        is_quick=uses_phrase(data),
    )


def is_number(text: str) -> bool:
    """Say whether a text is a whole number of our own size."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _press(request: SignedInRequest, run_id: uuid.UUID, verb: Callable[[DrillRun], object]) -> HttpResponse:
    """Do what a button says; what is being typed stays in the field."""
    run, refused = own_practice(request, run_id), None
    try:
        verb(run)
    except RefusedError as error:
        refused = error
    return answer(request, run, refused, typed=request.POST.get("text", ""))


@require_POST
def lookup(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    name = request.POST.get("lookup", "")
    return _press(request, run_id, lambda run: look_up(run, name, now=timezone.now()))


@require_POST
def hint(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    number = request.POST.get("hint", "")
    taken = int(number) if is_number(number) else 0
    return _press(request, run_id, lambda run: take_hint(run, taken, now=timezone.now()))


@require_POST
def end(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    run, now = own_practice(request, run_id), timezone.now()
    end_run(run, now=now)
    learn_if_over(run, now)
    return redirect("sitting:drill-verdict", run.pk)


@require_POST
def doubt(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    """Say oneself whether something was said that the recogniser left open."""
    run = own_practice(request, run_id)
    parts = request.POST.get("doubt", "").split(":")
    refused = None
    try:
        is_sound = len(parts) == DOUBT_PARTS and is_number(parts[0]) and parts[2] in (YES, NO)
        insist(None if is_sound else Refusal("drills.no-turn"))
        self_judge(run, int(parts[0]), parts[1], said=parts[2] == YES, now=timezone.now())
    except RefusedError as error:
        refused = error
    if not run.is_open:
        return redirect(f"{reverse('sitting:drill-verdict', args=[run.pk])}#chat-line-m{parts[0]}")
    return answer(request, run, refused, typed=request.POST.get("text", ""))


@require_POST
def replay(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    """Go back to a turn and say something else; the talk as it was stays."""
    run, number = own_practice(request, run_id), request.POST.get("turn", "")
    try:
        insist(why_not_now(request, timezone.now()))
        again = replay_from(run, int(number) if is_number(number) else 0, now=timezone.now())
    except RefusedError as error:
        return show(request, run, Words(refusal=told(error.refusal)))
    return redirect(f"{reverse('sitting:drill', args=[again.pk])}#reply")
