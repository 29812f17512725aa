"""Passing by total and by area, at the mark and just below it."""

import pytest

from certification.grading.tally import AreaPoints, Tally


@pytest.mark.parametrize(
    ("points", "needs", "is_met"),
    [(600, 60, True), (599, 60, False), (0, 0, True), (1000, 100, True), (999, 100, False)],
)
def test_an_area_is_met_from_its_share_on(points, needs, is_met):
    assert AreaPoints("ship", points, 1000, needs).is_met is is_met


@pytest.mark.parametrize(("points", "ship", "has_passed"), [(800, 60, True), (799, 60, False), (800, 59, False)])
def test_both_the_total_and_every_area_decide(points, ship, has_passed):
    tally = Tally(points, 800, (AreaPoints("ship", ship, 100, 60), AreaPoints("sign", 100, 100, 60)))

    assert tally.has_passed is has_passed


def test_points_that_move_count_for_the_total_and_their_area():
    tally = Tally(700, 800, (AreaPoints("ship", 50, 100, 60), AreaPoints("sign", 100, 100, 60)))

    moved = tally.moved({"ship": 30, "elsewhere": 100})

    assert moved == Tally(830, 800, (AreaPoints("ship", 80, 100, 60), AreaPoints("sign", 100, 100, 60)))
    assert (tally.has_passed, moved.has_passed) == (False, True)
