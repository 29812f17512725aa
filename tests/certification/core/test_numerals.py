"""Numbers as Chinese writes them."""

import pytest

from certification.core.numerals import chinese_number


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "〇"), (1, "一"), (5, "五"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一"), (35, "三十五")],
)
def test_a_number_in_chinese(number, text):
    assert chinese_number(number) == text
