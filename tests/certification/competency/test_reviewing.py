"""错题本: what comes in, when it comes back, when it leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.competency.domain import Answer
from certification.competency.reviewing import IN_A_ROW, LASTING_DAYS, notebook

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def answer(day: float, share: float = 1.0, *, version="v1", rule="R-1", is_guess=False) -> Answer:
    return Answer(NOW + timedelta(days=day), share, {rule: 1.0}, rule, version, f"t-{version}", "e", is_guess=is_guess)


def test_right_answers_bring_nothing_in():
    assert notebook([answer(0), answer(1)]) == {}


@pytest.mark.parametrize("first", [answer(0, 0.0), answer(0, 0.5), answer(0, 1.0, is_guess=True)])
def test_a_wrong_half_or_guessed_answer_brings_the_rule_in(first):
    card = notebook([first])["R-1"]
    assert NOW < card.due_at <= NOW + timedelta(days=1)
    assert card.graduated_at is None
    assert card.last_version == "v1"


def test_it_comes_back_later_each_time_it_is_known_and_soon_after_a_mistake():
    answers = [answer(0, 0.0), answer(1, version="v2"), answer(4, version="v1"), answer(15, version="v2")]
    waits = []
    for count in range(2, 5):
        card = notebook(answers[:count])["R-1"]
        waits.append(card.due_at - card.last_at)
    assert waits == sorted(waits)
    lapsed = notebook([*answers, answer(40, 0.0)])["R-1"]
    assert lapsed.due_at - lapsed.last_at < timedelta(days=1)
    assert lapsed.lapses == 2
    assert lapsed.in_a_row == 0


def learned(count: int, *, versions=("v1", "v2")) -> list[Answer]:
    days, found = 1.0, [answer(0, 0.0)]
    for at in range(count):
        found.append(answer(days, version=versions[at % len(versions)]))
        days *= 3
    return found


def test_it_leaves_once_it_is_known_lastingly_in_two_questions():
    counts = [at for at in range(1, 8) if notebook(learned(at))["R-1"].graduated_at]
    assert counts
    assert counts[0] >= IN_A_ROW
    assert notebook(learned(counts[0]))["R-1"].stability >= LASTING_DAYS
    assert notebook(learned(7, versions=("v1",)))["R-1"].graduated_at is None


def test_a_mistake_brings_it_back():
    answers = [*learned(7), answer(4000, 0.0)]
    assert notebook(answers)["R-1"].graduated_at is None


def test_kept_by_hand_it_stays():
    assert notebook(learned(7), kept=frozenset({"R-1"}))["R-1"].graduated_at is None


def test_taken_out_by_hand_it_is_gone_until_the_next_mistake():
    answers = [answer(0, 0.0), answer(1, 0.0)]
    removed = {"R-1": NOW + timedelta(days=2)}
    assert notebook(answers, removed=removed) == {}
    assert notebook([*answers, answer(3)], removed=removed) == {}
    assert notebook([*answers, answer(3, 0.0)], removed=removed)["R-1"].first_at == NOW + timedelta(days=3)


def test_of_what_was_handed_in_together_the_worst_counts_whatever_the_order():
    together = [answer(0, version="v9"), answer(0, 0.0, version="v1"), answer(0, version="v5")]
    card = notebook(together)["R-1"]
    assert card == notebook(reversed(together))["R-1"]
    assert (card.lapses, card.in_a_row, card.last_version) == (1, 0, "v1")
    assert card.due_at - card.last_at < timedelta(days=1)


def test_a_question_without_a_deciding_rule_has_no_card():
    assert notebook([answer(0, 0.0, rule="")]) == {}


@given(st.lists(st.tuples(st.floats(0, 300), st.sampled_from([0.0, 0.5, 1.0]), st.booleans()), max_size=12))
@settings(max_examples=60)
def test_the_order_of_reading_does_not_matter_and_nothing_is_due_before_it_was_answered(drawn):
    answers = [answer(day, share, is_guess=guess, version=f"v{at}") for at, (day, share, guess) in enumerate(drawn)]
    found = notebook(answers)
    assert found == notebook(reversed(answers))
    assert all(card.due_at > card.last_at for card in found.values())
