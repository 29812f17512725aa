"""The catalogue, and the table that says which rules cover it."""

import pytest

from cases.editions.catalogue import catalogue_table, covers
from cases.editions.content import build_edition, read_files
from cases.editions.store import shipped_edition
from cases.editions.text_yaml import CorpusError
from cases.management.commands.corpus import CATALOGUE_TABLE
from tests.factories.rulebook import content

ENTRIES = [
    {"id": "SHIP-48H-01", "title": "发货", "part": "发货"},
    {"id": "SHIP-DEF", "title": "定义", "part": "发货"},
    {"id": "DEF-COD-01", "title": "到付", "part": "运费"},
]


def with_catalogue(**fields: list[str]) -> dict:
    raw = content() | {"catalogue": {"catalogue": ENTRIES}}
    raw["books"]["taobao"]["ship"]["rules"][1].update(fields)
    return raw


def test_entries_are_covered_by_name_and_by_id():
    raw = with_catalogue(catalogue=["SHIP-48H-01", "SHIP-DEF"])

    table = covers(raw, build_edition(raw))

    assert [(one.entry.id, [rule.id for rule in one.rules], one.is_executable) for one in table] == [
        ("SHIP-48H-01", ["SHIP-48H-01", "SHIP-AGREED-01"], True),
        ("SHIP-DEF", ["SHIP-AGREED-01"], True),
        ("DEF-COD-01", ["DEF-COD-01"], False),
    ]


def test_the_table_has_a_row_for_each_entry():
    raw = with_catalogue()

    rows = [line for line in catalogue_table(raw, build_edition(raw)).splitlines() if line.startswith("| ")]

    assert "3 entries: 1 executable, 1 cited only, 1 not covered." in catalogue_table(raw, build_edition(raw))
    assert "| taobao 淘宝 | platform | 2 | 2 | 2 |" in rows
    assert "| demo 示范店 | shop | 1 | 0 | 1 |" in rows
    ship = "[taobao/ship](../../cases/corpus/rulebooks/taobao/ship.yaml)"
    assert f"| SHIP-48H-01 | 发货 | `SHIP-48H-01` | 淘宝 | executable | {ship} |" in rows
    assert "| SHIP-DEF | 定义 |  |  | **not covered** |  |" in rows


def test_a_rule_that_covers_an_unknown_entry_is_refused():
    raw = with_catalogue(catalogue=["SHIP-48H-1"])

    with pytest.raises(CorpusError, match=r"SHIP-AGREED-01:catalogue 里的“SHIP-48H-1”不在 catalogue.yaml 里"):
        build_edition(raw)


def test_an_entry_twice_is_refused():
    raw = content() | {"catalogue": {"catalogue": [*ENTRIES, ENTRIES[0]]}}

    with pytest.raises(CorpusError, match="SHIP-48H-01:编号重复"):
        build_edition(raw)


def test_an_entry_without_a_title_is_refused():
    raw = content() | {"catalogue": {"catalogue": [{"id": "X-1", "part": "发货"}]}}

    with pytest.raises(CorpusError, match="X-1:缺少 title"):
        build_edition(raw)


def test_every_entry_of_the_catalogue_is_covered_and_two_hundred_are_executable():
    table = covers(read_files(), shipped_edition())

    assert len(table) == 284
    assert [one.entry.id for one in table if not one.rules] == []
    assert sum(one.is_executable for one in table) >= 200


def test_the_table_in_the_documents_is_current():
    table = catalogue_table(read_files(), shipped_edition())

    assert CATALOGUE_TABLE.read_text(encoding="utf-8") == table, "run manage.py corpus catalogue"
