"""Which mistake would make a wrong option come true: a declared misreading, an older version, a rule overlooked. Pure.

Each mistake is tried by running the case under rules changed by it; a mistake is named only when the option's
proposition really comes true there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cases.engine.decide import run
from cases.engine.evaluate import compile_all, compile_conclusion, compile_test
from cases.engine.explain_rules import say_in_force
from cases.engine.program import CompiledIssue, Program, Version
from cases.engine.questions import Judged
from cases.engine.rules import Misreading, Rule
from cases.engine.support import cone_of
from cases.engine.verbalise_values import full_stop


@dataclass(frozen=True)
class Mistake:
    """What the mistaken person does with ``rule``; ``issues`` are the issues that come out of it, compiled."""

    say: str
    rule: str
    issues: tuple[CompiledIssue, ...]


def find_mistake(option: Judged, deciding: Sequence[str]) -> Mistake | None:
    """The mistake that makes the option true: misreadings first, those of ``deciding`` rules before others."""
    claim = compile_test(option.claim, option.program.layout)
    for mistake in _mistakes(option, deciding):
        changed = {compiled.issue.id: compiled for compiled in mistake.issues}
        env = option.program.environment(option.case)
        run(option.program, env, [changed.get(compiled.issue.id, compiled) for compiled in option.program.issues])
        if claim(env) is True:
            return mistake
    return None


def _mistakes(option: Judged, deciding: Sequence[str]) -> Iterator[Mistake]:
    program = option.program
    cone = {compiled.issue.id for issue in option.issues for compiled in cone_of(program, issue).issues}
    issues = [compiled for compiled in program.issues if compiled.issue.id in cone]
    rules = _in_force(issues, option)
    rank = {name: place for place, name in enumerate(deciding)}
    rules.sort(key=lambda rule: rank.get(rule.id, len(rank)))
    for rule in rules:
        for misreading in rule.misreadings:
            yield Mistake(full_stop(misreading.say), rule.id, _misread(program, rule, misreading))
    yield from _older(program, issues, option)
    for rule in rules:
        if rule.id in rank:
            yield Mistake(f"漏看了 {rule.id}“{rule.title}”。", rule.id, _without(program, rule))


def _in_force(issues: Sequence[CompiledIssue], option: Judged) -> list[Rule]:
    found: dict[tuple[str, str], Rule] = {}
    for compiled in issues:
        for family in compiled.families:
            for version in family.versions:
                if version.in_force is None or version.in_force(option.env) is not False:
                    found.setdefault((version.rule.id, version.rule.version), version.rule)
    return list(found.values())


def _older(program: Program, issues: Sequence[CompiledIssue], option: Judged) -> Iterator[Mistake]:
    for compiled in issues:
        for family in compiled.families:
            for version in family.versions:
                if version.in_force is not None and version.in_force(option.env) is False:
                    when = say_in_force(version.rule.effective)
                    said = f"用了不在施行期内的口径“{version.rule.title}”（{version.rule.id}，{when}）。"
                    yield Mistake(said, version.rule.id, _with_version(program, version.rule, version.rule))


def _misread(program: Program, rule: Rule, misreading: Misreading) -> tuple[CompiledIssue, ...]:
    wrong = replace(
        rule,
        when=rule.when if misreading.when is None else misreading.when,
        then={**rule.then, **(misreading.then or {})},
    )
    return _with_version(program, rule, wrong)


def _with_version(program: Program, rule: Rule, wrong: Rule) -> tuple[CompiledIssue, ...]:
    """The issues of ``rule`` with ``wrong`` as its only version, in force whatever the date."""
    return tuple(
        _with_family(program.by_id[issue], rule.id, (_compile(program, wrong, issue),))
        for issue in rule.then
        if issue in program.by_id
    )


def _without(program: Program, rule: Rule) -> tuple[CompiledIssue, ...]:
    return tuple(_with_family(program.by_id[issue], rule.id, ()) for issue in rule.then if issue in program.by_id)


def _with_family(compiled: CompiledIssue, rule: str, versions: tuple[Version, ...]) -> CompiledIssue:
    families = tuple(replace(f, versions=versions) if f.id == rule else f for f in compiled.families)
    return replace(compiled, families=families)


def _compile(program: Program, rule: Rule, issue: str) -> Version:
    constant, conclusion = compile_conclusion(rule.then[issue], program.layout)
    tests = [compile_test(node, program.layout) for node in rule.when]
    holds = compile_all(tests) if tests else (lambda env: True)
    return Version(rule, None, holds, constant, conclusion)
