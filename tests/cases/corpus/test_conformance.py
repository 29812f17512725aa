"""Cases read from prose by somebody who wrote no rule: the corpus decides them as a careful reader does."""

from pathlib import Path

import pytest

from cases.api import adjudicate, parse_case, shipped_edition
from cases.editions.check import expected_value
from cases.editions.text_yaml import load_text
from cases.engine.decision import json_value

EDITION = shipped_edition()
CASES = load_text((Path(__file__).parent / "conformance.yaml").read_text(encoding="utf-8"), "conformance.yaml")["cases"]


def outcomes(raw):
    case = parse_case(
        {key: value for key, value in raw.items() if key not in ("id", "expect", "note")}, edition=EDITION
    )
    return adjudicate(case, edition=EDITION).issues


def shown(found):
    if found is None:
        return "not_raised"
    return json_value(found.value) if found.status == "decided" else found.status


def accepted(issue, texts):
    statuses = ("conflict", "gap", "undetermined", "not_raised")
    return [text if text in statuses else expected_value(EDITION.vocabulary.issues[issue], text) for text in texts]


@pytest.mark.parametrize("raw", CASES, ids=lambda raw: raw["id"])
def test_corpus_decides_as_a_careful_reader(raw):
    found = outcomes(raw)

    wrong = {
        issue: (shown(found.get(issue)), texts)
        for issue, texts in raw["expect"].items()
        if shown(found.get(issue)) not in accepted(issue, texts)
    }

    assert wrong == {}
