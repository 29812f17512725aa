"""What an edit of rules can alter: the cases in which an edited rule applies, or did, and nothing outside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from cases.engine import ir
from cases.engine.evaluate_terms import Env
from cases.engine.families import Family, Version, rule_nodes
from cases.engine.program import Program
from cases.engine.rules import Rule
from cases.prover.logic import NO, YES, Formula, Tri, and_, not_, or_
from cases.prover.union import Union


@dataclass(frozen=True)
class Touch:
    """A rule of an issue before and after; with ``alike`` both weigh the same and conclude the same.

    ``beside`` is another rule that it has to apply together with, where only the precedence of the two has changed.
    """

    issue: str
    before: Family | None
    after: Family | None
    alike: bool = False
    beside: Family | None = None

    @property
    def families(self) -> tuple[Family, ...]:
        """All that it speaks of."""
        return tuple(one for one in (self.before, self.after, self.beside) if one is not None)

    @property
    def nodes(self) -> list[ir.Node]:
        """What has to be known to tell whether it matters in a case."""
        return [
            node
            for family in self.families
            for version in family.versions
            for node in rule_nodes(version.rule, self.issue)
        ]

    def formula(self, union: Union, memo: dict[int, Tri]) -> Formula:
        """The issue may come out otherwise, with all that it reads the same; ``memo`` keeps families encoded."""

        def applies(family: Family | None) -> Tri:
            if family is None:
                return NO
            if id(family) not in memo:
                memo[id(family)] = union.encoder.family(family, union.program.by_id[self.issue].issue)[0]
            return memo[id(family)]

        before, after = applies(self.before), applies(self.after)
        beside = applies(self.beside) if self.beside else YES
        same = and_((before.t, after.t)) if self.alike else False
        return and_((or_((not_(before.f), not_(after.f))), not_(beside.f), not_(same)))


def hits(found: Iterable[Touch], env: Env, books: Collection[str]) -> bool:
    """Whether a decided case, of a stack with these books, may come out otherwise."""
    memo: dict[int, bool | None] = {}

    def applies(family: Family | None) -> bool | None:
        if family is None or family.versions[0].rule.book not in books:
            return False
        if id(family) not in memo:
            each = {version.applies(env) for version in family.versions}
            memo[id(family)] = each.pop() if len(each) == 1 else None
        return memo[id(family)]

    for touch in found:
        before, after = applies(touch.before), applies(touch.after)
        same = touch.alike and before is True and after is True
        applied = before is not False or after is not False
        if applied and not same and (touch.beside is None or applies(touch.beside) is not False):
            return True
    return False


def touches(before: Program, after: Program, changed: Set[str], issues: Collection[str]) -> Iterator[Touch]:
    """All ways in which ``after`` may decide one of ``issues`` otherwise; ``changed`` are the edited rules."""
    moved = _moved(before, after)
    weighed = {*moved, *(other for others in moved.values() for other in others)}
    for issue in issues:
        old, new = (_families(program, issue) for program in (before, after))
        for name in sorted(changed & (old.keys() | new.keys())):
            alike = name not in weighed and _alike(old.get(name), new.get(name), issue)
            yield Touch(issue, old.get(name), new.get(name), alike)
        for name, others in moved.items():
            for other in sorted(others - changed if name not in changed else ()):
                if name in new and other in new:
                    yield Touch(issue, new[name], new[name], beside=new[other])


def _moved(before: Program, after: Program) -> dict[str, frozenset[str]]:
    """For each rule the others that it now overrides, or does so no more."""
    if before.overrides is after.overrides:
        return {}
    none: frozenset[str] = frozenset()
    names = before.overrides.keys() | after.overrides.keys()
    found = {name: before.overrides.get(name, none) ^ after.overrides.get(name, none) for name in sorted(names)}
    return {name: others for name, others in found.items() if others}


def _families(program: Program, issue: str) -> Mapping[str, Family]:
    return {family.id: family for family in program.by_id[issue].families}


def _alike(before: Family | None, after: Family | None, issue: str) -> bool:
    """Whether only the conditions differ."""
    if before is None or after is None or len(before.versions) != len(after.versions):
        return False
    pairs = zip(before.versions, after.versions, strict=True)
    return all(_weight(one, issue) == _weight(other, issue) for one, other in pairs)


def _weight(version: Version, issue: str) -> tuple[Any, ...]:
    rule: Rule = version.rule
    return rule.book, rule.kind, rule.level, rule.force, rule.effective, rule.then[issue], set(rule.overrides)
