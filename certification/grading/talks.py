"""Talks in papers: a verdict becomes points at hand-in, a trainer's reading a mark that replaces them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.drills.domain.judge import WHOLE_POINTS, Verdict
from certification.drills.models import DrillRun
from certification.drills.services import end_runs_of, verdict_of
from certification.drills.services.reviews import tell_corrected
from certification.grading.domain import Cause, Policy
from certification.grading.ledger import NewMark, append_marks, lock_ledger
from certification.grading.mending import mended, regrades_since
from certification.grading.models import Mark, Regrade
from certification.people.languages import in_chinese
from certification.people.notices import send_notice


def talks_of(attempt: Attempt, *, now: datetime) -> Mapping[int, Verdict]:
    """End the talks of an attempt that is being handed in; return the verdict at each position that has one.

    Inside the caller's transaction.
    """
    return {run.position: verdict_of(run) for run in end_runs_of(attempt, now=now) if run.position is not None}


def points_of(verdict: Verdict | None, out_of: int) -> int:
    """Return the hundredths that a verdict earns of a question's: its share, a half rounded up; 0 without a talk.

    What was abstained on earns nothing until a trainer has read it, and vetoes nothing.
    """
    if verdict is None:
        return 0
    return (2 * out_of * verdict.low.points + WHOLE_POINTS) // (2 * WHOLE_POINTS)


def mark_again(run: DrillRun, actor: uuid.UUID, now: datetime) -> None:
    """Append the mark of a talk that a trainer read again, inside the same transaction."""
    with in_chinese():  # the reason stays with the mark
        reason = _reviewed(run)
    if append_mark_of(run, Cause.DRILL_REVIEW, reason, actor=actor, now=now) and run.attempt is not None:
        link = reverse("sitting:result", args=[run.attempt_id])
        send_notice(run.attempt.trainee_id, kind="regrade", text=partial(_reviewed, run), link=link, now=now)


def _reviewed(run: DrillRun) -> str:
    return _("第 %(n)d 题的演练由培训师复核") % {"n": run.position or 0}


def append_mark_of(run: DrillRun, cause: Cause, reason: str, *, actor: uuid.UUID, now: datetime) -> bool:
    """Append the mark of a talk as it stands, inside the caller's transaction; say whether it is another than before.

    A question that was withdrawn since stays paid in full; before hand-in there is no mark yet.
    """
    attempt = run.attempt
    if attempt is None or run.position is None or attempt.state != AttemptState.HANDED_IN:
        return False
    lock_ledger()
    marks = list(Mark.objects.filter(attempt=attempt, position=run.position).order_by("number"))
    first, old = marks[0], marks[-1]
    since = mended(regrades_since(attempt.handed_in_at), attempt, old.version_id, marked_at=first.number)
    points = points_of(verdict_of(run), old.out_of)
    if points == old.points or (since is not None and since.correction.is_void):
        return False
    change: dict[str, object] = {
        "round": str(attempt.round_id) if attempt.round_id else None,
        "corrections": [],
        "run": str(run.pk),
    }
    regrade = Regrade.objects.create(
        cause=cause, policy=Policy.EXACT, change=change, reason=reason, actor=actor, at=now
    )
    named = {
        "attempt_id": attempt.pk, "position": old.position, "person": old.person, "version_id": old.version_id,
        "derivation_id": old.derivation_id, "edition": old.edition,
    }  # fmt: skip
    append_marks([NewMark(points, old.out_of, old.mode, named)], now=now, regrade=regrade, actor=actor)
    return True


def listen() -> None:
    """Hear of talks that a trainer read again; at start-up."""
    tell_corrected(mark_again)
