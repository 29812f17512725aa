"""What a person is told about scoring is what is paid."""

from pathlib import Path

import pytest

from certification.bank.domain import QuestionType
from certification.grading.domain import points_text
from certification.grading.scoring import MODE_NAMES, MODE_SENTENCES, mode_line, mode_lines, points_table
from certification.papers.modes import Mode, worked_table

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "scoring.md"


def test_the_default_pays_half_for_too_few_and_nothing_for_a_wrong_one():
    rows = points_table(Mode.HALF_FOR_SUBSET, 500)

    assert [(row.right, row.points) for row in rows] == [
        (0, ("0", "0")), (1, ("2.5", "0")), (2, ("2.5", "0")), (3, ("5", "0")),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_has_its_words(mode):
    assert MODE_NAMES[mode]
    assert MODE_SENTENCES[mode]


def test_only_a_multiple_choice_needs_a_table():
    assert mode_line(QuestionType.MULTIPLE, Mode.PROPORTIONAL, 500).table
    assert not mode_line(QuestionType.SINGLE, Mode.ALL_OR_NOTHING, 300).table


def test_a_paper_gets_one_line_for_each_type_and_mode():
    asked = [("multiple", "proportional", 500), ("single", "all-or-nothing", 300), ("single", "all-or-nothing", 200)]

    lines = mode_lines(asked)

    assert [(line.type_name, line.points) for line in lines] == [("单选", "按题"), ("多选", "5")]


@pytest.mark.parametrize("keyed", [2, 3])
def test_the_tables_of_the_reference_are_what_is_paid(keyed):
    text = REFERENCE.read_text(encoding="utf-8")

    for right in range(keyed + 1):
        cells = [
            " / ".join(points_text(paid) for ticked, _, paid in worked_table(keyed, 4, mode, 500) if ticked == right)
            for mode in Mode
        ]
        assert f"| {right} | {' | '.join(cells)} |" in text
