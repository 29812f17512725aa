"""Verbs of reading again: judge oneself in practice, appeal, answer as a trainer, mend what was misheard."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.catalogue import known_acts
from certification.drills.models import LONGEST_TEXT, DrillReview, DrillRun, Reason
from certification.drills.services.playing import Marks
from certification.drills.services.texts import storable

_TELL: list[Callable[[DrillRun, uuid.UUID, datetime], None]] = []


def tell_corrected(listener: Callable[[DrillRun, uuid.UUID, datetime], None]) -> None:
    """Let a slice above hear of runs in papers whose reading a trainer changed, inside the same transaction.

    Args:
        listener: takes the run, the trainer and when.
    """
    if listener not in _TELL:
        _TELL.append(listener)


def self_judge(run: DrillRun, turn: int, act: str, *, said: bool, now: datetime) -> DrillReview:
    """Say oneself, in practice, whether an act on which the recogniser abstained was said.

    Raises:
        RefusedError: `drills.exam`, `drills.no-turn`, `drills.unknown-act`.
    """
    insist(None if run.is_practice else Refusal("drills.exam"))
    insist(_why_not(run, {turn: {act: said}}))
    return DrillReview.objects.create(
        run=run, reason=Reason.SELF, asked=[[turn, act]], corrections={str(turn): {act: said}}, opened_at=now,
        opened_by=run.person_id, answered_at=now, answered_by=run.person_id,
    )  # fmt: skip


def appeal(run: DrillRun, asked: list[tuple[int, str]], text: str, *, now: datetime) -> DrillReview:
    """Ask a trainer to read an ended talk again.

    Args:
        run: one's own, ended.
        asked: (turn, act) that were read wrongly, as the trainee sees it; may be empty where the text says it.
        text: in the trainee's words.
        now: when.

    Raises:
        RefusedError: `drills.still-running`, `drills.nothing-marked`, `drills.text-too-long`, `drills.no-turn`,
            `drills.unknown-act`, `drills.appeal-open`.
    """
    text = storable(text)
    insist(None if not run.is_open else Refusal("drills.still-running"))
    insist(None if asked or text.strip() else Refusal("drills.nothing-marked"))
    insist(_too_long(text) or _why_not(run, {turn: {act: True} for turn, act in asked}))
    try:
        with transaction.atomic():
            review = DrillReview.objects.create(
                run=run, reason=Reason.APPEAL, asked=[[turn, act] for turn, act in asked], text=text.strip(),
                opened_at=now, opened_by=run.person_id,
            )  # fmt: skip
            _note("drill.appealed", review, run.person_id, now)
    except IntegrityError as error:  # one is open already: the constraint decides
        raise RefusedError(Refusal("drills.appeal-open")) from error
    return review


@transaction.atomic
def answer_review(review_id: uuid.UUID, marks: Marks, answer: str, *, actor: uuid.UUID, now: datetime) -> DrillReview:
    """Answer an appeal or an abstention, once; in a paper the corrected verdict becomes a new mark.

    Args:
        review_id: the review.
        marks: what the trainer heard; empty where the recogniser was right.
        answer: in the trainer's words; may be empty.
        actor: the trainer.
        now: when.

    Raises:
        RefusedError: `drills.answered`, `drills.no-turn`, `drills.unknown-act`, `drills.text-too-long`.
    """
    review = DrillReview.objects.select_for_update(of=("self",)).select_related("run__version").get(pk=review_id)
    insist(None if review.answered_at is None else Refusal("drills.answered"))
    answer = storable(answer)
    insist(_too_long(answer) or _why_not(review.run, marks))
    review.corrections = _plain(marks)
    review.answer, review.answered_at, review.answered_by = answer.strip(), now, actor
    review.save(update_fields=["corrections", "answer", "answered_at", "answered_by"])
    _note("drill.review-answered", review, actor, now)
    _tell(review.run, actor, now)
    return review


@transaction.atomic
def correct(run: DrillRun, marks: Marks, answer: str, *, actor: uuid.UUID, now: datetime) -> DrillReview:
    """Mend what was misheard without being asked, as a trainer.

    Raises:
        RefusedError: `drills.still-running`, `drills.nothing-marked`, `drills.no-turn`, `drills.unknown-act`,
            `drills.text-too-long`.
    """
    insist(None if not run.is_open else Refusal("drills.still-running"))
    insist(None if any(marks.values()) else Refusal("drills.nothing-marked"))
    answer = storable(answer)
    insist(_too_long(answer) or _why_not(run, marks))
    review = DrillReview.objects.create(
        run=run, reason=Reason.TRAINER, corrections=_plain(marks), answer=answer.strip(), opened_at=now,
        opened_by=actor, answered_at=now, answered_by=actor,
    )  # fmt: skip
    _note("drill.corrected", review, actor, now)
    _tell(run, actor, now)
    return review


def _tell(run: DrillRun, actor: uuid.UUID, now: datetime) -> None:
    if run.is_practice:
        return
    for listener in _TELL:
        listener(run, actor, now)


def _plain(marks: Marks) -> dict[str, dict[str, bool]]:
    return {str(turn): dict(acts) for turn, acts in marks.items() if acts}


def _too_long(text: str) -> Refusal | None:
    return Refusal("drills.text-too-long", {"most": LONGEST_TEXT}) if len(text) > LONGEST_TEXT else None


def _why_not(run: DrillRun, marks: Marks) -> Refusal | None:
    """Say which turn or act there is not."""
    turns = set(run.turns.values_list("number", flat=True))
    if any(turn not in turns for turn in marks):
        return Refusal("drills.no-turn")
    unknown = [act for acts in marks.values() for act in acts if act not in known_acts()]
    return Refusal("drills.unknown-act", {"act": unknown[0]}) if unknown else None


def _note(verb: str, review: DrillReview, actor: uuid.UUID, now: datetime) -> None:
    details = {"review": str(review.pk), "reason": str(review.reason), "corrections": review.corrections}
    journal.record(verb, subject=f"drill:{review.run_id}", actor_id=actor, now=now, details=details)
