"""Refusals in words."""

import pytest

from certification.core.refusals import Refusal
from certification.core.wording import refusal_text

WORDS = {"attempt.over": "考试已于 %(at)s 结束。"}


def test_parameters_are_filled_in():
    assert refusal_text(Refusal("attempt.over", {"at": "15:22"}), WORDS) == "考试已于 15:22 结束。"


def test_a_code_without_wording_is_a_mistake_of_ours():
    with pytest.raises(KeyError, match=r"attempt\.lost"):
        refusal_text(Refusal("attempt.lost"), WORDS)
