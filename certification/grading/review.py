"""When key and explanations of a handed-in attempt open to who sat it."""

from datetime import datetime

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.rounds.domain import Review


def may_review(attempt: Attempt, *, now: datetime) -> bool:
    """Say whether the trainee may see what is right: mocks and practice at once, a round by its policy.

    After the close of a round means that nobody sits it any more, also with extra time.
    """
    if attempt.state != AttemptState.HANDED_IN or attempt.round is None:
        return attempt.state == AttemptState.HANDED_IN
    match attempt.round.review:
        case Review.AFTER_HAND_IN:
            return True
        case Review.AFTER_CLOSE:
            is_sat = attempt.round.attempts.filter(state=AttemptState.OPEN).exists()
            return now >= attempt.round.closes_at and not is_sat
        case Review.ON_RELEASE:
            return attempt.round.review_at is not None and now >= attempt.round.review_at
        case _:
            return False
