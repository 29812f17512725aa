"""Whose areas would no longer be mastered if another edition went live."""

from datetime import timedelta

import pytest

from certification.competency import what_if
from certification.competency.domain import Answer
from certification.competency.models import Standing
from certification.competency.what_if import changed_rules, would_fall
from certification.publishing.drafts.content import edited_of
from tests.factories import NOON
from tests.factories.drafts import CHANGED, make_draft
from tests.factories.later_edition import LOST, store_later_edition
from tests.factories.people import UserFactory

UNTOUCHED = "ZRULE-FREIGHT-1"


def answers(rule, edition, *, right=True):
    return [
        Answer(
            at=NOON - timedelta(days=1), share=float(right), roles={rule: 1.0}, main=rule, version=f"v{n}", trace="t",
            edition=edition, weight=1.0,
        )
        for n in range(12)
    ]  # fmt: skip


@pytest.fixture
def knows(monkeypatch):
    """Let people have answered what a test says."""
    said = {}
    monkeypatch.setattr(what_if, "answers_of", lambda people: {one: said.get(one, []) for one in people})
    return said


def test_what_was_known_of_a_changed_rule_counts_little(edition, trainer, knows):
    able, other, behind = (UserFactory().pk for _ in range(3))
    knows[able] = answers(CHANGED, edition.id)
    knows[other] = answers(UNTOUCHED, edition.id)
    knows[behind] = answers(CHANGED, edition.id, right=False)
    draft = edited_of(make_draft(trainer)).edition

    (fall,) = would_fall([able, other, behind], edition, draft, is_draft=True, now=NOON)

    assert (fall.person, fall.area, fall.changed) == (able, "shipping", (CHANGED,))
    assert fall.after.mean < 0.9 < fall.before.mean
    assert not Standing.objects.exists()


def test_a_draft_that_changes_nothing_hurts_nobody(edition, knows):
    person = UserFactory().pk
    knows[person] = answers(CHANGED, edition.id)
    assert would_fall([person], edition, edition, is_draft=True, now=NOON) == ()


def test_going_back_is_weighed_by_the_edition_of_before(edition, knows):
    later = store_later_edition()
    person, old_hand = UserFactory().pk, UserFactory().pk
    knows[person] = answers(CHANGED, later.id)
    knows[old_hand] = answers(CHANGED, edition.id)

    found = would_fall([person, old_hand], later, edition, is_draft=False, now=NOON)

    assert [one.person for one in found] == [person]
    assert changed_rules(later, edition) == {CHANGED}
    assert changed_rules(edition, later) == {CHANGED, LOST}
