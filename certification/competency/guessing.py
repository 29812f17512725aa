"""What blind guessing gets, as Moodle's quiz statistics define the random-guess score. Pure."""

from certification.bank.domain import QuestionType


def random_guess_score(kind: QuestionType, options: int) -> float | None:
    """Return the share of the mark that a random choice is expected to get; None where that is not defined.

    One of n options by chance gives 1/n. For several right options Moodle defines none, nor is there one for drills.
    """
    if kind is QuestionType.TRUEFALSE:
        return 0.5
    return 1 / options if kind is QuestionType.SINGLE and options else None
