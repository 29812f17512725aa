"""The static check of a corpus: every rule seen applying and not applying, every example and reference good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cases.editions.content import place_of
from cases.engine.case import CaseError, parse_case, parse_value
from cases.engine.decide import Finding, run
from cases.engine.decision import json_value
from cases.engine.edition import Edition
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Env
from cases.engine.examples import example_case
from cases.engine.impossible import broken_constraints, uncounted_dates
from cases.engine.program import Program, StackError
from cases.engine.rules import Example, Kind, Rule
from cases.engine.verbalise.values import STATUS_WORDS, say_issue_value
from cases.engine.vocabulary import Fact, Issue, ValueType


def check_edition(edition: Edition, content: Mapping[str, Any]) -> list[str]:
    """Every problem, one line each with its place; an empty list is a sound corpus."""
    problems: list[str] = []
    for rule in edition.rules:
        name = f"{rule.id}({rule.version})" if rule.version else rule.id
        problems.extend(f"{place_of(content, rule.id)}:{name}:{message}" for message in check_rule(rule, edition))
    return problems


@dataclass(frozen=True, slots=True)
class BrokenExample:
    """An example that is missing or does not come out as its rule says."""

    code: str
    version: str
    message: str


def broken_examples(edition: Edition) -> tuple[BrokenExample, ...]:
    """What is wrong with the examples of all rules; an edit of one rule may break those of another."""
    return tuple(
        BrokenExample(rule.id, rule.version, message) for rule in edition.rules for message in check_rule(rule, edition)
    )


def check_rule(rule: Rule, edition: Edition) -> list[str]:
    """What is wrong with one rule's examples."""
    if rule.kind is Kind.CITED:
        return ["cited 规则不需要 examples"] if rule.examples else []
    problems = []
    applying = {example.applies for example in rule.examples}
    if True not in applying:
        problems.append("缺少一个适用的例子(applies: yes)")
    if False not in applying:
        problems.append("缺少一个不适用的例子(applies: no)")
    for example in rule.examples:
        problems.extend(f"例“{example.name}”:{message}" for message in check_example(rule, example, edition))
    return problems


def check_example(rule: Rule, example: Example, edition: Edition) -> list[str]:
    """What is wrong with one example: unreadable, impossible, applies or comes out otherwise than it says."""
    try:
        case = parse_case(example_case(rule, example, edition), edition.vocabulary)
        program = edition.program(case.stack)
    except CaseError as error:
        return list(error.problems)
    except StackError as error:
        return [str(error)]
    env = program.environment(case)
    findings = run(program, env)
    problems = [*uncounted_dates(program, case), *broken_constraints(program, env)]
    holds = _applies(rule, env, program)
    if holds is not example.applies:
        said = "适用" if example.applies else "不适用"
        problems.append(f"写的是{said},实际{'适用' if holds else '不适用' if holds is False else '无法确定是否适用'}")
    for name, text in example.expect.items():
        problems.extend(_check_expected(name, text, findings, edition))
    return problems


def _applies(rule: Rule, env: Env, program: Program) -> bool | None:
    for issue in rule.then:
        for family in program.by_id[issue].families:
            for version in family.versions:
                if version.rule is rule:
                    return version.applies(env)
    return all(compile_test(node, program.layout)(env) for node in rule.when)


def _check_expected(name: str, text: str, findings: Mapping[str, Finding], edition: Edition) -> list[str]:
    issue = edition.vocabulary.issues.get(name)
    if issue is None:
        return [f"expect 里没有叫“{name}”的争点"]
    finding = findings[name]
    if text in ("conflict", "gap", "undetermined", "not_raised") and text not in issue.values:
        return [] if finding.status == text else [_otherwise(finding, STATUS_WORDS[text])]
    try:
        wanted = expected_value(issue, text)
    except ValueError as error:
        return [f"expect {name}:{error}"]
    found = json_value(finding.value) if issue.type is ValueType.INSTANT else finding.value
    if finding.status == "decided" and found == wanted:
        return []
    return [_otherwise(finding, _say(issue, wanted))]


def expected_value(issue: Issue, text: str) -> Any:
    """The typed value that ``text`` names for ``issue``; an instant stays text.

    Raises:
        ValueError: no such value.
    """
    if issue.type is ValueType.INSTANT:
        return text
    return parse_value(replace(Fact("", issue.type, "", None), values=issue.values), text)


def _otherwise(finding: Finding, wanted: str) -> str:
    """What should have come out and what did, in the words of the vocabulary."""
    issue = finding.compiled.issue
    found = _say(issue, finding.value) if finding.status == "decided" else STATUS_WORDS[finding.status]
    rules = f"（{'、'.join(finding.rules)}）" if finding.rules else ""
    return f"“{issue.label}”应为“{wanted}”，实际是“{found}”{rules}"


def _say(issue: Issue, value: Any) -> str:
    """A value in Chinese; an instant as it is written."""
    return str(json_value(value)) if issue.type is ValueType.INSTANT else say_issue_value(issue, value, 0, {})
