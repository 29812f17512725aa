"""Scoring modes: what a set of ticked options earns. Pure.

With n options of which k are keyed, r keyed ones and w others ticked, each mode pays this share of the points:

| mode | share |
|---|---|
| all-or-nothing | 1 if r = k and w = 0, else 0 |
| half-for-subset | 1 if r = k and w = 0; 1/2 if 0 < r < k and w = 0; else 0 |
| proportional | r / k if w = 0, else 0 |
| correct-minus-wrong | r / k - w / (n - k), never below 0 |
| per-option | (r + (n - k - w)) / n: every option judged rightly, ticked or left |

Nothing ticked is no answer and earns nothing in any mode. Ticking everything earns nothing in every mode but
per-option, wherever some option is wrong. Shares are paid in whole hundredths of a point, a half is rounded up.
A voided option counts as if it had never been there; a question whose key is voided whole is paid in full.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final

from certification.bank.domain import QuestionType


class Mode(StrEnum):
    """Named in each mark; the formulas stand above."""

    ALL_OR_NOTHING = "all-or-nothing"
    HALF_FOR_SUBSET = "half-for-subset"
    PROPORTIONAL = "proportional"
    CORRECT_MINUS_WRONG = "correct-minus-wrong"
    PER_OPTION = "per-option"


#: What a paper's blueprint does not say otherwise: 少选得一半、错选不得分.
DEFAULT_MODES: Final[Mapping[QuestionType, Mode]] = {
    QuestionType.SINGLE: Mode.ALL_OR_NOTHING,
    QuestionType.TRUEFALSE: Mode.ALL_OR_NOTHING,
    QuestionType.MULTIPLE: Mode.HALF_FOR_SUBSET,
    QuestionType.DRILL: Mode.PROPORTIONAL,  # the share of the verdict's points
}

FULL: Final = Fraction(1)
NOTHING: Final = Fraction(0)
HALF: Final = Fraction(1, 2)


def mark_answer(
    chosen: Collection[int],
    key: Collection[int],
    *,
    options: int,
    mode: Mode,
    points: int,
    void: Collection[int] = (),
) -> int:
    """Return the hundredths of a point that `chosen` earns.

    Args:
        chosen: indexes of the options ticked; none is no answer.
        key: indexes of the keyed options; a question without one is paid to nobody.
        options: how many options the question has.
        mode: see above.
        points: hundredths for a full answer.
        void: indexes of options that were withdrawn after the exam.
    """
    withdrawn = set(void)
    if key and set(key) <= withdrawn:
        return points
    picked, keyed = set(chosen) - withdrawn, set(key) - withdrawn
    if not picked or not keyed:
        return 0
    share = _share(len(picked & keyed), len(picked - keyed), len(keyed), options - len(withdrawn), mode)
    return int(points * share + HALF)


def _share(right: int, wrong: int, keyed: int, options: int, mode: Mode) -> Fraction:
    match mode:
        case Mode.ALL_OR_NOTHING:
            return FULL if right == keyed and not wrong else NOTHING
        case Mode.HALF_FOR_SUBSET:
            return NOTHING if wrong else FULL if right == keyed else HALF if right else NOTHING
        case Mode.PROPORTIONAL:
            return NOTHING if wrong else Fraction(right, keyed)
        case Mode.CORRECT_MINUS_WRONG:
            penalty = Fraction(wrong, options - keyed) if wrong else NOTHING
            return max(NOTHING, Fraction(right, keyed) - penalty)
        case Mode.PER_OPTION:
            return Fraction(right + (options - keyed - wrong), options)


def worked_table(keyed: int, options: int, mode: Mode, points: int) -> tuple[tuple[int, int, int], ...]:
    """Return (right ticked, wrong ticked, hundredths) for every way to tick: what a candidate is shown beforehand."""
    key = range(keyed)
    rows = []
    for right in range(keyed + 1):
        for wrong in range(options - keyed + 1):
            chosen = [*range(right), *range(keyed, keyed + wrong)]
            rows.append((right, wrong, mark_answer(chosen, key, options=options, mode=mode, points=points)))
    return tuple(rows)
