"""Marking anew: corrections, policies, and who crosses the pass mark."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.grading.domain import Policy
from certification.grading.regrading import Correction, Standing, corrected_points, preview_regrade
from certification.grading.tally import AreaPoints, Tally
from certification.papers.modes import Mode, mark_answer


def standing(chosen=(0,), *, attempt="a", position=1, version="v", key=(0,), mode=Mode.ALL_OR_NOTHING, out_of=300):
    points = mark_answer(chosen, key, options=4, mode=mode, points=out_of)
    return Standing(attempt, position, f"person-{attempt}", version, tuple(chosen), tuple(key), 4, mode, points, out_of)


@pytest.mark.parametrize(
    ("row", "correction", "points"),
    [
        pytest.param(standing({1}), Correction("v", key=(1,)), 300, id="the other key was right"),
        pytest.param(standing({0}), Correction("v", key=(1,)), 0, id="the key was wrong"),
        pytest.param(standing({2}), Correction("v", is_void=True), 300, id="a withdrawn question pays everybody"),
        pytest.param(standing(()), Correction("v", is_void=True), 300, id="also who left it open"),
        pytest.param(
            standing({0, 2}, key=(0, 1), mode=Mode.HALF_FOR_SUBSET),
            Correction("v", void_options=(2,)),
            150,
            id="a withdrawn option spoils nothing",
        ),
    ],
)
def test_a_correction_pays_what_the_corrected_question_would_have_paid(row, correction, points):
    assert corrected_points(row, correction) == points


def test_the_preview_says_who_gains_who_loses_and_who_crosses_the_pass_mark():
    rows = [standing({1}, attempt="gains"), standing({0}, attempt="loses"), standing({2}, attempt="neither")]
    tallies = {"gains": Tally(7800, 8000), "loses": Tally(8100, 8000), "neither": Tally(5000, 8000)}

    seen = preview_regrade(rows, [Correction("v", key=(1,))], policy=Policy.EXACT, tallies=tallies)

    assert [one.attempt for one in seen.gaining] == ["gains"]
    assert [one.attempt for one in seen.losing] == ["loses"]
    assert {one.attempt: (one.now_passes, one.now_fails) for one in seen.crossing} == {
        "gains": (True, False),
        "loses": (False, True),
    }
    assert [(one.standing.attempt, one.points) for one in seen.remarks] == [("gains", 300), ("loses", 0)]


def test_just_reaching_the_pass_mark_is_passing():
    seen = preview_regrade(
        [standing({1})], [Correction("v", key=(1,))], policy=Policy.EXACT, tallies={"a": Tally(7700, 8000)}
    )

    assert seen.attempts[0].now_passes


@pytest.mark.parametrize(("area", "now_passes"), [("ship", True), ("sign", False)])
def test_a_regrade_crosses_the_mark_of_an_area_too(area, now_passes):
    tally = Tally(9000, 8000, (AreaPoints("ship", 300, 900, 60), AreaPoints("sign", 600, 900, 60)))
    row = replace(standing({1}), area=area)

    seen = preview_regrade([row], [Correction("v", key=(1,))], policy=Policy.EXACT, tallies={"a": tally})

    assert seen.attempts[0].now_passes is now_passes
    assert not seen.attempts[0].now_fails


MANY = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("vw"), st.sets(st.integers(0, 3))), min_size=1, max_size=8
)
CORRECTIONS = st.builds(
    lambda key, void: [Correction("v", key=tuple(sorted(key))), Correction("w", void_options=tuple(sorted(void)))],
    st.sets(st.integers(0, 3), min_size=1),
    st.sets(st.integers(0, 3)),
)


def rows_of(many):
    return [
        standing(chosen, attempt=attempt, position=position, version=version, mode=Mode.PROPORTIONAL)
        for position, (attempt, version, chosen) in enumerate(many, start=1)
    ]


@given(many=MANY, corrections=CORRECTIONS)
def test_never_lower_lowers_no_mark_and_best_of_no_total(many, corrections):
    rows = rows_of(many)
    tallies = dict.fromkeys("abc", Tally(10000, 8000))

    never = preview_regrade(rows, corrections, policy=Policy.NEVER_LOWER, tallies=tallies)
    best = preview_regrade(rows, corrections, policy=Policy.BEST_OF, tallies=tallies)
    exact = preview_regrade(rows, corrections, policy=Policy.EXACT, tallies=tallies)

    assert all(remark.gain > 0 for remark in never.remarks)
    assert not best.losing
    for one, two, three in zip(exact.attempts, best.attempts, never.attempts, strict=True):
        assert one.after.points <= two.after.points <= three.after.points
        assert two.after.points == max(one.after.points, one.before.points)


@given(many=MANY, corrections=CORRECTIONS, policy=st.sampled_from(Policy))
def test_the_total_afterwards_is_the_total_before_and_the_changed_marks(many, corrections, policy):
    seen = preview_regrade(rows_of(many), corrections, policy=policy, tallies=dict.fromkeys("abc", Tally(10000, 0)))

    for one in seen.attempts:
        assert one.after.points == one.before.points + sum(remark.gain for remark in one.remarks)
        assert all(remark.gain for remark in one.remarks)


@given(many=MANY)
def test_withdrawing_a_question_never_costs_anybody(many):
    seen = preview_regrade(
        rows_of(many), [Correction("v", is_void=True)], policy=Policy.EXACT, tallies=dict.fromkeys("abc", Tally(0, 0))
    )

    assert not seen.losing
