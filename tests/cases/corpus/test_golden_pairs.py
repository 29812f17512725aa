"""Where the sources disagree both sides are kept: each row of their conflict table has cases with different answers."""

from pathlib import Path

import pytest

from cases.api import adjudicate, parse_case, shipped_edition
from cases.editions.check import expected_value
from cases.editions.text_yaml import load_text
from cases.engine.decision import json_value

EDITION = shipped_edition()
PAIRS = load_text((Path(__file__).parent / "golden_pairs.yaml").read_text(encoding="utf-8"), "golden_pairs.yaml")[
    "pairs"
]
ABOUT = {"name", "expect", "by"}
EACH_CASE = [pytest.param(case, id=f"{pair['id']}-{case['name']}") for pair in PAIRS for case in pair["cases"]]


def outcomes(case):
    raw = {key: value for key, value in case.items() if key not in ABOUT}
    return adjudicate(parse_case(raw, edition=EDITION), edition=EDITION).issues


def value_of(outcome):
    return json_value(outcome.value) if outcome.status == "decided" else outcome.status


@pytest.mark.parametrize("case", EACH_CASE)
def test_case_comes_out_as_its_side_says(case):
    found = outcomes(case)

    values = {issue: value_of(found[issue]) for issue in case["expect"]}
    deciding = {issue: set(rules) - set(found[issue].by) for issue, rules in case.get("by", {}).items()}

    assert values == {
        issue: expected_value(EDITION.vocabulary.issues[issue], text) for issue, text in case["expect"].items()
    }
    assert not any(deciding.values()), deciding


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_sides_of_a_conflict_get_different_answers(pair):
    answers = [value_of(outcomes(case)[pair["differs"]]) for case in pair["cases"]]

    assert len(set(map(str, answers))) > 1


def test_every_row_of_the_conflict_table_has_a_pair():
    assert {f"C{number}" for number in range(1, 17)} <= {pair["id"] for pair in PAIRS}
