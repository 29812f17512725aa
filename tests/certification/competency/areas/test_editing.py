"""Changing the areas: validated, kept, one after the other."""

import uuid

import pytest

from certification.competency.areas.domain import SHIPPED, Area, changes, unknown_patterns
from certification.competency.areas.editing import (
    Change,
    history,
    new_code,
    newest_revision,
    put_area,
    remove_area,
    restore_shipped,
)
from certification.competency.areas.services import areas, fingerprint
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from tests.factories import NOON
from tests.factories.bank import RULE_MARK

RULE = f"{RULE_MARK}SHIP-1"
TOPICS = {"A-1": "ship", "A-2": "ship", "B-1": "sign"}


def by(seen=None) -> Change:
    return Change(uuid.UUID(int=7), "试一试", newest_revision() if seen is None else seen)


def test_a_change_says_which_rules_came_and_went():
    before = (Area("a", "甲", ("ship",)), Area("b", "乙", ("sign",)))
    after = (Area("a", "甲", (), ("A-1", "B-*")), Area("c", "丙", ("sign",)))

    first, second, third = changes(before, after, TOPICS)

    assert (first.gained, first.lost) == (("B-1",), ("A-2",))
    assert (second.name, second.was, second.gained) == ("丙", None, ("B-1",))
    assert (third.name, third.now, third.lost) == ("乙", None, ("B-1",))
    assert changes(before, before, TOPICS) == ()


def test_patterns_that_no_rule_has():
    assert unknown_patterns(["A-1", "A-*", "A-9", "C-*"], TOPICS) == ("A-9", "C-*")


def test_the_shipped_areas_stay_when_one_is_added(edition):
    was = fingerprint()
    put_area(Area("mine", "我的", (), (RULE,)), 2, by(), now=NOON)

    assert [one.code for one in areas()[:3]] == [SHIPPED[0].code, "mine", SHIPPED[1].code]
    assert len(areas()) == len(SHIPPED) + 1
    assert fingerprint() != was
    (past,) = history()
    assert (past.row.note, past.row.actor, past.row.at) == ("试一试", uuid.UUID(int=7), NOON)
    assert [one.gained for one in past.changes] == [(RULE,)]
    assert JournalEntry.objects.get(verb="areas.changed").actor_id == uuid.UUID(int=7)


def test_an_area_keeps_its_place_and_old_patterns_when_it_is_changed(edition):
    shipped = SHIPPED[0]  # its patterns fit nothing in the little edition
    put_area(Area(shipped.code, "退换", shipped.topics, (*shipped.patterns, RULE)), 1, by(), now=NOON)
    assert areas()[0].name == "退换"


@pytest.mark.parametrize(
    ("area", "code"),
    [
        pytest.param(Area("mine", SHIPPED[0].name, (), (RULE,)), "areas.name-taken", id="a name twice"),
        pytest.param(Area("mine", "我的", (), (RULE, "NO-SUCH")), "areas.unknown-rules", id="an unknown rule"),
        pytest.param(Area("mine", "我的", (), ("NO-*",)), "areas.unknown-rules", id="a pattern of nothing"),
        pytest.param(Area("mine", "我的"), "areas.empty", id="no rule at all"),
    ],
)
def test_what_makes_no_area_is_refused(edition, area, code):
    with pytest.raises(RefusedError, match=code):
        put_area(area, 1, by(), now=NOON)
    assert areas() == SHIPPED
    assert history() == []


def test_a_change_over_somebody_elses_is_refused(edition):
    put_area(Area("mine", "我的", (), (RULE,)), 1, by(), now=NOON)
    with pytest.raises(RefusedError, match="stale"):
        remove_area("mine", by(seen=0), now=NOON)


def test_the_same_again_is_no_change(edition):
    put_area(Area("mine", "我的", (), (RULE,)), 1, by(), now=NOON)
    with pytest.raises(RefusedError, match="same"):
        put_area(Area("mine", "我的", (), (RULE,)), 1, by(), now=NOON)


def test_one_can_be_removed_but_not_the_last(edition):
    put_area(Area("mine", "我的", (), (RULE,)), 1, by(), now=NOON)
    for one in SHIPPED:
        remove_area(one.code, by(), now=NOON)
    with pytest.raises(RefusedError, match="last"):
        remove_area("mine", by(), now=NOON)
    assert [one.code for one in areas()] == ["mine"]


def test_the_shipped_ones_can_be_put_back(edition):
    with pytest.raises(RefusedError, match="same"):
        restore_shipped(by(), now=NOON)
    put_area(Area("mine", "我的", (), (RULE,)), 1, by(), now=NOON)
    restore_shipped(by(), now=NOON)
    assert areas() == SHIPPED
    assert [one.lost for one in history()[0].changes] == [(RULE,)]


def test_a_new_code_is_nobodys():
    assert new_code([Area("area-1", "甲"), Area("x", "乙")]) == "area-2"
