"""Deciding a case as if one rule had been forgotten: it applies nowhere, and all other edges stay as they are. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from cases.engine.decide import Finding, run
from cases.engine.evaluate_terms import Env
from cases.engine.program import CompiledIssue, Program


def rules_at_work(findings: Mapping[str, Finding], env: Env, issues: Iterable[CompiledIssue]) -> Iterator[str]:
    """The rules of ``issues`` that apply, or may: forgetting any other changes nothing.

    Args:
        findings: how the issues came out.
        env: the environment after the run.
        issues: which issues to look at.
    """
    for compiled in issues:
        if findings[compiled.issue.id].status == "not_raised":
            continue
        for at, (*_, applies, _conclude) in enumerate(compiled.judges):
            if applies(env) is not False:
                yield compiled.families[at].id


def rule_applies(findings: Mapping[str, Finding], env: Env, compiled: CompiledIssue, rules: Container[str]) -> bool:
    """Whether one of ``rules`` is at work in an issue."""
    if findings[compiled.issue.id].status == "not_raised":
        return False
    return any(
        family.id in rules and judge[-2](env) is not False
        for family, judge in zip(compiled.families, compiled.judges, strict=True)
    )


def forget(
    program: Program, env: Env, findings: Mapping[str, Finding], rule: str, issues: Iterable[CompiledIssue]
) -> dict[str, Finding]:
    """Decide again, without ``rule``, the issues that it can alter; what is not in the answer stays as it was.

    Args:
        program: the rules.
        env: the environment after the run; it is brought to what holds without the rule.
        findings: how the issues came out with it.
        rule: the id of the rule.
        issues: the issues of interest with all they read, in the program's order.
    """
    poorer = without_rule(program, rule)
    again: dict[str, Finding] = {}
    moved: set[str] = set()
    for compiled in issues:
        name = compiled.issue.id
        if name not in poorer and moved.isdisjoint(compiled.reads.issues):
            continue
        again.update(run(program, env, (poorer.get(name, compiled),)))
        if not same_outcome(again[name], findings[name]):
            moved.add(name)
    return again


def same_outcome(one: Finding, other: Finding) -> bool:
    """Whether an issue came out the same, whichever rules decided it."""
    return one.status == other.status and one.value == other.value


def without_rule(program: Program, rule: str) -> Mapping[str, CompiledIssue]:
    """The issues that ``rule`` speaks to, compiled as if it had no version at all; kept as long as the program is."""
    key = ("without rule", rule)
    if key not in program.memo:
        program.memo[key] = {
            compiled.issue.id: replace(
                compiled,
                families=tuple(replace(one, versions=()) if one.id == rule else one for one in compiled.families),
            )
            for compiled in program.issues
            if any(family.id == rule for family in compiled.families)
        }
    poorer: Mapping[str, CompiledIssue] = program.memo[key]
    return poorer
