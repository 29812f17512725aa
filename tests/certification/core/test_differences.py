"""Where two texts differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.core.differences import lines, pieces

TEXTS = st.text(st.sampled_from("签收后七日内 48h，2017-03-15。"), max_size=30)


@given(old=TEXTS, new=TEXTS)
def test_pieces_hold_both_texts(old, new):
    lines = pieces(old, new)

    assert "".join(piece.text for line in lines for piece in line if piece.css != "ins") == old
    assert "".join(piece.text for line in lines for piece in line if piece.css != "del") == new


def test_numbers_and_dates_are_replaced_whole():
    (line,) = pieces("约 2012-01-01 起，48 小时内", "约 2013-01-01 起，72 小时内")

    assert [(piece.text, piece.css) for piece in line if piece.css] == [
        ("2012-01-01", "del"),
        ("2013-01-01", "ins"),
        ("48", "del"),
        ("72", "ins"),
    ]


@pytest.mark.parametrize(("old", "new"), [("甲乙丙丁", "子丑寅卯"), ("签收" * 400, "签收" * 401)])
def test_texts_with_little_in_common_and_long_ones_stand_apart(old, new):
    assert [[piece.css for piece in line] for line in pieces(old, new)] == [["del"], ["ins"]]


def test_lines_that_differ_are_told_and_those_alike_left_out():
    found = list(lines(["甲", "签收后 48 小时"], ["甲", "签收后 72 小时", "丙"]))

    assert [[(piece.text, piece.css) for piece in line] for line in found] == [
        [("签收后 ", ""), ("48", "del"), ("72", "ins"), (" 小时", "")],
        [("丙", "ins")],
    ]
