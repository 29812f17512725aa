"""When key and explanations of a handed-in attempt open to who sat it."""

from datetime import datetime

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.rounds.domain import Review
from certification.rounds.models import Round


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
            return _is_over(attempt.round, now)
        case Review.ON_RELEASE:
            return attempt.round.review_at is not None and now >= attempt.round.review_at
        case _:
            return False


def may_see_score(attempt: Attempt, *, now: datetime) -> bool:
    """Say whether the trainee may see the points: with the key, or where no key is ever told, after the close."""
    if attempt.round is not None and attempt.round.review == Review.NEVER:
        return attempt.state == AttemptState.HANDED_IN and _is_over(attempt.round, now)
    return may_review(attempt, now=now)


def _is_over(held: Round, now: datetime) -> bool:
    """Say whether nobody sits the round any more, nor can begin to."""
    return now >= held.closes_at and not Attempt.objects.filter(round=held, state=AttemptState.OPEN).exists()
