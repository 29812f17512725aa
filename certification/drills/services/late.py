"""Replies in exams that came too late, and what becomes of one that is let in after all."""

from datetime import datetime

from certification.drills.hearing import hear
from certification.drills.models import DrillReview, DrillRun, DrillTurn, EndedBy, LateTurn, Reason
from certification.drills.services.exams import note_answered
from certification.drills.services.playing import Talk, talk_from, talk_so_far
from certification.drills.services.talks import end_with_talk, line_at, seconds_between
from certification.drills.services.waiting import ask_for_review


def let_in(late: LateTurn, *, now: datetime) -> DrillTurn | None:
    """Say a late reply after all, inside the caller's transaction: it is recognised now, and the buyer answers it.

    The response time is counted to when it was sent, as the browser says, else to its receipt.

    Args:
        late: the reply.
        now: when it is let in.

    Returns:
        The turn; None where the reply is not the next thing to say any more: the trainee ended the talk, the buyer
        had the last word, or something else was said after what the page of the reply showed.
    """
    run = DrillRun.objects.locked().get(pk=late.run_id)
    if run.ended_by == EndedBy.PERSON:
        return None
    talk = talk_so_far(run)
    if not _is_next(late, talk):
        return None
    heard = hear(late.text, talk.last_line)
    turn = DrillTurn.objects.create(
        run=run, number=len(talk.turns) + 1, client=late.client, sequence=late.sequence, text=late.text,
        received_at=late.received_at, hearing=heard.to_json(), recogniser=heard.version,
        seconds=seconds_between(line_at(run, talk.turns), late.answered_at or late.received_at),
    )  # fmt: skip
    note_answered(run, late.client, late.sequence, now=late.received_at)
    if run.is_open and talk_from(run, (*talk.turns, turn), talk.lookups).play.ending is not None:
        end_with_talk(run, now=now)
    elif not run.is_open and not _is_being_read(run):
        ask_for_review(run, now=now)
    return turn


def _is_next(late: LateTurn, talk: Talk) -> bool:
    if talk.play.ending is not None:
        return False
    if late.seen is not None:
        return late.seen == len(talk.turns)
    return not any(one.client == late.client and one.sequence >= late.sequence for one in talk.turns)


def _is_being_read(run: DrillRun) -> bool:
    return DrillReview.objects.waiting().filter(run=run, reason=Reason.ABSTENTION).exists()
