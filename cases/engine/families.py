"""The versions of a rule, compiled for one issue: what a program of any stack that sees the rule is made of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from cases.engine import ir
from cases.engine.eras import in_force
from cases.engine.evaluate import NO_LITERAL, Literal, compile_conclusion, compile_conjunction, first_literal
from cases.engine.evaluate_terms import Env, Layout, Test, Value
from cases.engine.rules import Effective, Rule
from cases.engine.values import ABSENT

#: A condition to try first (slot, values, wanted), whether a family applies, and what it then concludes.
Judge: TypeAlias = tuple[int, frozenset[object], bool, Test, Value]


@dataclass(frozen=True, slots=True)
class Version:
    """One compiled version of a rule for one issue; ``in_force`` is None when it always is.

    ``guard`` is one of its conditions: where it is false, the rule does not apply. ``uses`` are the issues it reads.
    ``memo`` keeps what others work out about it.
    """

    rule: Rule
    in_force: Test | None
    holds: Test
    constant: bool
    conclusion: Any
    guard: Literal = NO_LITERAL
    uses: frozenset[str] = frozenset()
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def applies(self, env: Env) -> bool | None:
        """Whether it is in force and its conditions hold."""
        if self.in_force is not None:
            force = self.in_force(env)
            if force is not True:
                return False if force is False or self.holds(env) is False else None
        return self.holds(env)

    def value(self, env: Env) -> Any:
        """What it concludes, None when open."""
        got = self.conclusion if self.constant else self.conclusion(env)
        return None if got is ABSENT else got


@dataclass(frozen=True, slots=True)
class Family:
    """All versions of one rule id for one issue, oldest first; ``covered``: surely one of them is in force."""

    id: str
    versions: tuple[Version, ...]
    covered: Test | None = None
    judge: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "judge", _judge(self))


class Families:
    """Compiles a rule for an issue once: stacks differ in which rules they see, not in what a rule says."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._known: dict[tuple[str, tuple[int, ...]], Family] = {}

    def compiled(self, name: str, rules: Sequence[Rule], issue: str) -> Family:
        """The versions of one rule id, compiled for ``issue``; the same rules, which it keeps, come to the same."""
        key = issue, tuple(id(rule) for rule in rules)
        if key not in self._known:
            self._known[key] = _compile_family(name, rules, issue, self.layout)
        return self._known[key]


def _compile_family(name: str, rules: Sequence[Rule], issue: str, layout: Layout) -> Family:
    """The versions of one rule id, in any order, compiled for one issue."""
    ordered = sorted(rules, key=lambda rule: (rule.effective.start or 0, rule.version))
    dates = [rule.effective for rule in ordered]
    unbroken = all(one.end == two.start and one.by == two.by for one, two in pairwise(dates))
    hull = Effective(dates[0].start, dates[-1].end, dates[0].by)
    return Family(
        name,
        tuple(_compile_version(rule, issue, layout) for rule in ordered),
        (in_force(hull, layout) or _always) if unbroken else None,
    )


def _compile_version(rule: Rule, issue: str, layout: Layout) -> Version:
    constant, conclusion = compile_conclusion(rule.then[issue], layout)
    holds = compile_conjunction(rule.when, layout)
    guard = first_literal(rule.when, layout)
    uses = ir.reads(*rule_nodes(rule, issue)).issues
    return Version(rule, in_force(rule.effective, layout), holds, constant, conclusion, guard, uses)


def rule_nodes(rule: Rule, issue: str) -> list[ir.Node]:
    """What the rule reads when deciding ``issue``: conditions, conclusion, and the event that picks its version."""
    nodes: list[ir.Node] = [*rule.when, rule.then[issue]]
    if rule.effective.by:
        nodes.append(_happened(rule.effective.by))
    return nodes


@lru_cache(maxsize=256)  # the same object each time, as conditions are: what is worked out about a node goes by that
def _happened(event: str) -> ir.Has:
    return ir.Has(event)


def _judge(family: Family) -> Judge:
    if len(family.versions) == 1:
        (version,) = family.versions
        applies, conclusion = version.holds if version.in_force is None else version.applies, version.conclusion
        return *version.guard, applies, (lambda env: conclusion) if version.constant else version.value
    return *NO_LITERAL, lambda env: _one_of_versions(family, env)[0], lambda env: _one_of_versions(family, env)[1]


def _one_of_versions(family: Family, env: Env) -> tuple[bool | None, Any]:
    """Applicability and value of the version in force; where two may be, both are tried and have to agree."""
    possible = [v for v in family.versions if v.in_force is None or v.in_force(env) is not False]
    if len(possible) == 1:
        return possible[0].applies(env), possible[0].value(env)
    held = [(v.holds(env), v) for v in possible]
    applying = [v for holds, v in held if holds is not False]
    if not applying:
        return False, None
    sure = all(holds for holds, _ in held) and family.covered is not None and family.covered(env) is True
    values = {v.value(env) for v in applying}
    return (True if sure else None), values.pop() if len(values) == 1 else None


def _always(env: Env) -> bool | None:
    return True
