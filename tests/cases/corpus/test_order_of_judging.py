"""The order of judging that is written down for trainers is the one that the overrides of the corpus follow."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from cases.api import shipped_edition
from cases.engine.precedence import close_overrides

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "order-of-judging.md"
_RULE = re.compile(r"`([0-9A-Z]+(?:-[0-9A-Z]+)*|(?:-[0-9]+))`( to )?")


@pytest.fixture(scope="module")
def rules():
    edges: dict[str, set[str]] = {}
    for rule in shipped_edition().rules:
        edges.setdefault(rule.id, set()).update(rule.overrides)
    return close_overrides(edges)


def tables():
    """The rules of each table in the order of judging: ``-02`` is short for the rule before with that number."""
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        named: list[str] = []
        for row in (line for line in body.splitlines() if line.startswith("|") and "---" not in line):
            upto = False
            for text, to in _RULE.findall(row.split("|")[2]):
                full = named[-1].rpartition("-")[0] + text if text.startswith("-") else text
                if upto:
                    stem, _, last = full.rpartition("-")
                    first = int(named[-1].rpartition("-")[2]) + 1
                    named.extend(f"{stem}-{number:02}" for number in range(first, int(last)))
                named.append(full)
                upto = bool(to)
        if named:
            yield pytest.param(tuple(dict.fromkeys(named)), id=title)


TABLES = list(tables())


@pytest.mark.parametrize("order", TABLES)
def test_every_rule_on_the_page_is_in_the_corpus(order, rules):
    assert [name for name in order if name not in rules] == []


@pytest.mark.parametrize("order", TABLES)
def test_no_later_rule_defeats_an_earlier_one(order, rules):
    upward = [(later, earlier) for earlier, later in combinations(order, 2) if earlier in rules.get(later, ())]

    assert upward == []
