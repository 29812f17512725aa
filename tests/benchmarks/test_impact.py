"""The impact of an edition on a thousand questions: where one rule changed, and where a constraint did."""

from dataclasses import replace
from itertools import cycle, islice
from time import process_time

import pytest

from cases.api import shipped_edition
from cases.engine.edition import Edition
from cases.engine.impact import measure_impact
from certification.bank.deriving import api_question
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from tests.benchmarks.timing import best_of, report

THOUSAND = 1000
MOST_SECONDS = 5.0


def without_rule(edition: Edition, rule: str) -> Edition:
    rules = tuple(one for one in edition.rules if one.id != rule)
    return replace(edition, id="sha256:poorer", rules=rules, _programs={}, _families={})


def without_constraint(edition: Edition) -> Edition:
    words = replace(edition.vocabulary, constraints=edition.vocabulary.constraints[1:], memo={})
    return replace(edition, id="sha256:freer", vocabulary=words, _programs={}, _families={})


@pytest.mark.benchmark
def test_impact_on_a_thousand_questions():
    old = shipped_edition()
    items = read_bank(ITEMS_FOLDER, DISPUTED_FILE).items
    questions = {f"{at}": api_question(item.content) for at, item in enumerate(islice(cycle(items), THOUSAND))}

    for what, new in (
        ("a rule that most questions hang on is gone", without_rule(old, "FAKE-HIDDEN-01")),
        ("a constraint is gone", without_constraint(old)),
    ):
        (seconds,) = best_of(lambda new=new: measure_impact(questions, old=old, new=new), rounds=3, clock=process_time)
        judged = measure_impact(questions, old=old, new=new).judged
        report(f"impact on {THOUSAND} questions, {what}", seconds, f"{judged} judged again, {seconds:.2f} s")
        assert seconds < MOST_SECONDS
