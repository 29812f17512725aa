"""What blind guessing gets."""

import pytest

from certification.bank.domain import QuestionType
from certification.competency.guessing import random_guess_score


@pytest.mark.parametrize(
    ("kind", "options", "share"),
    [
        (QuestionType.SINGLE, 4, 0.25),
        (QuestionType.TRUEFALSE, 0, 0.5),
        (QuestionType.MULTIPLE, 4, None),
        (QuestionType.DRILL, 0, None),
    ],
)
def test_one_of_several_has_a_chance_and_several_of_several_have_none_defined(kind, options, share):
    assert random_guess_score(kind, options) == share
