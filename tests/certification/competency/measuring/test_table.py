"""Tables of marks: read strictly, refused with the place."""

import pytest

from certification.competency.measuring.classical import item_statistics
from certification.competency.measuring.table import TableError, read_marks


def test_the_row_max_holds_the_greatest_marks_wherever_it_stands():
    table = read_marks("\ufeffperson,q1,q2\r\nli,1,1.5\r\nMAX,1,2\r\nwang,,0\r\n")
    assert table.persons == ("li", "wang")
    assert table.items == ("q1", "q2")
    assert table.maxima == (1.0, 2.0)
    assert table.marks == ((1.0, 1.5), (None, 0.0))


def test_without_it_each_item_is_worth_one():
    assert read_marks("person,q1\nli,1\n").maxima == (1.0,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "表是空的"),
        ("name,q1\nli,1", "应为 person，现在是“name”"),
        ("person\nli", "没有题目的列"),
        ("person,q1,q1\nli,1,1", "题目“q1”出现了两次"),
        ("person,q1,\nli,1,1", "有一个题目没有编号"),
        ("person,q1\nli,1\nli,0", "人员“li”出现了两次"),
        ("person,q1\nmax,1", "表里没有人"),
        ("person,q1,q2\nli,1", "第 2 行有 2 格，表头有 3 格"),
        ("person,q1\nli,对", "第 2 行“q1”列的“对”不是数"),
        ("person,q1\nli,nan", "不是数"),
        ("person,q1\nli,inf", "不是数"),
        ("person,q1\nli,2", "得分 2 不在 0 到 1 之间"),
        ("person,q1\nli,-1", "得分 -1 不在 0 到 1 之间"),
        ("person,q1\nmax,0\nli,0", "应为大于 0 的满分，现在是“0”"),
        ("person,q1\nmax,\nli,0", "现在是“空”"),
        ("person,q1\nmax,1\nmax,1\nli,0", "只能有一行"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(text, said):
    with pytest.raises(TableError, match=said):
        read_marks(text)


def test_a_row_may_say_what_a_guess_gets():
    text = "person,q1,q2\nmax,4,2\nrandom_guess,1,\np1,4,0\np2,0,2\n"
    table = read_marks(text)
    assert table.persons == ("p1", "p2")
    assert table.guesses == (1.0, None)
    statistics = item_statistics(table)
    assert [statistics[name].random_guess_score for name in ("q1", "q2")] == [0.25, None]
    assert item_statistics(read_marks("person,q1\np1,1\n"))["q1"].random_guess_score is None


@pytest.mark.parametrize("row", ["random_guess,9,0\n", "random_guess,1,0\nrandom_guess,1,0\n"])
def test_a_guess_beyond_the_full_mark_or_twice_is_refused(row):
    with pytest.raises(TableError, match="random_guess"):
        read_marks(f"person,q1,q2\nmax,4,2\n{row}p1,4,0\n")
