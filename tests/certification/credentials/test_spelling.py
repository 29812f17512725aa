"""Numbers, names and days on a certificate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.credentials.domain import Shown
from certification.credentials.spelling import (
    ALPHABET,
    check_code,
    chinese_day,
    masked,
    number_of,
    read_number,
    shown_name,
)
from tests.factories import NOON


@given(st.text(alphabet=ALPHABET, min_size=6, max_size=6))
def test_a_number_is_read_however_it_was_typed(letters):
    number = number_of(NOON, letters)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number.lower())

    assert {read_number(typed) for typed in (number, wide, number.replace("-", " "), number.replace("-", ""))} == {
        number
    }


def test_what_is_no_number_stays_harmless():
    assert read_number("../../etc") == "ETC"
    assert read_number("证书") == ""


@pytest.mark.parametrize(
    ("name", "seen"),
    [("林晓雯", "林＊雯"), ("何青", "何＊"), ("欧阳喆堃", "欧＊＊堃"), ("喆", "＊"), ("", "＊")],
)
def test_a_name_is_masked(name, seen):
    assert masked(name) == seen
    assert shown_name(name, Shown.NOTHING) == ""
    assert shown_name(name, Shown.FULL) == name


def test_the_check_code_tells_parts_apart():
    assert check_code(["a", "b"]) != check_code(["ab", ""])
    assert len(check_code(["a"])) == 9


def test_days_in_chinese():
    assert chinese_day(NOON) == "二〇二六年九月十八日"
