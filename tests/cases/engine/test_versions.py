"""The version that governs is the one in force at the event named in ``by``; without it, at the as-of."""

import pytest

from tests.factories.cases import make_case, make_effective, make_rule, outcome

OLD = make_effective(end="2025-05-10", by="paid")
NEW = make_effective(start="2025-05-10", by="paid")
NOON = "2025-05-10 12:00"


def versions(old="reject", new="refund", start=OLD, end=NEW):
    return [
        make_rule("R", {"remedy": old}, version="old", effective=start),
        make_rule("R", {"remedy": new}, version="new", effective=end),
    ]


def result(rules, **case):
    found = outcome(rules, "remedy", make_case(**case))
    return found.status, found.value


@pytest.mark.parametrize(
    ("paid", "value"),
    [
        pytest.param("2025-05-09 23:59", "reject", id="the last old minute"),
        pytest.param("2025-05-10 00:00", "refund", id="the first new minute"),
        pytest.param("2025-05-09", "reject", id="the last old day"),
        pytest.param("2025-05-10", "refund", id="the first new day"),
    ],
)
def test_the_event_picks_the_version(paid, value):
    assert result(versions(), events={"paid": paid}) == ("decided", value)


@pytest.mark.parametrize(("as_of", "value"), [("2025-05-09", "reject"), ("2025-05-10", "refund")])
@pytest.mark.parametrize("events", [{}, {"paid": "yes"}, {"paid": "no"}], ids=["no event", "undated", "absent"])
def test_without_a_dated_event_the_as_of_picks_it(as_of, value, events):
    assert result(versions(), events=events, as_of=as_of) == ("decided", value)


def test_without_by_the_as_of_picks_the_version():
    rules = versions(start=make_effective(end="2025-05-10"), end=make_effective(start="2025-05-10"))

    assert result(rules, events={"paid": "2025-05-01"}) == ("decided", "refund")


def test_a_day_that_straddles_a_change_is_undetermined_where_the_versions_differ():
    rules = versions(start=make_effective(end=NOON, by="paid"), end=make_effective(start=NOON, by="paid"))

    assert result(rules, events={"paid": "2025-05-10"}) == ("undetermined", None)


def test_a_day_that_straddles_a_change_is_decided_where_the_versions_agree():
    rules = versions("refund", "refund", make_effective(end=NOON, by="paid"), make_effective(start=NOON, by="paid"))

    assert result(rules, events={"paid": "2025-05-10"}) == ("decided", "refund")


@pytest.mark.parametrize(("old", "expected"), [("refund", ("decided", "refund")), ("reject", ("undetermined", None))])
def test_with_an_open_event_every_version_is_tried(old, expected):
    assert result(versions(old), events={"paid": "?"}) == expected


def test_versions_that_leave_time_uncovered_may_all_be_out_of_force():
    rules = versions("refund", "refund", make_effective("2025-01-01", "2025-05-10", "paid"))

    assert result(rules, events={"paid": "?"}) == ("undetermined", None)


@pytest.mark.parametrize(
    ("paid", "status"),
    [("2025-04-30", "gap"), ("2025-05-01", "decided"), ("2025-05-31", "decided"), ("2025-06-01", "gap")],
)
def test_a_single_version_holds_from_its_start_and_ends_before_its_end(paid, status):
    rule = make_rule("R", {"remedy": "refund"}, effective=make_effective("2025-05-01", "2025-06-01", "paid"))

    assert result([rule], events={"paid": paid})[0] == status


def test_versions_not_in_force_are_listed_apart_and_not_as_defeated():
    found = outcome(versions(), "remedy", make_case(events={"paid": "2025-05-11"}))

    assert [(v.rule, v.version, v.would) for v in found.not_in_force] == [("R", "old", "reject")]
    assert (found.defeated, found.by) == ((), ("R",))


def test_a_version_not_in_force_that_would_not_apply_is_not_listed():
    old = make_rule("R", {"remedy": "reject"}, ("worn",), version="old", effective=OLD)

    found = outcome([old, versions()[1]], "remedy", make_case(events={"paid": "2025-05-11"}))

    assert found.not_in_force == ()
