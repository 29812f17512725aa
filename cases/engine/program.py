"""The rules of one stack, compiled: issues in an order that lets later ones read earlier ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cases.engine import ir
from cases.engine.case import Case, Stack
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Env, Layout, Test, Value
from cases.engine.families import Families, Family, rule_nodes
from cases.engine.language import parse_condition, parse_constraint
from cases.engine.precedence import LEVEL_RANK, Precedence, closed_overrides
from cases.engine.rules import Force, Kind, Rule, Rulebook
from cases.engine.values import ABSENT
from cases.engine.vocabulary import Issue, Vocabulary


class StackError(ValueError):
    """A stack that names no such platform or shop, or whose rules do not fit together; ``rule`` is the one to mend."""

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True, eq=False)
class CompiledIssue:
    """An issue with its families; ``raised`` is None when it always is.

    ``judges`` holds for each family its position, a condition to try first (slot, values, wanted), whether it applies
    and what it then concludes.
    """

    issue: Issue
    slot: int
    status_slot: int
    raised: Test | None
    raised_ir: ir.Bool
    families: tuple[Family, ...]
    precedence: Precedence
    reads: ir.Reads
    judges: tuple[tuple[int, int, frozenset[object], bool, Test, Value], ...] = field(init=False, repr=False)
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def conditions(self) -> tuple[ir.Bool, ...]:
        """All conditions of its rules."""
        return tuple(node for family in self.families for version in family.versions for node in version.rule.when)

    @property
    def conclusions(self) -> tuple[ir.Conclusion, ...]:
        """What its rules conclude for it."""
        versions = (version for family in self.families for version in family.versions)
        return tuple(version.rule.then[self.issue.id] for version in versions)

    def __post_init__(self) -> None:
        object.__setattr__(self, "judges", tuple((at, *family.judge) for at, family in enumerate(self.families)))


class Program:
    """A stack's rules, compiled once and run on any number of cases; ``memo`` keeps what others work out about it.

    ``compiler`` is shared by the programs of an edition.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        books: Mapping[str, Rulebook],
        rules: Iterable[Rule],
        stack: Stack,
        compiler: Families | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.compiler = compiler or Families(Layout(vocabulary))
        self.layout = self.compiler.layout
        self.stack = stack
        visible = stack_books(books, stack)
        self.rules = [rule for rule in rules if rule.book in visible and rule.kind is not Kind.CITED]
        self.overrides = overrides_among(self.rules)
        parsed = [parse_constraint(constraint.must, vocabulary) for constraint in vocabulary.constraints]
        tests = [compile_test(node, self.layout) for node in parsed]
        self.constraints = tuple(zip(vocabulary.constraints, tests, strict=True))
        self.constraints_on: dict[int, list[Test]] = {}
        for node, test in zip(parsed, tests, strict=True):
            for slot in self.slots_read(node):
                self.constraints_on.setdefault(slot, []).append(test)
        self.memo: dict[object, Any] = {}
        self._blank: Env = [None] * self.layout.size
        for name, fact in vocabulary.facts.items():
            self._blank[self.layout.facts[name]] = fact.silence
        for slot in self.layout.events.values():
            self._blank[slot] = ABSENT
        self.issues = in_order([self._compile_issue(issue) for issue in vocabulary.issues.values()])
        self.by_id = {compiled.issue.id: compiled for compiled in self.issues}

    @cached_property
    def counted_from(self) -> frozenset[str]:
        """The events (``now`` is the as-of) from which some rule counts working days, directly or through an issue."""
        nodes = [node for one in self.issues for node in (one.raised_ir, *one.conditions, *one.conclusions)]
        todo: list[ir.Node] = [
            part.item for node in nodes for part in ir.walk(node) if isinstance(part, ir.WorkdaysAfter)
        ]
        names: set[str] = set()
        seen: set[str] = set()
        while todo:
            for part in ir.walk(todo.pop()):
                if isinstance(part, ir.EventAt):
                    names.add(part.event)
                elif isinstance(part, ir.IssueNum) and part.issue not in seen:
                    seen.add(part.issue)
                    todo.extend(self.by_id[part.issue].conclusions)
        return frozenset(names)

    def slots_read(self, *nodes: ir.Node) -> list[int]:
        """The slots of the environment that ``nodes`` read; of an issue that of its value."""
        layout, found = self.layout, ir.reads(*nodes)
        return [
            *(layout.facts[name] for name in found.facts),
            *(layout.events[name] for name in found.events),
            *(layout.issues[name] for name in found.issues),
        ]

    def environment(self, case: Case) -> Env:
        """A fresh environment for ``case``; unmentioned facts are silent, unmentioned events did not happen."""
        env = self._blank.copy()
        facts, events = self.layout.facts, self.layout.events
        for name, value in case.projected.items():
            env[facts[name]] = value
        for name, value in case.facts.items():
            env[facts[name]] = value
        for name, value in case.events.items():
            env[events[name]] = value
        env[self.layout.order] = case.order
        env[self.layout.now] = case.as_of
        return env

    def _compile_issue(self, issue: Issue) -> CompiledIssue:
        raised_ir: ir.Bool = (
            parse_condition(issue.raised_when, self.vocabulary) if issue.raised_when else ir.Const(value=True)
        )
        families: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if issue.id in rule.then:
                families.setdefault(rule.id, []).append(rule)
        nodes = [node for versions in families.values() for rule in versions for node in rule_nodes(rule, issue.id)]
        return CompiledIssue(
            issue=issue,
            slot=self.layout.issues[issue.id],
            status_slot=self.layout.statuses[issue.id],
            raised=compile_test(raised_ir, self.layout) if issue.raised_when else None,
            raised_ir=raised_ir,
            families=tuple(self.compiler.compiled(name, some, issue.id) for name, some in sorted(families.items())),
            precedence=Precedence(issue, [families[name][-1] for name in sorted(families)], self.overrides),
            reads=ir.reads(raised_ir, *nodes),
        )


def stack_books(books: Mapping[str, Rulebook], stack: Stack) -> dict[str, Rulebook]:
    """The rulebooks that a stack sees: the law, the platform with what it extends, the shop.

    Raises:
        StackError: no such platform or shop.
    """
    visible = {name: book for name, book in books.items() if book.level.value == "law"}
    for level, name in (("platform", stack.platform), ("shop", stack.shop)):
        if not name:
            continue
        known = [book.id for book in books.values() if book.level.value == level]
        if name not in known:
            raise StackError(f"没有叫“{name}”的{'平台' if level == 'platform' else '店规'},可用:{'、'.join(known)}")
        above = name
        while above:
            visible[above] = books[above]
            above = books[above].extends
    return visible


def overrides_among(rules: Sequence[Rule]) -> dict[str, frozenset[str]]:
    """Which rules each rule overrides, directly or through others; raises StackError where it may not."""
    closed = closed_overrides(rules)
    mandatory = {rule.id: LEVEL_RANK[rule.level] for rule in rules if rule.force is Force.MANDATORY}
    for rule in rules:
        for other in sorted(closed[rule.id]):
            if mandatory.get(other, -1) > LEVEL_RANK[rule.level]:
                through = "" if other in rule.overrides else "(经由其他规则)"
                raise StackError(
                    f"{rule.id} 不能优先于强制性规定 {other}{through}:强制规定只能由更利于买家的结论突破", rule.id
                )
    return closed


def in_order(issues: Sequence[CompiledIssue]) -> list[CompiledIssue]:
    """The issues, each after those that it reads; raises StackError where they read each other."""
    by_id = {compiled.issue.id: compiled for compiled in issues}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for compiled in issues:
        sorter.add(compiled.issue.id, *sorted(compiled.reads.issues))
    try:
        return [by_id[name] for name in sorter.static_order()]
    except CycleError as error:
        raise StackError(f"争点互相引用成环:{' → '.join(error.args[1])}") from error
