"""Verbs of a talk: begin, say, look something up, take a hint, end, replay. The server's clock rules.

A run is locked while it is written to: two clicks or two tabs come one after the other, and whoever saw less of the
talk than there is by then is refused. The same client and sequence a second time change nothing.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from cases import api
from certification.core import journal
from certification.core.refusals import Refusal, insist
from certification.drills.hearing import hear
from certification.drills.model import is_on
from certification.drills.model.talks import reword, waited_for
from certification.drills.models import LONGEST_REPLY, DrillLookup, DrillRun, DrillTurn, EndedBy
from certification.drills.services.playing import talk_from, talk_so_far
from certification.drills.services.scripts import playable, table_of_version
from certification.drills.services.waiting import ask_for_review

LONGEST_CLIENT: Final = 36
MOST_SEQUENCE: Final = 2**53


@dataclass(frozen=True, slots=True)
class Said:
    """What a client sends: the reply under its own running number.

    `seen`: how many turns its page showed; None where it cannot say. `is_quick`: a prepared phrase was used.
    """

    client: str
    sequence: int
    text: str
    seen: int | None = None
    is_quick: bool = False


def start_run(person: uuid.UUID, version: uuid.UUID, *, now: datetime, seed: str = "") -> DrillRun:
    """Begin to practise a script, or go on with the talk over it that is open.

    Args:
        person: who practises.
        version: the id of the script's question version, see `current_scripts`.
        now: when; the buyer's first line is said then.
        seed: chooses the buyer's wording; empty: by chance.

    Raises:
        RefusedError: `drills.no-script`: it may not be practised under the edition in force.
    """
    edition = api.current_edition_id()
    found = playable(version, edition)
    try:
        with transaction.atomic():
            run = DrillRun.objects.create(
                person_id=person, version=found, edition=edition, seed=seed or secrets.token_hex(8), started_at=now
            )
            _note("drill.started", run, person, now, {"version": str(version)})
    except IntegrityError:  # a second click, or another tab: the constraint decides
        return DrillRun.objects.get(person=person, version=version, attempt=None, ended_at=None)
    if is_on():
        talk = talk_so_far(run)
        reword(run, 0, [talk.play.opening], mood=talk.table.script.buyer.mood)
    return run


def say(run: DrillRun, said: Said, *, now: datetime) -> DrillTurn:
    """Say something; it is recognised once, here, and the talk may end with it. Idempotent by client and sequence.

    Args:
        run: one's own run.
        said: the reply.
        now: when the server received it; the response time is counted from the buyer's line to it.

    Raises:
        RefusedError: `drills.empty`, `drills.too-long`, `drills.bad-request`, `drills.over` (the talk has ended),
            `drills.moved-on` (somebody said something since the page was shown).
    """
    insist(why_not_say(said))
    before = talk_so_far(run)
    if (known := before.turn_of(said.client, said.sequence)) is not None:
        return known
    heard = hear(said.text, before.last_line)
    with transaction.atomic():
        locked = DrillRun.objects.locked().get(pk=run.pk)
        talk = talk_so_far(locked)
        if (known := talk.turn_of(said.client, said.sequence)) is not None:
            return known
        number = len(talk.turns)
        insist(_why_not_now(locked, said, number))
        turn = DrillTurn.objects.create(
            run=locked, number=number + 1, client=said.client, sequence=said.sequence, text=said.text,
            received_at=now, seconds=seconds_between(line_at(locked, talk.turns), now),
            hearing=heard.to_json(), recogniser=heard.version, is_quick=said.is_quick,
        )  # fmt: skip
        after = talk_from(locked, (*talk.turns, turn), talk.lookups).play
        if after.ending is not None:
            end_with_talk(locked, now=now)
    reword(locked, turn.number, [one.text for one in after.turns[-1].lines], mood=talk.table.script.buyer.mood)
    return turn


def line_at(run: DrillRun, turns: Sequence[DrillTurn]) -> datetime:
    """Return when the buyer's last line was said: the response clock runs from it, not while a model words it."""
    at = turns[-1].received_at if turns else run.started_at
    return at + timedelta(seconds=waited_for(run, len(turns)))


def seconds_between(earlier: datetime, later: datetime) -> int:
    """Return whole seconds, never below 0."""
    return max(0, int((later - earlier).total_seconds()))


def why_not_say(said: Said) -> Refusal | None:
    """Say why a reply cannot be taken at all."""
    if not said.text.strip():
        return Refusal("drills.empty")
    if len(said.text) > LONGEST_REPLY:
        return Refusal("drills.too-long", {"most": LONGEST_REPLY})
    if (
        not 0 < len(said.client) <= LONGEST_CLIENT
        or not said.client.isprintable()
        or not 0 <= said.sequence <= MOST_SEQUENCE
    ):
        return Refusal("drills.bad-request")
    return None


def _why_not_now(run: DrillRun, said: Said, number: int) -> Refusal | None:
    if not run.is_open:
        return Refusal("drills.over")
    return Refusal("drills.moved-on") if said.seen is not None and said.seen != number else None


@transaction.atomic
def look_up(run: DrillRun, name: str, *, now: datetime) -> DrillLookup:
    """Press a button beside the chat (查物流); its rows are on the card from then on. Pressing again changes nothing.

    Raises:
        RefusedError: `drills.no-lookup`, `drills.over`.
    """
    locked = DrillRun.objects.locked().get(pk=run.pk)
    script = table_of_version(locked.version, locked.edition).script
    insist(None if name in {one.id for one in script.lookups} else Refusal("drills.no-lookup"))
    known = locked.lookups.filter(name=name).first()
    if known is not None:
        return known
    insist(None if locked.is_open else Refusal("drills.over"))
    return DrillLookup.objects.create(run=locked, name=name, after_turn=locked.turns.count(), at=now)


@transaction.atomic
def take_hint(run: DrillRun, number: int, *, now: datetime) -> DrillRun:
    """Take the next hint, which costs points. Asking for one that was taken changes nothing.

    Args:
        run: one's own practice.
        number: which hint, from 1; the one after those that were taken.
        now: when.

    Raises:
        RefusedError: `drills.exam`, `drills.over`, `drills.no-hint`.
    """
    locked = DrillRun.objects.locked().get(pk=run.pk)
    insist(None if locked.is_practice else Refusal("drills.exam"))
    if number <= locked.hints and number >= 1:
        return locked
    insist(None if locked.is_open else Refusal("drills.over"))
    hints = table_of_version(locked.version, locked.edition).script.hints
    insist(None if number == locked.hints + 1 and number <= len(hints) else Refusal("drills.no-hint"))
    locked.hints = number
    locked.save(update_fields=["hints"])
    _note("drill.hint-taken", locked, locked.person_id, now, {"hint": number})
    return locked


@transaction.atomic
def end_run(run: DrillRun, *, now: datetime) -> DrillRun:
    """End a talk before the buyer does. Ending it again changes nothing."""
    locked = DrillRun.objects.select_for_update().get(pk=run.pk)
    if locked.is_open:
        _end(locked, EndedBy.PERSON, now)
    return locked


def _end(run: DrillRun, by: EndedBy, now: datetime) -> None:
    """Close a locked run inside the caller's transaction, and ask for a reading where a verdict could flip."""
    run.ended_at, run.ended_by = now, by
    run.save(update_fields=["ended_at", "ended_by"])
    _note("drill.ended", run, run.person_id, now, {"by": str(by)})
    ask_for_review(run, now=now)


def end_with_talk(run: DrillRun, *, now: datetime) -> None:
    """Close an open, locked run that came to its own end, inside the caller's transaction."""
    _end(run, EndedBy.TALK, now)


def close_run(run: DrillRun, *, now: datetime) -> None:
    """Close an open, locked run with its paper, inside the caller's transaction."""
    _end(run, EndedBy.HAND_IN, now)


def replay_from(run: DrillRun, number: int, *, now: datetime) -> DrillRun:
    """Begin a practice that repeats the first turns of an ended one and goes on from turn `number` differently.

    Args:
        run: an ended practice of one's own.
        number: the turn that is to be said anew, from 1.
        now: when.

    Returns:
        The new run; the one that is open over the same script, if any, is ended.

    Raises:
        RefusedError: `drills.exam`, `drills.still-running`, `drills.no-turn`, `drills.no-script`.
    """
    insist(None if run.is_practice else Refusal("drills.exam"))
    insist(None if not run.is_open else Refusal("drills.still-running"))
    turns = list(run.turns.order_by("number"))
    insist(None if 1 <= number <= len(turns) else Refusal("drills.no-turn"))
    with transaction.atomic():
        for other in DrillRun.objects.select_for_update().filter(
            person=run.person_id, version=run.version_id, attempt=None, ended_at=None
        ):
            _end(other, EndedBy.PERSON, now)
        new = DrillRun.objects.create(
            person_id=run.person_id, version_id=run.version_id, edition=run.edition, seed=run.seed, started_at=now,
            hints=run.hints, replayed_from=run, replayed_turn=number,
            wording={turn: said for turn, said in run.wording.items() if int(turn) < number},
        )  # fmt: skip
        DrillTurn.objects.bulk_create([_copied(one, new, now) for one in turns[: number - 1]])
        earlier = run.lookups.filter(after_turn__lt=number)
        DrillLookup.objects.bulk_create(
            [DrillLookup(run=new, name=one.name, after_turn=one.after_turn, at=now) for one in earlier]
        )
        _note("drill.replayed", new, run.person_id, now, {"from": str(run.pk), "turn": number})
    return new


def _copied(one: DrillTurn, run: DrillRun, now: datetime) -> DrillTurn:
    """Return a copy of a turn, under the old run's name: no page that goes on counting can meet its number."""
    return DrillTurn(
        run=run, number=one.number, client=str(one.run_id), sequence=one.number, text=one.text, received_at=now,
        seconds=one.seconds, hearing=one.hearing, recogniser=one.recogniser, is_quick=one.is_quick,
    )  # fmt: skip


def _note(verb: str, run: DrillRun, actor: uuid.UUID, now: datetime, details: dict[str, object]) -> None:
    journal.record(verb, subject=f"drill:{run.pk}", actor_id=actor, now=now, details=details)
