"""An edited edition beside the one that was verified whole: what differs, and what that can reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from cases.engine import ir
from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.patch import patched
from cases.engine.precedence import OverrideCycleError
from cases.engine.program import Program, StackError
from cases.engine.rules import Kind, Rule
from cases.engine.support import cone_of
from cases.prover.baseline import Baseline
from cases.prover.edits import touches
from cases.prover.gaps import waivers_of
from cases.prover.logic import Formula, Tri, or_
from cases.prover.scope import Fingerprints
from cases.prover.session import Session
from cases.prover.union import Union, View, closes_alike


class WholeRunNeededError(ValueError):
    """The edition differs from the one that was verified in more than its rules, or so that a whole run is needed."""


class Edited:
    """An edition some of whose rules differ from those of a baseline.

    Attributes:
        changed: the ids of the rules that were edited, added or removed.
        issues: those that a changed rule concludes or concluded, or in which precedence changed.
        reached: these and all that read them, each after those that it reads.
        where: a case may come out otherwise than by the baseline.
    """

    def __init__(self, edition: Edition, baseline: Baseline) -> None:
        """Find out what differs.

        Raises:
            WholeRunNeededError: more than rules, or the rules of different stacks do not fit together.
            StackError: the rules do not fit together in some stack.
        """
        self.baseline = baseline
        if _frame(edition) != _frame(baseline.edition):
            raise WholeRunNeededError
        self.changed, rules = _changed(baseline.edition, edition)
        self.edition = edition.with_rules(rules)
        self.versions = [
            rule
            for one in (baseline.edition, self.edition)
            for name in sorted(self.changed)
            for rule in one.families.get(name, ())
        ]
        self.issues = {issue for rule in self.versions if rule.kind is not Kind.CITED for issue in rule.then}
        self._patched_stacks: set[Stack] = set()
        before = baseline.union.program
        self.program = self._patch(before, self.edition.books)
        self._check_fit(before)
        self.issues |= {one.issue.id for one in self.program.issues if one is not before.by_id[one.issue.id]}
        self.reached = tuple(
            one.issue.id
            for one in self.program.issues
            if any(read.issue.id in self.issues for read in cone_of(self.program, one.issue.id).issues)
        )
        self._sessions: dict[str, tuple[Session, set[str]]] = {}
        self._alone: Session | None = None
        self._shared: Session | None = None
        self._fingerprints = Fingerprints(self.edition)
        self._prints: dict[Stack, Mapping[str, str]] = {}

    def _patch(self, program: Program, books: Collection[str]) -> Program:
        rules = [rule for rule in self.edition.rules if rule.book in books and rule.kind is not Kind.CITED]
        try:
            return patched(program, rules, self.issues, self.edition.compiler)
        except OverrideCycleError as error:
            raise StackError(str(error)) from error

    def _check_fit(self, before: Program) -> None:
        """Whether all stacks can be looked at together."""
        split = any(len({rule.book for rule in self.edition.families.get(name, ())}) > 1 for name in self.changed)
        moved = self.program.overrides is not before.overrides
        if split or (moved and not closes_alike(self.edition, self.program.overrides)):
            raise WholeRunNeededError

    def encode(self) -> None:
        """Make the formulas, where the baseline made its own."""
        before, order = self.baseline.union.program, [name for name in self.reached if name in self.issues]
        self.union: Union = self.baseline.union.edited(self.program, self.versions, self.issues)
        self.eras = self.baseline.eras.edited(self.program, self.issues)
        self.touches = tuple(touches(before, self.program, self.changed, order))
        memo: dict[int, Tri] = {}
        self.where: Formula = or_(touch.formula(self.union, memo) for touch in self.touches)
        self.nodes = _readers(ir.reads(*{id(node): node for touch in self.touches for node in touch.nodes}.values()))

    def program_of(self, stack: Stack) -> Program:
        """The program of one stack."""
        if stack not in self._patched_stacks:
            self.edition.keep(self._patch(self.baseline.edition.program(stack), self.union.stacks[stack]))
            self._patched_stacks.add(stack)
        return self.edition.program(stack)

    def view(self, stack: Stack) -> View:
        """One stack, for findings to be told in."""
        return View(self.union, self.program_of(stack))

    def stacks_apart(self, issue: str) -> list[Stack]:
        """The stacks that say something of their own of an issue, each for all that say the same."""
        first: dict[tuple[str, tuple[int, ...]], Stack] = {}
        for stack in self.union.stacks:
            if stack not in self._prints:
                self._prints[stack] = self._fingerprints.of_stack(stack)
            first.setdefault((self._prints[stack][issue], self._meant(stack, issue)), stack)
        return list(first.values())

    def _meant(self, stack: Stack, issue: str) -> tuple[int, ...]:
        """Which waivers speak of an issue in a stack: where the rules are the same, another gap may be meant."""
        meant = waivers_of(stack, self.edition.waivers, issue)
        return tuple(at for at, waiver in enumerate(self.edition.waivers) if waiver in meant)

    def session(self, issue: str) -> tuple[Session, set[str]]:
        """A solver for the cone of an issue and of what was edited, and the names a witness is made of."""
        if issue not in self._sessions:
            waivers = [waiver.when for waiver in self.edition.waivers if waiver.issue == issue]
            if issue in self.issues:
                _, names = self.union.formulas(issue, extra=[*waivers, *self.nodes])
                self._sessions[issue] = self._together(), names
            else:
                self._sessions[issue] = self.union.session(issue, extra=[*waivers, *self.nodes])
        return self._sessions[issue]

    def _together(self) -> Session:
        """A solver for the cones of all edited issues."""
        if self._shared is None:
            waivers = [waiver.when for waiver in self.edition.waivers if waiver.issue in self.issues]
            order = [name for name in self.reached if name in self.issues]
            self._shared, _ = self.union.session(*order, extra=[*waivers, *self.nodes])
        return self._shared

    def alone(self) -> Session:
        """A solver for the edited issues themselves, in whatever way those that they read come out."""
        if self._alone is None:
            waivers = [waiver.when for waiver in self.edition.waivers if waiver.issue in self.issues]
            order = [name for name in self.reached if name in self.issues]
            self._alone = self.union.alone(*order, extra=[*waivers, *self.nodes])
        return self._alone

    @property
    def asked(self) -> int:
        """How often a solver was asked."""
        every = [self._alone, *(session for session, _ in self._sessions.values())]
        return sum(session.asked for session in {id(one): one for one in every if one is not None}.values())


def _readers(read: ir.Reads) -> list[ir.Node]:
    """Nodes that read just that."""
    return [
        *(ir.FactIs(name, ()) for name in sorted(read.facts)),
        *(ir.Has(name) for name in sorted(read.events)),
        *(ir.IssueIs(name, ()) for name in sorted(read.issues)),
    ]


def _frame(edition: Edition) -> tuple[Any, ...]:
    """All of an edition but its rules."""
    return edition.vocabulary, edition.books, edition.waivers, edition.invariants


def _changed(before: Edition, after: Edition) -> tuple[frozenset[str], tuple[Rule, ...]]:
    """The ids of the rules that decide otherwise, and the rules of ``after``, as in ``before`` where they are equal."""
    changed = set(before.families.keys() - after.families.keys())
    known: dict[int, Rule] = {}
    for name, versions in after.families.items():
        old = before.families.get(name, ())
        if len(old) != len(versions) or any(_deciding(a) != _deciding(b) for a, b in zip(old, versions, strict=True)):
            changed.add(name)
        known.update((id(one), same) for one, same in zip(versions, old, strict=False) if one is same or one == same)
    return frozenset(changed), tuple(known.get(id(rule), rule) for rule in after.rules)


def _deciding(rule: Rule) -> tuple[Any, ...]:
    """What a rule does, without its wording."""
    parts = rule.id, rule.version, rule.book, rule.kind, rule.level, rule.force, rule.effective, rule.when, rule.then
    return *parts, frozenset(rule.overrides)
