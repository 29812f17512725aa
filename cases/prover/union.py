"""All stacks of an edition as one theory: which stack a case lies in is one more unknown.

What is impossible here is impossible in every stack, at the price of one question instead of one for each stack.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

import z3

from cases.engine import ir
from cases.engine.assertions import Invariant, Waiver
from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.families import Family
from cases.engine.language import parse_condition
from cases.engine.precedence import OverrideCycleError, closed_overrides
from cases.engine.program import Program, StackError, stack_books
from cases.engine.rules import Kind, Level, Rule
from cases.engine.vocabulary import Issue
from cases.prover.encode import Value
from cases.prover.encode_issue import IssueModel
from cases.prover.encode_rules import RuleEncoder
from cases.prover.encode_terms import Ledger
from cases.prover.logic import Formula, Tri, all_of, and_, iff, implies, known, not_, or_, var
from cases.prover.scope import stacks_of
from cases.prover.session import RLIMIT, Session
from cases.prover.symbols import Symbols, exclusive
from cases.prover.theory import Theory
from cases.prover.witness import Scenario, scenario_of


def union_program(edition: Edition) -> Program | None:
    """All rules of all books as one program; None where they do not fit together as they do in each stack."""
    if any(len({rule.book for rule in versions}) > 1 for versions in edition.families.values()):
        return None
    books = {name: replace(book, level=Level.LAW) for name, book in edition.books.items()}  # so that all are seen
    try:
        program = Program(edition.vocabulary, books, edition.rules, Stack())
    except (StackError, OverrideCycleError):
        return None
    return program if closes_alike(edition, program.overrides) else None


def closes_alike(edition: Edition, overrides: Mapping[str, frozenset[str]]) -> bool:
    """Whether rules override each other in each stack just as they do in all stacks together."""
    for stack in stacks_of(edition):
        visible = stack_books(edition.books, stack)
        here = closed_overrides(rule for rule in edition.rules if rule.book in visible and rule.kind is not Kind.CITED)
        if any(overrides[name] & here.keys() != below for name, below in here.items()):
            return False
    return True


class _Encoder(RuleEncoder):
    """Encodes rules that apply only where their book is seen."""

    visible: Mapping[str, Formula]

    def family(self, family: Family, issue: Issue) -> tuple[Tri, Value, list[Tri]]:
        applies, value, each = super().family(family, issue)
        seen = self.visible[family.versions[0].rule.book]
        if seen is True:
            return applies, value, each
        return all_of((known(seen), applies)), value, [all_of((known(seen), one)) for one in each]


class Union(Theory):
    """The theory of all stacks; no issue is taken for settled in it."""

    def __init__(self, edition: Edition, program: Program, symbols: Symbols, rlimit: int = RLIMIT) -> None:
        self.stacks = {stack: frozenset(stack_books(edition.books, stack)) for stack in stacks_of(edition)}
        self.books = edition.books
        self._chosen = {name: var(f"P.{name}") for name, book in edition.books.items() if book.level is not Level.LAW}
        super().__init__(program, symbols, rlimit)
        self._base = self.encoder.ledger
        self.like: Mapping[str, IssueModel] = {}
        words = edition.vocabulary
        raising = [parse_condition(text, words) for issue in words.issues.values() if (text := issue.raised_when)]
        self.told = _statuses_told([*raising, *_nodes_of(edition.rules), *_claimed(edition)])
        self._exclusive = self._one_stack()

    def _make_encoder(self, symbols: Symbols, prefix: str) -> RuleEncoder:
        encoder = _Encoder(symbols, self.settled, prefix)
        encoder.visible = self._visible()
        return encoder

    def _visible(self) -> dict[str, Formula]:
        seen: dict[str, list[Formula]] = {name: [] for name in self.books}
        for name, book in self.books.items():
            if book.level is Level.LAW:
                seen[name] = [True]
                continue
            above = name
            while above:
                seen[above].append(self._chosen[name])
                above = self.books[above].extends
        return {name: or_(parts) for name, parts in seen.items()}

    def _of_level(self, level: Level) -> list[Formula]:
        return [self._chosen[name] for name, book in self.books.items() if book.level is level]

    def _one_stack(self) -> list[Formula]:
        platforms, shops = self._of_level(Level.PLATFORM), self._of_level(Level.SHOP)
        return [*exclusive(platforms), *exclusive(shops), implies(or_(shops), or_(platforms))]

    def where(self, stack: Stack) -> Formula:
        """The case lies in ``stack``."""
        chosen = {stack.platform, stack.shop}
        return and_(formula if name in chosen else not_(formula) for name, formula in self._chosen.items())

    def on(self, platform: str) -> Formula:
        """A waiver or an invariant for ``platform`` speaks of the case: "" is everywhere, ``law`` is no platform."""
        if platform == "law":
            return not_(or_(self._of_level(Level.PLATFORM)))
        return self._chosen.get(platform, False) if platform else True

    def in_shop(self) -> Formula:
        """The case lies in some shop's stack."""
        return or_(self._of_level(Level.SHOP))

    def waived(self, waivers: Sequence[Waiver]) -> list[Formula]:
        """For each of these waivers, that it does not cover the case."""
        return [not_(and_((self.on(one.platform), self.encoder.condition(one.when).t))) for one in waivers]

    def refuted(self, invariant: Invariant) -> Formula:
        """The case contradicts the invariant."""
        premise, conclusion = (self.encoder.condition(node) for node in (invariant.premise, invariant.conclusion))
        return and_((self.on(invariant.platform), premise.t, conclusion.f))

    # -- encoding -------------------------------------------------------------------------------------

    def model(self, issue: str) -> IssueModel:
        """The issue encoded; that it is in conflict is left undefined where nothing reads it."""
        if issue not in self.models:
            compiled = self.program.by_id[issue]
            like = self.like.get(issue)
            self.models[issue] = IssueModel(compiled, self.encoder, brief=issue not in self.told, like=like)
        return self.models[issue]

    def edited(self, program: Program, rules: Sequence[Rule], issues: Container[str]) -> Union:
        """The theory of an edited edition: ``rules`` changed, of other than these ``issues`` the encoding is kept."""
        other = copy(self)
        other.program = program
        other.like = self.models
        other.models = {name: model for name, model in self.models.items() if name not in issues}
        other.told = self.told | _statuses_told(_nodes_of(rules))
        for name in other.told - self.told:
            other.models.pop(name, None)
        other.encoder = copy(self.encoder)
        other.encoder.ledger = Ledger()
        return other

    def ledgers(self, *issues: str) -> list[Ledger]:
        """What was invented for the cone of ``issues``, for constraints and for conditions asked about."""
        return [*([] if self._base is self.encoder.ledger else [self._base]), *super().ledgers(*issues)]

    def formulas(self, *issues: str, extra: Sequence[ir.Node] = ()) -> tuple[list[Formula], set[str]]:
        formulas, names = super().formulas(*issues, extra=extra)
        return [*formulas, *self._exclusive], names

    def alone(self, *issues: str, extra: Sequence[ir.Node] = ()) -> Session:
        """A solver for ``issues`` themselves: those that they read may come out in any way at all.

        What is impossible here stays impossible whatever becomes of the rules of other issues.
        """
        own = [self.program.by_id[name] for name in issues]
        models = [self.model(name) for name in issues]
        read = sorted(ir.reads(*extra).issues.union(*(one.reads.issues for one in own)) - set(issues))
        names = self.symbols.declare(
            {name for one in own for name in one.reads.facts},
            {"now", *(name for one in own for name in one.reads.events)},
        )
        names |= self.constrained | self.names(*extra, *(self.program.by_id[name].raised_ir for name in read))
        formulas = [
            *(formula for model in models for formula in model.definitions),
            *(formula for name in read for formula in self._any_outcome(name)),
        ]
        ledgers = [*self.ledgers(), *(model.ledger for model in (*models, *map(self.model, read)))]
        return Session(
            ledgers, [*formulas, *self._constraints, *self._exclusive, *self.symbols.domains(names)], self.rlimit
        )

    def _any_outcome(self, issue: str) -> Iterator[Formula]:
        symbols, model = self.encoder.issue(issue), self.model(issue)
        yield from model.raised_definitions
        yield iff(symbols.status["not_raised"], model.raised.f)
        yield from exclusive(list(symbols.status.values()))
        if symbols.values:
            yield from exclusive(list(symbols.values.values()))
            yield iff(symbols.status["decided"], or_(symbols.values.values()))

    # -- stacks and models -----------------------------------------------------------------------------------------

    def seen_in(self, rule: str) -> Stack:
        """The first stack that sees the rule."""
        return next(stack for stack in self.stacks if self.is_seen(rule, stack))

    def is_seen(self, rule: str, stack: Stack) -> bool:
        """Whether ``stack`` sees the rule."""
        return self._book_of[rule] in self.stacks[stack]

    @property
    def _book_of(self) -> Mapping[str, str]:
        known: Mapping[str, str] | None = self.program.memo.get("books")
        if known is None:
            known = self.program.memo["books"] = {rule.id: rule.book for rule in self.program.rules}
        return known

    def stack_in(self, model: Any) -> Stack:
        """The stack that a model of the solver lies in."""
        chosen = [name for name, item in self._chosen.items() if z3.is_true(model.eval(item, model_completion=True))]
        found: dict[Level, str] = {self.books[name].level: name for name in chosen}
        return Stack(found.get(Level.PLATFORM, ""), found.get(Level.SHOP, ""))

    def scenario(self, model: Any, names: set[str]) -> Scenario:
        """The case that a model describes, in its stack."""
        return replace(scenario_of(model, self.symbols, self.program, names), stack=self.stack_in(model))


class View(Theory):
    """One stack of a union, for findings to be told in; ``program`` is that of the stack."""

    def __init__(self, union: Union, program: Program) -> None:
        self.union, self.program, self.symbols, self.rlimit = union, program, union.symbols, union.rlimit
        self.encoder, self.settled = union.encoder, union.settled

    def model(self, issue: str) -> IssueModel:
        """The issue as encoded for all stacks."""
        return self.union.model(issue)

    def ledgers(self, *issues: str) -> list[Ledger]:
        """What was invented for the cone of ``issues`` in all stacks."""
        return self.union.ledgers(*issues)

    def formulas(self, *issues: str, extra: Sequence[ir.Node] = ()) -> tuple[list[Formula], set[str]]:
        """What holds of the cone in this stack."""
        formulas, names = self.union.formulas(*issues, extra=extra)
        return [*formulas, self.union.where(self.program.stack)], names


def _statuses_told(nodes: Iterable[ir.Node]) -> frozenset[str]:
    """The issues of which some node reads more than the value."""
    return frozenset(part.issue for node in nodes for part in ir.walk(node) if isinstance(part, ir.StatusIs))


def _nodes_of(rules: Iterable[Rule]) -> list[ir.Node]:
    return [node for rule in rules for node in (*rule.when, *rule.then.values())]


def _claimed(edition: Edition) -> list[ir.Node]:
    claims = [node for one in edition.invariants for node in (one.premise, one.conclusion)]
    return [*claims, *(one.when for one in edition.waivers)]
