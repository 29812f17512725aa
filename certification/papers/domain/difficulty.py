"""How hard a question is: from its trace while nobody has answered it, then more and more from how people did."""

from typing import Final

#: Fewer handed-in answers than this say nothing.
FEWEST: Final = 10
#: The trace weighs as much as this many answers.
PRIOR_WEIGHT: Final = 20
EASIEST, HARDEST = 100, 500
WHOLE: Final = 10_000


def hardness(traced: int, answers: int, share: int) -> int:
    """Return the hardness in hundredths, 100 to 500; 0 where the trace is all there is.

    A question of difficulty d is expected to earn 1 - d/10 of its points. What people earned moves that estimate
    (shrinkage): with 20 answers it stands half way between the two.

    Args:
        traced: the difficulty from the trace, 1 to 5.
        answers: how many handed-in answers there are.
        share: the mean part of the points that they earned, in basis points.
    """
    if answers < FEWEST:
        return 0
    expected = WHOLE - traced * WHOLE // 10
    estimate = (answers * share + PRIOR_WEIGHT * expected) // (answers + PRIOR_WEIGHT)
    return min(HARDEST, max(EASIEST, (WHOLE - estimate) // 10))


def difficulty(traced: int, hardness_found: int) -> int:
    """Return the difficulty from 1 to 5: the hardness rounded where there is one."""
    return (hardness_found + 50) // 100 if hardness_found else traced
