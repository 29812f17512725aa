"""What a change does to the bank: keys, options, causes."""

import pytest

from certification.publishing.impact.reading import read_impact
from certification.publishing.impact.report import measure
from certification.publishing.questions import asked_in_bank
from tests.factories.bank import make_bank
from tests.factories.later_edition import CHANGED, LOST, REWORDED, store_later_edition


@pytest.fixture
def report(db):
    edition, _report = make_bank()
    return measure(asked_in_bank(), old=edition, new=store_later_edition())


def test_every_question_has_one_fate(report):
    assert report.counts == {"key": 1, "blocked": 2, "reason": 1, "freed": 0, "unaffected": 38}
    assert sum(report.counts.values()) == report.total == 42
    assert report.judged == 4


def test_a_changed_key_stands_beside_the_old_one_with_its_cause(report):
    (row,) = report.of("key")

    assert (row.key_before, row.key_after, row.causes) == (("A",), ("B",), (CHANGED,))
    assert [(one.label, one.before, one.after) for one in row.options if one.has_changed] == [
        ("A", True, False),
        ("B", False, True),
    ]
    assert row.was.startswith("构成迟延")
    assert row.now.startswith("不构成迟延")


def test_a_blocked_question_says_why_and_has_no_key(report):
    row = report.of("blocked")[0]

    assert row.key_after == ()
    assert not any(option.is_key for option in row.options)
    assert row.causes == (LOST,)
    assert "gap" in row.now


def test_a_rule_that_is_put_better_moves_nothing_but_is_listed(report):
    assert {(one.rule, one.how) for one in report.rules} == {
        (CHANGED, "changed"),
        (LOST, "removed"),
        (REWORDED, "reworded"),
    }
    assert REWORDED not in [cause for row in report.rows for cause in row.causes]


def test_the_same_edition_changes_nothing(db):
    edition, _report = make_bank()

    report = measure(asked_in_bank(), old=edition, new=edition)

    assert report.counts["unaffected"] == 42
    assert (report.rules, report.judged) == ((), 0)


def test_the_report_becomes_json(report):
    data = report.to_json()

    assert data["counts"]["key"] == 1
    assert data["items"][0]["effect"] == "key"
    assert data["items"][0]["options"][0] == {"label": "A", "before": True, "after": False}


def test_a_pair_of_stored_editions_is_measured_once(db, django_assert_num_queries):
    edition, _report = make_bank()
    later = store_later_edition()
    first = read_impact(edition.id, later.id)

    with django_assert_num_queries(1):
        assert read_impact(edition.id, later.id) is first
