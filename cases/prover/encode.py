"""Conditions, conclusions and rules as formulas; issues are named, so that a rule reads the same in every stack."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cases.engine import ir
from cases.engine.vocabulary import Issue, ValueType, Vocabulary
from cases.prover.amounts import Amount, compare
from cases.prover.encode_terms import TermEncoder
from cases.prover.logic import (
    NO,
    YES,
    Formula,
    Tri,
    all_of,
    and_,
    any_of,
    known,
    negation,
    not_,
    open_where,
    or_,
    var,
)
from cases.prover.symbols import Symbols

STATUSES: Final = ("not_raised", "decided", "gap", "conflict")


@dataclass(frozen=True)
class Choice:
    """A value among literals: for each of them the formula that it is the one; ``open`` where none is known."""

    by_value: Mapping[object, Formula]
    open: Formula = False

    @property
    def constant(self) -> object:
        """The one literal it always is, None when that depends."""
        if len(self.by_value) == 1 and self.open is False:
            ((literal, formula),) = self.by_value.items()
            return literal if formula is True else None
        return None

    def is_(self, literal: object) -> Formula:
        """Whether it surely is ``literal``."""
        return self.by_value.get(literal, False)


Value: TypeAlias = Choice | Amount


@dataclass(frozen=True)
class IssueSymbols:
    """The variables of an issue: ``values`` by literal (of a choice) or ``amount``, and one for each status."""

    values: Mapping[object, Formula]
    amount: Amount | None
    status: Mapping[str, Formula] = field(default_factory=dict)

    @property
    def open(self) -> Formula:
        """Raised, or perhaps raised, and not decided."""
        return and_((not_(self.status["not_raised"]), not_(self.status["decided"])))


def literals_of_issue(issue: Issue) -> list[object]:
    """The outcomes of an issue; none for numbers and instants."""
    if issue.type is ValueType.BOOL:
        return [True, False]
    return [*issue.values] if issue.type is ValueType.ENUM else []


class Encoder(TermEncoder):
    """Encodes the IR over ``symbols``; issues in ``settled`` are never open, which makes smaller formulas.

    ``prefix`` keeps the issues of two editions apart in one solver.
    """

    def __init__(self, symbols: Symbols, settled: Set[str] = frozenset(), prefix: str = "") -> None:
        super().__init__(symbols, prefix)
        self.words: Vocabulary = symbols.words
        self.settled = settled
        self._issues: dict[str, IssueSymbols] = {}

    def issue(self, name: str) -> IssueSymbols:
        """The variables of an issue."""
        if name not in self._issues:
            issue = self.words.issues[name]
            values = {literal: var(f"{self.prefix}I.{name}.{literal}") for literal in literals_of_issue(issue)}
            status = {status: var(f"{self.prefix}S.{name}.{status}") for status in STATUSES}
            amount = None if values else self._issue_amount(issue)
            self._issues[name] = IssueSymbols(values, amount, status)
        return self._issues[name]

    def _issue_amount(self, issue: Issue) -> Amount:
        return self.symbols.result(f"{self.prefix}V.{issue.id}", instant=issue.type is ValueType.INSTANT)

    def issue_amount(self, issue: str) -> Amount:
        """The value of an issue that is a number: absent when not raised, open when raised and not decided."""
        found = self.issue(issue)
        assert found.amount is not None
        doubt = False if issue in self.settled else found.open
        return found.amount._replace(absent=found.status["not_raised"], open=doubt)

    # -- conditions ---------------------------------------------------------------------------------

    def condition(self, node: ir.Bool) -> Tri:
        """Encode a condition."""
        match node:
            case ir.Const(value):
                return YES if value else NO
            case ir.FactIs(fact, values):
                return open_where(self.symbols.fact_open(fact), known(self.symbols.fact_is(fact, values)))
            case ir.IssueIs(issue, values):
                return self._issue_is(issue, values)
            case ir.StatusIs(issue, status):
                return self._status_is(issue, status)
            case ir.Has(event):
                moment = self.symbols.moment(event)
                return open_where(moment.open, known(not_(moment.absent)))
            case ir.Before(first, second):
                return self._before(first, second)
            case ir.Compare(op, left, right):
                return compare(op, self.term(left), self.term(right))
            case ir.Not(item):
                return negation(self.condition(item))
            case ir.And(items):
                return all_of(self.condition(item) for item in items)
            case ir.Or(items):
                return any_of(self.condition(item) for item in items)

    def _status_is(self, issue: str, status: str) -> Tri:
        """Of an undetermined issue no other status is known: it may yet come out in any way."""
        true = self.status(issue, status)
        if status not in STATUSES or issue in self.settled:
            return known(true)
        return Tri(true, or_(formula for name, formula in self.issue(issue).status.items() if name != status))

    def status(self, issue: str, status: str) -> Formula:
        """Whether the issue has this status."""
        known_statuses = self.issue(issue).status
        return known_statuses[status] if status in STATUSES else not_(or_(known_statuses.values()))

    def _issue_is(self, issue: str, values: tuple[object, ...]) -> Tri:
        found = self.issue(issue)
        true = or_(formula for value, formula in found.values.items() if value in values)
        if issue in self.settled:
            return known(true)
        others = [formula for value, formula in found.values.items() if value not in values]
        return Tri(true, or_((found.status["not_raised"], *others)))

    def _before(self, first: str, second: str) -> Tri:
        a, b = self.symbols.moment(first), self.symbols.moment(second)
        plain = compare("<", a, b)
        forwards, backwards = self.symbols.earlier(first, second), self.symbols.earlier(second, first)
        if forwards is False:  # then so is the other: a case says no order of these two
            return plain
        there, sure = not_(or_((a.absent, b.absent))), not_(or_((a.open, b.open)))
        true = or_((and_((forwards, there, sure)), and_((not_(forwards), not_(backwards), plain.t))))
        false = or_((not_(there), and_((not_(forwards), sure, or_((backwards, plain.f))))))
        return Tri(true, false)

    # -- conclusions --------------------------------------------------------------------------------

    def conclusion(self, node: ir.Conclusion, issue: Issue) -> Value:
        """Encode what a rule concludes; absent reads open, as a rule cannot conclude nothing."""
        match node:
            case ir.EnumValue(literal):
                return Choice({literal: True})
            case ir.Const(value):
                return Choice({value: True})
            case ir.EnumFrom(source, is_issue):
                return self._copied(source, is_issue=is_issue)
            case _ if issue.type is ValueType.BOOL:
                truth = self.condition(node)  # type: ignore[arg-type]
                doubt = False if truth.total else and_((not_(truth.t), not_(truth.f)))
                return Choice({True: truth.t, False: truth.f}, doubt)
            case _:
                amount = self.term(node)  # type: ignore[arg-type]
                return amount._replace(open=amount.unknown, absent=False)

    def _copied(self, source: str, *, is_issue: bool) -> Choice:
        if not is_issue:
            doubt = self.symbols.fact_open(source)
            sure = not_(doubt)
            return Choice({v: and_((sure, f)) for v, f in self.symbols.values(source).items()}, doubt)
        found = self.issue(source)
        return Choice(found.values, not_(or_(found.values.values())))
