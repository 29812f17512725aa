"""错题本: when a rule comes back, by the answers that were given to it. Pure.

FSRS 6 (the `fsrs` library; Ye et al. 2022, “A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling”) at the level of the *rule*: whatever question of the rule was answered, its card moves. A wrong answer is
“again”, a guess or half an answer “hard”, a right one “good”; of several answers handed in together the worst counts.
No chance is in it: the same answers give the same dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from fsrs import Card, Rating, Scheduler

from certification.competency.domain import Answer

#: A rule leaves the notebook after so many right answers in a row to at least two questions, and once its memory is
#: taken to last so many days.
IN_A_ROW: Final = 3
QUESTIONS: Final = 2
LASTING_DAYS: Final = 21.0
LONGEST_DAYS: Final = 180

_SCHEDULER: Final = Scheduler(
    desired_retention=0.9,
    learning_steps=(timedelta(minutes=10),),
    relearning_steps=(timedelta(minutes=10),),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Where a rule stands in somebody's notebook; `stability` in days, None for `graduated_at` while it is in there."""

    rule: str
    due_at: datetime
    stability: float
    difficulty: float
    lapses: int
    in_a_row: int
    first_at: datetime
    last_at: datetime
    last_version: str
    trace: str
    graduated_at: datetime | None


WRONG, UNSURE, SURE = range(3)
_RATINGS: Final = (Rating.Again, Rating.Hard, Rating.Good)


def _sureness(answer: Answer) -> int:
    if answer.is_right:
        return UNSURE if answer.is_guess else SURE
    return UNSURE if answer.share > 0 else WRONG


class _Run:
    """The card of one rule while the answers go by."""

    def __init__(self, answer: Answer) -> None:
        self.card = Card(card_id=0, due=answer.at)  # without a number it sleeps to find one of its own
        self.first_at = answer.at
        self.lapses = self.in_a_row = 0
        self.questions: set[str] = set()
        self.last = answer
        self.trace = answer.trace
        self.graduated_at: datetime | None = None

    def take(self, together: Sequence[Answer]) -> None:
        """Move the card by what was answered in one go."""
        worst = min(together, key=_sureness)
        sureness = _sureness(worst)
        self.card, _log = _SCHEDULER.review_card(self.card, _RATINGS[sureness], worst.at)
        self.last = worst
        if sureness == SURE:
            self.in_a_row += 1
            self.questions.update(one.version for one in together)
        else:
            self.in_a_row, self.questions, self.graduated_at, self.trace = 0, set(), None, worst.trace
            self.lapses += not worst.is_right
        if self.graduated_at is None and self._is_mastered():
            self.graduated_at = worst.at

    def _is_mastered(self) -> bool:
        lasts = (self.card.stability or 0.0) >= LASTING_DAYS
        return lasts and self.in_a_row >= IN_A_ROW and len(self.questions) >= QUESTIONS

    def told(self, rule: str) -> Reviewed:
        return Reviewed(
            rule=rule,
            due_at=self.card.due,
            stability=self.card.stability or 0.0,
            difficulty=self.card.difficulty or 0.0,
            lapses=self.lapses,
            in_a_row=self.in_a_row,
            first_at=self.first_at,
            last_at=self.last.at,
            last_version=self.last.version,
            trace=self.trace,
            graduated_at=self.graduated_at,
        )


def notebook(
    answers: Iterable[Answer], *, kept: frozenset[str] = frozenset(), removed: Mapping[str, datetime] | None = None
) -> dict[str, Reviewed]:
    """Return the rules that somebody got wrong or guessed, by the rule that decides first.

    Args:
        answers: all of theirs, in any order.
        kept: rules that they keep in the notebook however well they know them.
        removed: when they took a rule out; it is back with the next wrong answer.
    """
    out = removed or {}
    goes: dict[tuple[datetime, str], list[Answer]] = {}
    for answer in sorted(answers, key=lambda one: (one.at, one.version)):
        if answer.main and not (answer.main in out and answer.at <= out[answer.main]):
            goes.setdefault((answer.at, answer.main), []).append(answer)
    runs: dict[str, _Run] = {}
    for (_at, rule), together in goes.items():
        if rule not in runs:
            if all(_sureness(one) == SURE for one in together):
                continue
            runs[rule] = _Run(together[0])
        runs[rule].take(together)
    told = {rule: run.told(rule) for rule, run in runs.items()}
    return {rule: replace(one, graduated_at=None) if rule in kept else one for rule, one in told.items()}
