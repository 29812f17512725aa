"""The cells of the answer sheet."""

from certification.attempts.domain import Cell
from certification.sitting.exams.palette import PaletteCell, cell_label, cell_state, cells_html
from tests.factories import NOON


def test_a_cell_says_its_state_in_words_and_for_the_style():
    cell = Cell("A", is_flagged=True, saved_at=NOON)

    assert cell_state(cell) == "done flag"
    assert cell_label(7, cell) == "第 7 题，已答，已标记"
    assert cell_label(7, Cell()) == "第 7 题，未答"


def test_a_cell_is_a_link_where_one_may_go_back():
    page = cells_html((PaletteCell(2, "/attempts/x/questions/2/", "done", "第 2 题，已答", True, "已保存 12:00:00"),))

    assert page == (
        '<a href="/attempts/x/questions/2/" data-cell="2" aria-current="true" data-s="done"'
        ' aria-label="第 2 题，已答" title="已保存 12:00:00">2</a>'
    )


def test_a_cell_leads_nowhere_where_one_only_goes_forward():
    assert cells_html((PaletteCell(1, "", "", "第 1 题，未答", False),)) == (
        '<a role="img" data-cell="1" aria-label="第 1 题，未答">1</a>'
    )


def test_words_are_escaped():
    assert "<b>" not in cells_html((PaletteCell(1, "", "", '"<b>', False, '"<b>'),))
