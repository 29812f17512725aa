"""Words beside each other."""

import pytest
from django.utils import translation

from certification.core.punctuation import clauses, commas, in_brackets, labelled, listed, sentences, stops


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda: listed(["甲", 2]), "甲、2"),
        (lambda: listed([]), ""),
        (lambda: clauses(["甲", "乙"]), "甲；乙"),
        (lambda: labelled("甲", "乙"), "甲：乙"),
        (lambda: in_brackets("甲"), "（甲）"),
        (lambda: sentences(["甲。", "乙。"]), "甲。乙。"),
        (lambda: sentences([]), ""),
        (lambda: commas(["甲", "乙"]), "甲，乙"),
        (lambda: stops(["甲", "乙"]), "甲。乙"),
    ],
)
def test_in_chinese(said, expected):
    with translation.override("zh-hans"):
        assert said() == expected
