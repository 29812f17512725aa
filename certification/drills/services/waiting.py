"""Which talks a trainer has to read: those of exams whose verdict an abstention could flip."""

from datetime import datetime

from certification.drills.models import DrillReview, DrillRun, Reason
from certification.drills.services.playing import judged, talk_so_far


def ask_for_review(run: DrillRun, *, now: datetime) -> DrillReview | None:
    """Open a review of an ended run in a paper, inside the caller's transaction, where pass or fail could flip.

    In practice nobody is asked: the trainee judges themselves, or appeals.
    """
    if run.is_practice:
        return None
    verdict = judged(run, talk_so_far(run), {})
    if not verdict.could_flip:
        return None
    asked = [[turn, act] for turn, act in verdict.open_acts]
    return DrillReview.objects.create(
        run=run, reason=Reason.ABSTENTION, asked=asked, opened_at=now, opened_by=run.person_id
    )
