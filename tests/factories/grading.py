"""Handed-in papers with a question that can be argued about."""

from datetime import datetime

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.grading.reading import MarkedQuestion, find_marked_question
from certification.grading.services import hand_in
from tests.factories.attempts import LATER, save, start_mock

#: The pickup of the factory's cases, late and not.
LATE, IN_TIME = "2025-08-16 22:20", "2025-08-15 06:20"


def single_choice(attempt: Attempt) -> int:
    """The first position of the paper that asks a single choice about a late case."""
    singles = attempt.paper.questions.filter(type="single").select_related("version").order_by("position")
    return next(
        one.position for one in singles if one.version.content["case"].get("events", {}).get("pickup_scan") == LATE
    )


def wrong_letter(attempt: Attempt, position: int) -> str:
    """The letter of the option that is right where the case is read the other way round."""
    question = attempt.paper.questions.select_related("derivation").get(position=position)
    other = next(index for index in (0, 1) if index not in question.derivation.key)
    return "ABCDEF"[question.option_order.index(other)]


def handed_in(trainee, edition, *, now: datetime = LATER, seed: int = 42) -> tuple[Attempt, int]:
    """A mock whose first single choice is answered as if pickup had been the other way round, handed in."""
    attempt = start_mock(trainee, edition, now=now, seed=seed)
    position = single_choice(attempt)
    save(attempt, position, answer=wrong_letter(attempt, position), now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    return Attempt.objects.select_related("paper").get(pk=attempt.pk), position


def marked(attempt: Attempt, position: int) -> MarkedQuestion:
    found = find_marked_question(attempt.trainee_id, attempt.pk, position)
    assert found is not None
    return found


def other_pickup(one: MarkedQuestion) -> str:
    """The pickup that turns the key round."""
    return IN_TIME if one.content.case["events"]["pickup_scan"] == LATE else LATE
