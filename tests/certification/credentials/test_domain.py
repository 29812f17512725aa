"""What a certificate's record comes to."""

from datetime import timedelta

import pytest

from certification.credentials.domain import (
    Event,
    Happening,
    Scope,
    Status,
    changed_rules,
    end_of,
    reminder_due,
    standing,
)
from tests.factories import NOON

DAY = timedelta(days=1)
END = NOON + 365 * DAY


def changed(*rules, at=NOON, days=30, edition="v2"):
    return Event(Happening.RULES_CHANGED, at, edition=edition, rules=rules, due_at=at + days * DAY)


def topped_up(*, at=NOON, edition="v2"):
    return Event(Happening.TOPPED_UP, at, edition=edition)


def revoked(*, at=NOON):
    return Event(Happening.REVOKED, at, reason="cheating")


def at(events, now):
    return standing(edition="v1", valid_until=END, events=events, now=now)


@pytest.mark.parametrize(
    ("events", "now", "status"),
    [
        pytest.param([], NOON, Status.VALID, id="fresh"),
        pytest.param([], END - timedelta(seconds=1), Status.VALID, id="the last second"),
        pytest.param([], END, Status.EXPIRED, id="over from the first instant"),
        pytest.param([changed("A")], NOON + 29 * DAY, Status.DUE, id="rules changed, still time"),
        pytest.param([changed("A")], NOON + 30 * DAY, Status.SUSPENDED, id="time for the top-up is over"),
        pytest.param([changed("A", days=0)], NOON, Status.SUSPENDED, id="no time was given"),
        pytest.param([changed("A"), topped_up()], NOON + 31 * DAY, Status.VALID, id="topped up"),
        pytest.param([changed("A"), changed(at=NOON + DAY)], NOON + 31 * DAY, Status.VALID, id="taken back"),
        pytest.param([changed("A"), changed("A", "B", at=NOON + 20 * DAY)], NOON + 30 * DAY, Status.SUSPENDED,
                     id="a second change gives no more time"),
        pytest.param([revoked()], END, Status.REVOKED, id="revoked before expired"),
        pytest.param([changed("A", days=0), revoked(), topped_up()], NOON, Status.REVOKED, id="nothing mends it"),
    ],
)  # fmt: skip
def test_the_record_says_whether_it_holds(events, now, status):
    assert at(events, now).status is status


def test_a_top_up_moves_what_is_covered():
    found = at([changed("A"), topped_up()], NOON)

    assert (found.edition, found.changed, found.due_at) == ("v2", (), None)


def test_only_what_decides_otherwise_has_changed():
    old, new = {"A": "1", "B": "1", "C": "1"}, {"A": "1", "B": "2", "D": "1"}

    assert changed_rules(old, new, ["A", "B", "C", "D"]) == ("B", "C", "D")
    assert changed_rules(old, new, ["A", "C"]) == ("C",)


def test_a_scope_covers_its_areas_and_books_or_everything():
    scope = Scope(areas=("returns",), books=("taobao",))

    assert Scope().has(areas=[], books=[])
    assert scope.has(areas=["returns"], books=["law"])
    assert scope.has(areas=[], books=["taobao"])
    assert not scope.has(areas=["talk"], books=["law"])


@pytest.mark.parametrize(
    ("days", "reminded", "due"),
    [(31, [], None), (30, [], 30), (29, [30], None), (7, [30], 7), (6, [30, 7], None), (3, [], 7), (0, [], None)],
)
def test_the_holder_is_reminded_twice(days, reminded, due):
    assert reminder_due(END, reminded, END - days * DAY) == due


def test_a_month_later_is_the_same_day_or_the_last():
    assert end_of(NOON, 12) == NOON.replace(year=2027)
    assert end_of(NOON.replace(month=1, day=31), 1).day == 28
