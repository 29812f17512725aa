"""The table that ships: every year from 2004 on, those announced with their holidays, the others provisional."""

from datetime import date

import pytest

from cases.api import shipped_edition
from cases.editions.content import read_files


@pytest.fixture(scope="module")
def calendar():
    return shipped_edition().vocabulary.calendar


def test_it_has_no_hole_and_says_which_years_are_provisional(calendar):
    assert list(calendar.years) == list(range(2004, 2036))
    assert [number for number, year in calendar.years.items() if year.provisional] == list(range(2027, 2036))


@pytest.mark.parametrize(
    ("day", "worked"),
    [("2025-01-26", True), ("2025-01-28", False), ("2025-10-11", True), ("2025-10-08", False), ("2026-02-14", True)],
)
def test_it_knows_the_holidays_and_the_weekends_worked_for_them(calendar, day, worked):
    assert calendar.is_working_day(date.fromisoformat(day)) is worked


def test_it_is_part_of_the_content_that_is_hashed():
    assert read_files()["calendar"]["years"]
