"""What the buttons of the live page do: more time, a word, the end of an exam."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.punctuation import labelled
from certification.core.refusals import Refusal, RefusedError
from certification.oversight.live.acting import end_many, end_one, say
from certification.oversight.live.domain import Person, Standing
from certification.oversight.live.extending import Grant, extend_many, extend_one
from certification.oversight.live.forms import forms_again, read_grant, read_scope, token_in
from certification.oversight.live.pages import FOLDER, held_round, invigilator, live_page, person_at, person_page
from certification.oversight.live.presentation import granted, person_view, time_left
from certification.oversight.live.reading import people_in
from certification.oversight.live.wording import told
from certification.rounds.models import Round

#: What the sender can put right in the form; everything else is a state of things.
BAD_INPUT = frozenset({
    "live.bad-time", "live.bad-cause", "live.nobody-chosen", "rounds.text-missing", "rounds.text-too-long",
    "rounds.allowance-bounds", "rounds.allowance-nothing",
})  # fmt: skip


@require_POST
@invigilator
def extend(request: SignedInRequest, round_id: uuid.UUID, seat_id: uuid.UUID | None = None) -> HttpResponse:
    held = held_round(round_id)
    one = person_at(held, seat_id) if seat_id else None

    def act() -> None:
        asked = read_grant(request.POST)
        if isinstance(asked, Refusal):
            raise RefusedError(asked)
        grant = Grant(*asked, token=token_in(request.POST), actor=request.user.pk, now=timezone.now())
        if one is not None:
            extend_one(held, one.person, grant)
        else:
            extend_many(held, people_in(held), read_scope(request.POST), grant)

    return _do(request, held, one, act, name="extend")


@require_POST
@invigilator
def message(request: SignedInRequest, round_id: uuid.UUID, seat_id: uuid.UUID | None = None) -> HttpResponse:
    held = held_round(round_id)
    one = person_at(held, seat_id) if seat_id else None

    def act() -> None:
        say(
            held,
            request.POST.get("text", ""),
            person_id=one.person if one else None,
            token=token_in(request.POST),
            actor=request.user.pk,
            now=timezone.now(),
        )

    return _do(request, held, one, act, name="message")


def _do(
    request: SignedInRequest, held: Round, one: Person | None, act: Callable[[], None], *, name: str
) -> HttpResponse:
    """Act and go back to the page, which says what came of it; or show the form again with the reason."""
    try:
        act()
    except RefusedError as error:
        text = told(error.refusal)
        forms = forms_again(request.POST, refused=name, refusal=labelled(one.name, text) if one else text)
        status = _status(error.refusal)
        if one is not None:
            return person_page(request, held, one, forms=forms, status=status)
        return live_page(request, held, forms=forms, status=status)
    return redirect(f"{_page(held, one)}?{urlencode({'done': str(token_in(request.POST))})}")


def _status(refusal: Refusal) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refusal.code in BAD_INPUT else HTTPStatus.CONFLICT


def _page(held: Round, one: Person | None) -> str:
    return (
        reverse("oversight:live-person", args=[held.pk, one.seat]) if one else reverse("oversight:live", args=[held.pk])
    )


@require_http_methods(["GET", "POST"])
@invigilator
def end(request: SignedInRequest, round_id: uuid.UUID, seat_id: uuid.UUID) -> HttpResponse:
    """Ask whether somebody's exam is to be ended, and end it."""
    held = held_round(round_id)
    one, refusal = person_at(held, seat_id), None
    if request.method == "POST":
        try:
            end_one(held, one.person, actor=request.user.pk, now=timezone.now())
        except RefusedError as error:
            refusal, one = error.refusal, person_at(held, seat_id)
        else:
            return redirect(_page(held, one))
    context = {
        "held": held,
        "one": one,
        "view": person_view(held, one, now=timezone.now()),
        "is_sitting": one.standing is Standing.SITTING,
        "refusal": labelled(one.name, told(refusal)) if refusal else "",
    }
    return render(request, f"{FOLDER}/end.html", context, status=_status(refusal) if refusal else 200)


@require_http_methods(["GET", "POST"])
@invigilator
def end_all(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """After the window has closed, choose whose exams are to be ended, and end them."""
    held, now = held_round(round_id), timezone.now()
    refusal: Refusal | None = None if now >= held.closes_at else Refusal("live.not-closed")
    people = [one for one in people_in(held) if one.running]
    if request.method == "POST" and refusal is None:
        chosen = set(request.POST.getlist("seat"))
        asked = [one.person for one in people if str(one.seat) in chosen]
        if asked:
            end_many(held, asked, actor=request.user.pk, now=now)
            return redirect("oversight:live", held.pk)
        refusal = Refusal("live.nobody-chosen")
    rows = [(one, time_left(one.running, now), granted(one)) for one in people if one.running]
    context = {
        "held": held,
        "rows": rows,
        "may_end": now >= held.closes_at,
        "refusal": told(refusal) if refusal else "",
    }
    status = _status(refusal) if refusal and request.method == "POST" else 200
    return render(request, f"{FOLDER}/end_all.html", context, status=status)
