"""Marked-up text as plain text."""

import uuid

import pytest

from certification.bank.markup.plain import plain_line, plain_text
from certification.bank.markup.reading import is_plain, picture_ids

ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("买家付款后（　　）等揽收", "买家付款后（　　）等揽收", id="plain stays, wide blanks too"),
        pytest.param("**注意：**买家`x`", "注意：买家x", id="marks go"),
        pytest.param("甲\n乙\n\n丙", "甲 乙 丙", id="lines become one"),
        pytest.param(
            "案情\n\n3. 甲\n4. 乙\n\n- 丙\n  1. 丁", "案情 3. 甲 4. 乙 · 丙 1. 丁", id="lists keep their marks"
        ),
        pytest.param("|项目|金额|\n|--|--|\n|运费|5|", "项目｜金额 运费｜5", id="a table by rows"),
        pytest.param(
            f"看图 ![面单：*10:20*](picture:{ONE})", "看图 ［图：面单：10:20］", id="a picture is its description"
        ),
        pytest.param("> 买家：不要了", "买家：不要了", id="a quotation"),
    ],
)
def test_a_text_without_its_marks(text, plain):
    assert plain_line(text) == plain


def test_blocks_stand_on_lines_of_their_own():
    assert plain_text("案情\n\n- 甲\n- 乙") == "案情\n· 甲\n· 乙"


def test_pictures_are_found_once_each_in_their_order():
    text = (
        f"![a](picture:{TWO}) ![b](picture:{ONE})\n\n- ![c](picture:{TWO})\n\n|![d](picture:{uuid.UUID(int=3)})|\n|--|"
    )

    assert picture_ids(text) == [TWO, ONE, uuid.UUID(int=3)]
    assert picture_ids("picture:x") == []


def test_the_bank_as_it_is_needs_no_reading():
    assert is_plain("买家 9 月 1 日 14:00 付款 333.32 元，问：“不发了？”（　　）")
    assert not is_plain("**x**")
