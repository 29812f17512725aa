"""Refusals in words."""

import pytest
from django.utils import translation

from certification.core.refusals import Refusal
from certification.core.wording import refusal_text

WORDS = {"attempt.over": "考试已于 %(at)s 结束。"}


def test_parameters_are_filled_in():
    assert refusal_text(Refusal("attempt.over", {"at": "15:22"}), WORDS) == "考试已于 15:22 结束。"


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "可选：A、B。"), ("en", "可选：A, B。")])
def test_several_of_something_are_a_list(language, said):
    with translation.override(language):
        assert refusal_text(Refusal("pick", {"allowed": ("A", "B")}), {"pick": "可选：%(allowed)s。"}) == said


def test_a_code_without_wording_is_a_mistake_of_ours():
    with pytest.raises(KeyError, match=r"attempt\.lost"):
        refusal_text(Refusal("attempt.lost"), WORDS)
