"""Which rules an area holds."""

from cases import api
from certification.competency.areas.domain import SHIPPED, Area, areas_of_rules, uncovered


def test_an_area_holds_topics_and_patterns():
    area = Area("a", "甲", ("ship",), ("WARR-*",))
    topics = {"SHIP-1": "ship", "WARR-2": "ret", "RET-3": "ret"}
    assert areas_of_rules((area,), tuple(topics.items())) == {"SHIP-1": ("a",), "WARR-2": ("a",), "RET-3": ()}
    assert uncovered([area], topics) == ("RET-3",)


def test_every_shipped_rule_is_in_an_area_and_no_area_is_empty():
    edition = api.shipped_edition()
    topics = {code: versions[-1].topic for code, versions in edition.families.items()}
    assert uncovered(SHIPPED, topics) == ()
    held = {area for areas in areas_of_rules(SHIPPED, tuple(topics.items())).values() for area in areas}
    assert held == {area.code for area in SHIPPED}
