"""How people of the demonstration sit a paper."""

import random
from datetime import timedelta
from typing import Final, Protocol

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import Write, find_target, save_response
from certification.bank.domain import LETTERS
from certification.grading.domain import shown_letters
from certification.grading.services import hand_in

_ANSWER_SECONDS: Final = 45


class Answering(Protocol):
    """Whoever chooses letters; see `SimulatedTrainee`."""

    def answers(self, *, topic: str, grade: int, week: float, key: str, letters: str, draw: random.Random) -> str:
        """Return the letters they choose, as shown."""


def answer_and_hand_in(attempt: Attempt, who: Answering, *, week: int, draw: random.Random) -> None:
    """Answer every question of an open attempt from its start on, and hand it in by its deadline at the latest."""
    at = attempt.started_at
    for question in attempt.paper.questions.select_related("derivation").order_by("position"):
        target = find_target(attempt.trainee_id, attempt.pk, question.position)
        if target is None:
            continue
        at += timedelta(seconds=draw.expovariate(1 / _ANSWER_SECONDS))
        chosen = who.answers(
            topic=question.derivation.topic,
            grade=question.derivation.difficulty,
            week=week,
            key=shown_letters(question.derivation.key, question.option_order),
            letters=LETTERS[: len(question.option_order)],
            draw=draw,
        )
        save_response(target, Write("demo", question.position, answer=chosen), now=min(at, attempt.deadline or at))
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=min(at, attempt.deadline or at))
