"""A program whose rules were edited, compiled anew only where they were: the same as compiling it whole. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy

from cases.engine import ir
from cases.engine.families import Families, Family, rule_nodes
from cases.engine.precedence import Precedence
from cases.engine.program import CompiledIssue, Program, in_order, overrides_among
from cases.engine.rules import Rule


def patched(program: Program, rules: Sequence[Rule], issues: Collection[str], compiler: Families) -> Program:
    """``program`` with other rules.

    Args:
        program: what the edition's rules were compiled to before.
        rules: those that it sees now, in the order of the edition, without the cited ones.
        issues: all issues that an edited rule concludes or concluded. Rules that are the same objects are not edited.
        compiler: compiles the edited rules, once for all stacks.

    Raises:
        StackError: the rules do not fit together.
    """
    other = copy(program)
    other.__dict__.pop("counted_from", None)
    other.memo = {}
    other.compiler = compiler
    other.rules = list(rules)
    before, after = ({(rule.id, rule.overrides) for rule in one.rules} for one in (program, other))
    if before != after:
        other.overrides = overrides_among(other.rules)
    moved = {
        name for name, below in other.overrides.items() if program.overrides.get(name) != below and before != after
    }
    touched = {*issues, *(issue for rule in other.rules if rule.id in moved for issue in rule.then)}
    again = {name: _compiled(other, program.by_id[name], weighed=before != after) for name in touched}
    other.issues = [again.get(one.issue.id, one) for one in program.issues]
    if any(not one.reads.issues <= program.by_id[name].reads.issues for name, one in again.items()):
        other.issues = in_order([again.get(name, program.by_id[name]) for name in program.vocabulary.issues])
    other.by_id = {compiled.issue.id: compiled for compiled in other.issues}
    return other


def _compiled(program: Program, old: CompiledIssue, *, weighed: bool) -> CompiledIssue:
    issue = old.issue
    versions: dict[str, list[Rule]] = {}
    for rule in program.rules:
        if issue.id in rule.then:
            versions.setdefault(rule.id, []).append(rule)
    kept = {family.id: family for family in old.families}
    families = tuple(
        kept[name] if _unchanged(kept.get(name), rules) else program.compiler.compiled(name, rules, issue.id)
        for name, rules in sorted(versions.items())
    )
    nodes = [node for rules in versions.values() for rule in rules for node in rule_nodes(rule, issue.id)]
    return CompiledIssue(
        issue=issue,
        slot=old.slot,
        status_slot=old.status_slot,
        raised=old.raised,
        raised_ir=old.raised_ir,
        families=families,
        precedence=_precedence(program, old, [versions[name][-1] for name in sorted(versions)], weighed=weighed),
        reads=ir.reads(old.raised_ir, *nodes),
    )


def _precedence(program: Program, old: CompiledIssue, rules: Sequence[Rule], *, weighed: bool) -> Precedence:
    """Who defeats whom; as before where the same rules weigh the same."""
    before = [family.versions for family in old.families]
    alike = len(before) == len(rules) and all(
        _weight(rule) in map(_weight, (version.rule for version in versions))
        for rule, versions in zip(rules, before, strict=True)
    )
    single = all(len({_weight(version.rule) for version in versions}) == 1 for versions in before)
    if alike and single and not weighed:
        return old.precedence
    return Precedence(old.issue, rules, program.overrides)


def _weight(rule: Rule) -> tuple[str, str, str, str]:
    return rule.id, rule.kind, rule.level, rule.force


def _unchanged(family: Family | None, rules: Sequence[Rule]) -> bool:
    return family is not None and {id(version.rule) for version in family.versions} == {id(rule) for rule in rules}
