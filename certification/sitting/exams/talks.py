"""The desk of a drill that stands on a paper."""

import uuid
from datetime import datetime

from certification.core.refusals import RefusedError
from certification.drills.models import DrillRun
from certification.drills.services import exam_run, exam_target, view_of
from certification.sitting.drills.desks import Words, exam_desk
from certification.sitting.drills.presentation import Desk

__all__ = ["Words", "talk_desk"]


def talk_desk(
    person: uuid.UUID, attempt: uuid.UUID, position: int, *, now: datetime, words: Words | None = None
) -> Desk | None:
    """Return the desk; the talk begins when somebody looks at it first. None where it may not begin any more."""
    target = exam_target(person, attempt, position)
    if target is None:
        return None
    try:
        run = exam_run(target, now=now)
    except RefusedError:
        return None
    fresh = DrillRun.objects.select_related("version").get(pk=run.pk)
    return exam_desk(view_of(fresh), attempt=attempt, position=position, now=now, words=words)
