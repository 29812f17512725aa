"""The desk of a drill that stands on a paper."""

from datetime import datetime

from certification.attempts.saving import Target
from certification.core.refusals import RefusedError
from certification.drills.services import exam_run, view_of
from certification.sitting.drills.desks import Words, exam_desk
from certification.sitting.drills.presentation import Desk


def talk_desk(target: Target, *, now: datetime, words: Words) -> Desk | None:
    """Return the desk; the talk begins when somebody looks at it first. None where it may not begin any more."""
    try:
        run = exam_run(target, now=now)
    except RefusedError:
        return None
    return exam_desk(view_of(run), attempt=target.attempt_id, position=target.position, now=now, words=words)
