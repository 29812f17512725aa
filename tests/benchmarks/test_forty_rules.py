"""Forty rules in three ways: the adjudicator (every fired and defeated rule traced), if/elif code, zen-engine."""

import json
from pathlib import Path

import pytest

from cases.editions.fields import Problems
from cases.editions.read_rules import read_rules
from cases.editions.read_vocabulary import read_vocabulary
from cases.editions.text_yaml import load_text
from cases.engine.case import Stack, parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.rules import Force, Level, Rulebook
from tests.benchmarks.forty_rules import ISSUES, decision_tables, if_elif, in_order, random_cases
from tests.benchmarks.timing import best_of, report

MOST_TIMES_IF_ELIF = 30
LEAST_TIMES_FASTER_THAN_ZEN = 10
AS_OF = "2026-01-01"


@pytest.fixture(scope="module")
def program() -> Program:
    raw = load_text((Path(__file__).parent / "forty_rules.yaml").read_text(encoding="utf-8"), "forty_rules.yaml")
    problems = Problems()
    words = read_vocabulary(raw["vocabulary"], {}, problems)
    book = Rulebook("forty", "测速", Level.PLATFORM, Force.DEFAULT)
    rules = read_rules({"rules": raw["rules"]}, book, "t", words, problems)
    assert problems == []
    return Program(words, {"forty": book}, rules, Stack("forty"))


def environments(program: Program, cases: list[dict]) -> list[list]:
    return [program.environment(parse_case({"as_of": AS_OF, "facts": case}, program.vocabulary)) for case in cases]


def test_ten_thousand_cases_come_out_as_by_if_and_elif(program):
    decide, cases = if_elif(), random_cases(10_000)

    for case, env in zip(cases, environments(program, cases), strict=True):
        findings = run(program, env)

        for (value, rule), issue in zip(decide(**case), ISSUES, strict=True):
            assert (findings[issue].value, findings[issue].rules) == (value, (rule,)), case


def test_every_rule_that_fires_is_either_deciding_or_defeated(program):
    case = random_cases(1, seed=7)[0]

    findings = run(program, environments(program, [case])[0])

    for issue in ISSUES:
        fired = [rule for rule, _, _, condition, _ in in_order(issue) if eval(condition, {}, dict(case))]
        ids = [family.id for family in findings[issue].compiled.families]
        assert [*findings[issue].rules, *(ids[defeat.loser] for defeat in findings[issue].defeats)] == [
            fired[0],
            *sorted(fired[1:]),
        ]


@pytest.mark.benchmark
def test_the_adjudicator_keeps_up_with_code_and_outruns_decision_tables(program):
    zen = pytest.importorskip("zen")
    cases = random_cases(200, seed=3)
    decide, envs = if_elif(), environments(program, cases)
    table = zen.ZenEngine().create_decision(json.dumps(decision_tables()))
    for case in cases:
        result = table.evaluate(case)["result"]
        assert tuple((result[issue], result[f"{issue}_by"]) for issue in ISSUES) == decide(**case)

    code, ours, tables = (
        seconds / len(cases)
        for seconds in best_of(
            lambda: [decide(**case) for case in cases],
            lambda: [run(program, env) for env in envs],
            lambda: [table.evaluate(case) for case in cases],
        )
    )

    report("forty rules, if/elif", code)
    report("forty rules, adjudicator with every fired and defeated rule", ours, f"{ours / code:.1f} × if/elif")
    report("forty rules, zen-engine decision tables", tables, f"{tables / ours:.1f} × the adjudicator")
    assert ours <= MOST_TIMES_IF_ELIF * code
    assert tables >= LEAST_TIMES_FASTER_THAN_ZEN * ours
