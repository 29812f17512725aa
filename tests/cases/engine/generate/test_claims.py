"""Outcomes as propositions: each is true exactly of its own outcome."""

import pytest

from cases.engine.evaluate import compile_test
from cases.engine.generate.claims import claim_text
from cases.engine.language import parse_condition
from cases.engine.values import Span
from tests.factories.cases import little_words, make_case, make_program

PAID, SIGNED = "2025-05-01 10:00", "2025-05-03"
CASE = make_case(events={"paid": PAID})
PAID_AT = CASE.events["paid"].lo


@pytest.mark.parametrize(
    ("issue", "value", "text"),
    [
        ("late", True, "late"),
        ("late", False, "not late"),
        ("remedy", "exchange", "remedy == exchange"),
        ("award", 3000, "award == 30yuan"),
        ("award", 1250, "award == 1250fen"),
        ("deadline", Span(PAID_AT, PAID_AT), "deadline == @paid"),
        ("deadline", Span(PAID_AT + 2880, PAID_AT + 2880), "deadline == @paid + 2d"),
        ("deadline", Span(PAID_AT - 90, PAID_AT - 90), "deadline == @paid - 90min"),
        ("deadline", Span(PAID_AT + 180, PAID_AT + 180), "deadline == @paid + 3h"),
    ],
)
def test_the_proposition_holds_for_the_outcome_and_no_other(issue, value, text):
    words, program = little_words(), make_program()
    said = claim_text(words.issues[issue], value, CASE)
    env = program.environment(CASE)
    env[program.layout.issues[issue]] = value

    assert said == text
    assert compile_test(parse_condition(said, words), program.layout)(env) is True


def test_an_instant_counts_from_the_midnight_after_a_day():
    case = make_case(events={"signed": SIGNED})
    day = case.events["signed"]

    assert (
        claim_text(little_words().issues["deadline"], Span(day.hi + 1, day.hi + 1), case)
        == "deadline == next_midnight(@signed)"
    )


@pytest.mark.parametrize("value", [Span(0, 5), Span(0, 0, "paid")])
def test_what_is_no_single_instant_of_the_calendar_cannot_be_said(value):
    assert claim_text(little_words().issues["deadline"], value, CASE) == ""
    assert claim_text(little_words().issues["deadline"], Span(1, 1), make_case()) == ""
