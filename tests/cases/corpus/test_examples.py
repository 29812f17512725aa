"""Every rule is seen applying and not applying, and decides its own examples as they say."""

import pytest
from django.core.management import call_command

from cases.api import shipped_edition
from cases.editions.check import check_example
from cases.engine.rules import Kind

EDITION = shipped_edition()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}{rule.version and f'({rule.version})'}: {example.name}")
    for rule in EDITION.rules
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_rule_decides_its_example(rule, example):
    assert check_example(rule, example, EDITION) == []


@pytest.mark.parametrize("rule", EDITION.rules, ids=lambda rule: f"{rule.id}{rule.version}")
def test_rule_is_seen_applying_and_not_applying(rule):
    expected = set() if rule.kind is Kind.CITED else {True, False}

    assert {example.applies for example in rule.examples} == expected


def test_check_corpus_finds_the_shipped_corpus_sound(capsys):
    call_command("check_corpus")

    assert "规则库完好" in capsys.readouterr().out
