"""Classical statistics, beside an independent implementation: numpy's covariances and scipy's moments."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from certification.competency.measuring.classical import item_statistics, paper_statistics
from certification.competency.measuring.table import MarkTable


def table_of(rows: list[list[float | None]], maxima: list[float] | None = None) -> MarkTable:
    width = len(rows[0])
    return MarkTable(
        persons=tuple(f"p{at}" for at in range(len(rows))),
        items=tuple(f"q{at}" for at in range(width)),
        marks=tuple(map(tuple, rows)),
        maxima=tuple(maxima or [1.0] * width),
    )


@st.composite
def tables(draw) -> MarkTable:
    width, height = draw(st.integers(2, 6)), draw(st.integers(4, 30))
    marks = st.sampled_from([None, 0.0, 0.25, 0.5, 1.0])
    return table_of(draw(st.lists(st.lists(marks, min_size=width, max_size=width), min_size=height, max_size=height)))


def same(ours: float | None, theirs: float) -> bool:
    return (ours is None and not np.isfinite(theirs)) or ours == pytest.approx(theirs, rel=1e-5, abs=1e-9)


@given(tables())
@settings(max_examples=150, deadline=None)
def test_every_figure_is_what_another_implementation_says(table):
    marks = np.array([[mark or 0.0 for mark in row] for row in table.marks])
    totals = marks.sum(axis=1)
    roots = [np.cov(column, totals)[0, 1] for column in marks.T]
    shares = sum(np.sqrt(root) for root in roots if root >= 0)
    for at, item in enumerate(item_statistics(table).values()):
        column, others = marks[:, at], totals - marks[:, at]
        assert same(item.facility, column.mean())
        assert same(item.sd, column.std(ddof=1))
        if column.std() > 1e-9 and others.std() > 1e-9:
            assert same(item.discrimination_index, 100 * np.corrcoef(column, others)[0, 1])
            greatest = np.cov(np.sort(column), np.sort(others))[0, 1]
            assert same(item.discriminative_efficiency, 100 * np.cov(column, others)[0, 1] / greatest)
        if roots[at] > 1e-9:
            assert same(item.effective_weight, 100 * np.sqrt(roots[at]) / shares)
    paper = paper_statistics(table)
    assert same(paper.mean, totals.mean())
    assert same(paper.median, np.median(totals))
    assert same(paper.sd, totals.std(ddof=1))
    if totals.std() > 1e-9:
        width = marks.shape[1]
        assert same(paper.skewness, stats.skew(totals, bias=False))
        assert same(paper.kurtosis, stats.kurtosis(totals, bias=False))
        alpha = width / (width - 1) * (1 - marks.var(axis=0, ddof=1).sum() / totals.var(ddof=1))
        assert same(paper.cic, 100 * alpha)
        assert same(paper.error_ratio, 100 * np.sqrt(1 - alpha))
        assert same(paper.standard_error, np.sqrt(1 - alpha) * totals.std(ddof=1))


def test_weights_are_shares_of_the_paper():
    items = item_statistics(table_of([[1.0, 3.0], [0.0, 0.0], [1.0, 2.0]], maxima=[1.0, 3.0]))
    assert [one.intended_weight for one in items.values()] == [25.0, 75.0]
    assert sum(one.effective_weight or 0 for one in items.values()) == pytest.approx(100)


def test_one_person_has_a_facility_and_no_spread():
    item = item_statistics(table_of([[1.0, None]]))
    assert item["q0"].facility == 1
    assert item["q1"].answered == 0
    assert item["q0"].sd is None
    assert paper_statistics(table_of([[1.0, None]])).cic is None


def test_an_item_that_the_rest_speaks_against_has_no_effective_weight():
    items = item_statistics(table_of([[0.0, 1.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    assert items["q0"].effective_weight is None
    assert items["q0"].discrimination_index == pytest.approx(-100)


def test_intervals_hold_the_figure_and_shrink_with_the_number_of_people():
    rows: list[list[float | None]] = [
        [1.0, 1.0, 0.0],
        [1.0, 0.0, 1.0],
        [0.0, 0.0, 1.0],
        [0.0, 1.0, 1.0],
        [1.0, 1.0, 1.0],
    ]
    few, many = (item_statistics(table_of(rows * times))["q0"] for times in (2, 20))
    for one in (few, many):
        assert one.facility_interval[0] <= one.facility <= one.facility_interval[1]
        assert one.discrimination_interval[0] <= one.discrimination_index <= one.discrimination_interval[1]
    for name in ("facility_interval", "discrimination_interval"):
        wide, narrow = getattr(few, name), getattr(many, name)
        assert narrow[1] - narrow[0] < wide[1] - wide[0]
