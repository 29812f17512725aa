"""Drills in papers: one run for each position of an attempt, under the attempt's clock, ended by hand-in."""

import uuid
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from certification.attempts.domain import Arrival, AttemptState, arrival_of, why_not_go_back, why_not_save
from certification.attempts.models import Attempt, Response, Step
from certification.attempts.saving import Target, find_target
from certification.bank.domain import QuestionType
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.models import DrillRun, DrillTurn, LateTurn
from certification.drills.services.talks import Said, close_run, say, why_not_say
from certification.papers.models import PaperQuestion

#: What stands in the answers of an attempt where something was said.
SPOKEN: Final = "A"


def exam_target(person: uuid.UUID, attempt: uuid.UUID, position: int) -> Target | None:
    """Return the drill at a position of one's own attempt; None where there is none."""
    found = find_target(person, attempt, position)
    return found if found is not None and found.type == QuestionType.DRILL else None


def exam_run(target: Target, *, now: datetime) -> DrillRun:
    """Return the run of a position, begun the first time somebody looks: the buyer's first line is said then.

    The seed is the attempt's and the position's, so that whoever plays it again reads the same.

    Raises:
        RefusedError: it was never begun, and the attempt is closed or over.
    """
    known = DrillRun.objects.filter(attempt=target.attempt_id, position=target.position).select_related("version")
    if (run := known.first()) is not None:
        return run
    if target.terms.state is not AttemptState.OPEN:
        raise RefusedError(Refusal("attempts.closed"))
    if arrival_of(target.terms, None, now) is Arrival.LATE:
        raise RefusedError(Refusal("attempts.over"))
    attempt = Attempt.objects.get(pk=target.attempt_id)
    question = PaperQuestion.objects.get(paper=attempt.paper_id, position=target.position)
    try:
        with transaction.atomic():
            return DrillRun.objects.create(
                person_id=target.trainee_id, version_id=question.version_id, edition=attempt.edition,
                attempt=attempt, position=target.position, seed=f"{attempt.pk}:{target.position}", started_at=now,
            )  # fmt: skip
    except IntegrityError:  # two tabs: the constraint decides
        return known.get()


def say_in_exam(target: Target, said: Said, *, now: datetime, answered_at: datetime | None = None) -> DrillTurn | None:
    """Say something in the drill of an attempt, by the rules for answers.

    Args:
        target: from `exam_target`.
        said: the reply.
        now: when the server received it.
        answered_at: when it was sent by the server's clock, as the browser reckons it.

    Returns:
        The turn; None where it came too late: it is kept beside the talk and does not count.

    Raises:
        RefusedError: as `say`; the question was left for good; the attempt is closed.
    """
    insist(why_not_say(said))
    run = DrillRun.objects.filter(attempt=target.attempt_id, position=target.position).select_related("version").first()
    known = run.turns.filter(client=said.client, sequence=said.sequence).first() if run is not None else None
    if known is not None:
        return known
    if arrival_of(target.terms, answered_at, now) is Arrival.LATE:
        _keep_late(target, run, said, answered_at, now)
        return None
    if target.terms.is_forward and target.position < target.terms.furthest:
        left = Step.objects.filter(attempt=target.attempt_id, position=target.position)
        insist(
            why_not_go_back(
                target.terms, target.position, answered_at=answered_at,
                left_at=left.values_list("left_at", flat=True).first(), saved_at=None,
            )
        )  # fmt: skip
    with transaction.atomic():
        Attempt.objects.select_for_update().get(pk=target.attempt_id)  # a hand-in waits, or came before
        held = find_target(target.trainee_id, target.attempt_id, target.position)
        assert held is not None
        if arrival_of(held.terms, answered_at, now) is not Arrival.LATE:
            run = run or exam_run(held, now=now)
            turn = say(run, said, now=now)
            note_answered(run, said.client, said.sequence, now=now)
            return turn
    _keep_late(held, run, said, answered_at, now)
    return None


def note_answered(run: DrillRun, client: str, sequence: int, *, now: datetime) -> None:
    """Let everybody who counts answers see that something was said on a paper: a talk has no letters, so it is A."""
    assert run.attempt_id is not None
    assert run.position is not None
    answer = Response(
        attempt_id=run.attempt_id, position=run.position, answer=SPOKEN, client=client, sequence=sequence,
        received_at=now,
    )  # fmt: skip
    Response.objects.bulk_create([answer], ignore_conflicts=True)


def _keep_late(target: Target, run: DrillRun | None, said: Said, answered_at: datetime | None, now: datetime) -> None:
    """Keep what came too late in an exam, once; a mock refuses it."""
    insist(why_not_save(target.terms))
    if run is not None:
        late = LateTurn(
            run=run, client=said.client, sequence=said.sequence, text=said.text, seen=said.seen,
            answered_at=answered_at, received_at=now,
        )  # fmt: skip
        LateTurn.objects.bulk_create([late], ignore_conflicts=True)


def end_runs_of(attempt: Attempt, *, now: datetime) -> list[DrillRun]:
    """End the talks of an attempt that is handed in, inside the caller's transaction; return all of them."""
    runs = list(DrillRun.objects.locked().filter(attempt=attempt).order_by("position"))
    for run in runs:
        if run.is_open:
            close_run(run, now=max(now, run.started_at))
    return runs
