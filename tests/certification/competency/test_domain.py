"""Mastery from answers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.competency.domain import FEWEST, HALF_LIFE, OUTDATED, Answer, Level, Tally, tallies

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def answer(share=1.0, *, days=0.0, rules=("R-1",), roles=None, edition="e1", weight=1.0) -> Answer:
    held = roles or dict.fromkeys(rules, 1.0)
    return Answer(NOW - timedelta(days=days), share, held, rules[0], "v", "t", edition, weight)


def weigh(answers, *, areas=None, outdated=(), now=NOW) -> dict[str, Tally]:
    held = areas or {}
    return tallies(
        answers,
        scopes=lambda rule: (rule, *held.get(rule, ())),
        is_outdated=lambda edition, rule: (edition, rule) in outdated,
        now=now,
    )


ANSWERS = st.lists(
    st.builds(
        answer,
        st.sampled_from([0.0, 0.5, 1.0]),
        days=st.floats(0, 400),
        weight=st.sampled_from([0.5, 0.75, 1.0]),
        edition=st.sampled_from(["e1", "e2"]),
    ),
    min_size=1,
    max_size=12,
)


@given(ANSWERS, st.floats(0, 400), st.sampled_from([0.5, 0.75, 1.0]))
@settings(max_examples=100)
def test_a_right_answer_never_lowers_mastery_and_a_wrong_one_never_raises_it(answers, days, weight):
    before = weigh(answers)["R-1"].mean
    right = weigh([*answers, answer(1.0, days=days, weight=weight)], outdated={("e1", "R-1")})["R-1"]
    same = weigh(answers, outdated={("e1", "R-1")})["R-1"].mean
    assert right.mean >= same - 1e-12
    assert weigh([*answers, answer(0.0, days=days, weight=weight)])["R-1"].mean <= before + 1e-12


@given(ANSWERS, st.floats(0, 300))
@settings(max_examples=50)
def test_time_alone_only_draws_towards_not_knowing(answers, days):
    tally = weigh(answers)["R-1"]
    later = tally.moved_to(NOW + timedelta(days=days))
    assert abs(later.mean - 0.5) <= abs(tally.mean - 0.5) + 1e-12
    anew = weigh(answers, now=NOW + timedelta(days=days))["R-1"]
    assert later.right == pytest.approx(anew.right)
    assert later.wrong == pytest.approx(anew.wrong)


def test_an_answer_fades_by_half_in_a_half_life():
    assert weigh([answer(days=HALF_LIFE.days)])["R-1"].right == pytest.approx(0.5)


def test_half_an_answer_counts_on_both_sides():
    tally = weigh([answer(0.5)])["R-1"]
    assert (tally.right, tally.wrong, tally.count) == (0.5, 0.5, 1)


def test_what_was_answered_by_another_rule_counts_a_quarter():
    answers = [answer(edition="old"), answer(edition="new")]
    assert weigh(answers, outdated={("old", "R-1")})["R-1"].right == pytest.approx(1 + OUTDATED)


def test_an_answer_counts_once_for_an_area_by_its_strongest_rule():
    held = {"R-1": ("area",), "R-2": ("area",)}
    found = weigh([answer(roles={"R-1": 0.5, "R-2": 1.0}, rules=("R-2",))], areas=held)
    assert found["area"].right == 1
    assert found["area"].count == 1
    assert found["R-1"].right == 0.5


@pytest.mark.parametrize(
    ("right", "wrong", "level"),
    [
        (FEWEST - 0.1, 0, Level.UNKNOWN),
        (2, 2, Level.UNKNOWN),
        (18, 2, Level.MASTERED),
        (9, 3, Level.CLOSE),
        (3, 12, Level.BEHIND),
    ],
)
def test_too_little_is_said_to_be_too_little(right, wrong, level):
    assert Tally(right, wrong, 99, NOW, NOW).level is level


def test_the_interval_holds_the_mean_and_shrinks():
    few, many = Tally(3, 1, 4, NOW, NOW), Tally(30, 10, 40, NOW, NOW)
    for one in (few, many):
        assert one.interval[0] < one.mean < one.interval[1]
    assert many.interval[1] - many.interval[0] < few.interval[1] - few.interval[0]
    # The 5 % and 95 % quantiles of Beta(4, 2), by its closed cumulative distribution 5x^4 - 4x^5.
    for share, bound in zip((0.05, 0.95), few.interval, strict=True):
        assert 5 * bound**4 - 4 * bound**5 == pytest.approx(share)
