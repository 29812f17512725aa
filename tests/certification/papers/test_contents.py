"""Blueprints as JSON: read strictly, written back the same."""

import pytest

from certification.papers.blueprints import CERTIFYING, MOCK, SHIPPED
from certification.papers.contents import BlueprintError, blueprint_content, read_blueprint
from certification.papers.domain import Dimension, Quota, Unit

CONTENT = {
    **blueprint_content(MOCK),
    "quotas": [
        {"by": "area", "name": "ship", "least": 2, "most": None, "unit": "questions"},
        {"by": "rule", "name": "SHIP-LATE-01", "least": 0, "most": 500, "unit": "points"},
    ],
    "as_of": "2026-01-31",
}


@pytest.mark.parametrize("blueprint", SHIPPED, ids=lambda one: one.name)
def test_what_ships_comes_back_as_it_was(blueprint):
    assert blueprint_content(read_blueprint(blueprint_content(blueprint))) == blueprint_content(blueprint)


def test_everything_is_read():
    found = read_blueprint(CONTENT)

    assert found.quotas == (
        Quota(Dimension.AREA, "ship", 2, None, Unit.QUESTIONS),
        Quota(Dimension.RULE, "SHIP-LATE-01", 0, 500, Unit.POINTS),
    )
    assert found.as_of == "2026-01-31"
    assert (found.types["single"].count, found.types["single"].points) == (20, 300)
    assert found.bands == {(1, 2): 40, (3, 3): 40, (4, 5): 20}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schema": 2}, "schema"),
        ({"colour": "red"}, "colour"),
        ({"name": "售后"}, "name"),
        ({"title": ""}, "title"),
        ({"types": {}}, "types"),
        ({"types": {"essay": {"count": 1, "points": 1}}}, "types.essay"),
        ({"types": {"single": {"count": "三", "points": 100}}}, "types.single.count"),
        ({"types": {"single": {"count": 3, "points": 0}}}, "types.single.points"),
        ({"types": {"single": {"count": 3, "points": 100, "mode": "dice"}}}, "types.single.mode"),
        ({"types": {"single": {"count": 150, "points": 1}, "multiple": {"count": 150, "points": 1}}}, "types"),
        ({"areas": {"ship": -1}}, "areas.ship"),
        ({"areas": ["ship"]}, "areas"),
        ({"largest_share": 0}, "largest_share"),
        ({"bands": {"0-2": 100}}, "bands.0-2"),
        ({"bands": {"1-2": 50}}, "bands"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"pass_points": 10001}, "pass_points"),
        ({"pass_each_area": 101}, "pass_each_area"),
        ({"pool": "public"}, "pool"),
        ({"as_of": "下周"}, "as_of"),
        ({"quotas": "none"}, "quotas"),
        ({"quotas": [{"by": "colour", "name": "x"}]}, "quotas.0.by"),
        ({"quotas": [{"by": "area", "name": ""}]}, "quotas.0.name"),
        ({"quotas": [{"by": "band", "name": "9"}]}, "quotas.0.name"),
        ({"quotas": [{"by": "area", "name": "a", "least": 3, "most": 2}]}, "quotas.0.most"),
        ({"quotas": [{"by": "area", "name": "a"}, {"by": "area", "name": "a"}]}, "quotas.1.name"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(change, field):
    with pytest.raises(BlueprintError) as caught:
        read_blueprint({**CONTENT, **change})

    assert field in [name for name, _todo in caught.value.problems]


def test_every_area_of_the_certifying_paper_is_asked_and_has_to_be_passed():
    assert CERTIFYING.size == 40
    assert CERTIFYING.points == 10000
    assert CERTIFYING.pass_marks({"ship": 3, "gift": 2}) == {"ship": 60, "gift": 60}
    assert {quota.name for quota in CERTIFYING.quotas} == set(MOCK.areas)
