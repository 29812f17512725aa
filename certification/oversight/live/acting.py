"""What an invigilator says and ends: journalled, and done once however often it is clicked."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.grading.services import hand_in
from certification.oversight.live.once import once
from certification.oversight.live.reading import attempts_of
from certification.people.notices import send_notice
from certification.rounds.models import Round
from certification.rounds.services import announce


def say(
    held: Round, text: str, *, person_id: uuid.UUID | None, token: uuid.UUID, actor: uuid.UUID, now: datetime
) -> None:
    """Say something to everybody in a round or to one person; the same form a second time says nothing.

    Raises:
        RefusedError: nothing is said or too much, or the round does not take place.
    """
    with once(token):
        said = announce(held.pk, text=text, trainee_id=person_id, actor=actor, now=now)
        details = {"announcement": str(said.pk), **({"person": str(person_id)} if person_id else {})}
        _note("live.said", held, actor=actor, now=now, details=details, entry_id=token)


def end_one(held: Round, person_id: uuid.UUID, *, actor: uuid.UUID, now: datetime) -> Attempt:
    """Hand in what somebody is sitting, mark it, tell them.

    Raises:
        RefusedError: they are not sitting any more, or it is the actor's own seat.
    """
    with transaction.atomic():
        attempt = _end(held, person_id, actor=actor, now=now)
        _note("live.ended", held, actor=actor, now=now, details={"people": [str(person_id)]})
    return attempt


def end_many(held: Round, people: Iterable[uuid.UUID], *, actor: uuid.UUID, now: datetime) -> int:
    """End the exams of several people once the window has closed; return how many. Who is faster is left alone.

    Each is a transaction of its own: marking many at once would keep everybody else from saving.

    Raises:
        RefusedError: the window is still open.
    """
    if now < held.closes_at:
        raise RefusedError(Refusal("live.not-closed"))
    ended = []
    for person_id in people:
        try:
            with transaction.atomic():
                _end(held, person_id, actor=actor, now=now)
        except RefusedError:
            continue
        ended.append(str(person_id))
    if ended:
        _note("live.ended", held, actor=actor, now=now, details={"people": ended})
    return len(ended)


def _end(held: Round, person_id: uuid.UUID, *, actor: uuid.UUID, now: datetime) -> Attempt:
    if person_id == actor:
        raise RefusedError(Refusal("live.own-seat"))
    running = attempts_of(held).filter(trainee=person_id, state=AttemptState.OPEN).first()
    if running is None:
        raise RefusedError(Refusal("live.not-sitting"))
    attempt = hand_in(running.pk, by=ClosedBy.INVIGILATOR, now=now)
    journal.record(
        "live.ended", subject=f"attempt:{attempt.pk}", actor_id=actor, now=now, details={"round": str(held.pk)}
    )
    send_notice(
        person_id,
        kind="exam-ended",
        text=lambda: _("监考人收了你的卷：%(title)s。收到的作答都在。") % {"title": held.title},
        link=reverse("sitting:result", args=[attempt.pk]),
        now=now,
    )
    return attempt


def _note(
    verb: str,
    held: Round,
    *,
    actor: uuid.UUID,
    now: datetime,
    details: Mapping[str, object],
    entry_id: uuid.UUID | None = None,
) -> None:
    journal.record(verb, subject=f"round:{held.pk}", actor_id=actor, now=now, details=details, entry_id=entry_id)
