"""Conditions, conclusions and rules as formulas; issues are named, so that a rule reads the same in every stack."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, TypeAlias

import z3

from cases.engine import ir
from cases.engine.program import Family, Version
from cases.engine.rules import Effective
from cases.engine.vocabulary import Issue, ValueType, Vocabulary
from cases.prover.amounts import Amount, compare, exactly, identical
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
    pick,
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
    """Encodes the IR over ``symbols``; issues in ``settled`` are never open, which makes smaller formulas."""

    def __init__(self, symbols: Symbols, settled: Set[str] = frozenset()) -> None:
        super().__init__(symbols)
        self.words: Vocabulary = symbols.words
        self.settled = settled
        self._issues: dict[str, IssueSymbols] = {}

    def issue(self, name: str) -> IssueSymbols:
        """The variables of an issue."""
        if name not in self._issues:
            issue = self.words.issues[name]
            values = {literal: var(f"I.{name}.{literal}") for literal in literals_of_issue(issue)}
            status = {status: var(f"S.{name}.{status}") for status in STATUSES}
            amount = None if values else self._issue_amount(issue)
            self._issues[name] = IssueSymbols(values, amount, status)
        return self._issues[name]

    def _issue_amount(self, issue: Issue) -> Amount:
        return exactly(z3.Int(f"V.{issue.id}"))

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
                return known(self.status(issue, status))
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
        if forwards is False and backwards is False:
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

    # -- rules --------------------------------------------------------------------------------------

    def in_force(self, effective: Effective) -> Tri:
        """Whether a version with these dates governs: by its event's instant, else by the as-of."""
        if effective.start is None and effective.end is None:
            return YES
        now = self.symbols.moment("now")
        if not effective.by:
            return self._within(now, effective)
        event = self.symbols.moment(effective.by)
        elsewhere = or_((event.absent, not_(event.base == 0) if not isinstance(event.base, int) else False))
        dated, undated = self._within(event, effective), self._within(now, effective)
        chosen = Tri(pick_bool(elsewhere, undated.t, dated.t), pick_bool(elsewhere, undated.f, dated.f), dated.total)
        return open_where(event.open, chosen)

    @staticmethod
    def _within(at: Amount, effective: Effective) -> Tri:
        parts = []
        if effective.start is not None:
            parts.append(_not_before(at, effective.start))
        if effective.end is not None:
            parts.append(negation(_not_before(at, effective.end)))
        return all_of(parts)

    def family(self, family: Family, issue: Issue) -> tuple[Tri, Value, list[Tri]]:
        """Whether a rule applies, what it then concludes, and for each version whether that one does."""
        forces = [self.in_force(version.rule.effective) for version in family.versions]
        conditions = [self._holds(version) for version in family.versions]
        values = [self.conclusion(version.rule.then[issue.id], issue) for version in family.versions]
        each = [all_of(pair) for pair in zip(forces, conditions, strict=True)]
        if len(each) == 1:
            return each[0], values[0], each
        if all(force.total for force in forces):
            return any_of(each), _merged(values, [part.t for part in forces]), each
        return self._in_doubt(family, forces, conditions), _agreed(values, forces, conditions), each

    def _holds(self, version: Version) -> Tri:
        return all_of(self.condition(node) for node in version.rule.when)

    def _in_doubt(self, family: Family, forces: list[Tri], conditions: list[Tri]) -> Tri:
        """Several versions may be in force: the rule applies if one surely is and all that may be do apply."""
        pairs = list(zip(forces, conditions, strict=True))
        false = and_(or_((force.f, holds.f)) for force, holds in pairs)
        every = and_(or_((force.f, holds.t)) for force, holds in pairs)
        alone = or_(
            and_((force.t, holds.t, *(other.f for other in forces if other is not force))) for force, holds in pairs
        )
        several = or_(and_((not_(one.f), not_(other.f))) for at, one in enumerate(forces) for other in forces[at + 1 :])
        return Tri(or_((alone, and_((several, self._covered(family), every)))), false)

    def _covered(self, family: Family) -> Formula:
        dates = [version.rule.effective for version in family.versions]
        if not all(one.end == two.start and one.by == two.by for one, two in pairwise(dates)):
            return False
        return self.in_force(Effective(dates[0].start, dates[-1].end, dates[0].by)).t


def pick_bool(test: Formula, then: Formula, other: Formula) -> Formula:
    """``then`` where ``test`` holds, else ``other``."""
    return or_((and_((test, then)), and_((not_(test), other))))


def _not_before(at: Amount, minute: int) -> Tri:
    if at.exact:
        return known(at.lo >= minute)
    return Tri(at.lo >= minute, at.hi < minute)


def _merged(values: list[Value], chosen: list[Formula]) -> Value:
    """The value of the one version in force."""
    if isinstance(values[0], Choice):
        literals = {literal for value in values for literal in value.by_value}  # type: ignore[union-attr]
        return Choice(
            {
                literal: or_(and_((test, value.is_(literal))) for test, value in zip(chosen, values, strict=True))  # type: ignore[union-attr]
                for literal in sorted(literals, key=repr)
            },
            or_(and_((test, value.open)) for test, value in zip(chosen, values, strict=True)),
        )
    merged = values[-1]
    for test, value in zip(chosen[:-1], values[:-1], strict=True):
        assert isinstance(value, Amount)
        assert isinstance(merged, Amount)
        lo = pick(test, value.lo, merged.lo)
        exact = value.exact and merged.exact
        merged = Amount(
            lo,
            lo if exact else pick(test, value.hi, merged.hi),
            open=pick_bool(test, value.open, merged.open),
            base=pick(test, value.base, merged.base),
        )
    return merged


def _agreed(values: list[Value], forces: list[Tri], conditions: list[Tri]) -> Value:
    """The value that all versions agree on which may be in force and may apply; open where they do not."""
    alone = [and_(other.f for other in forces if other is not force) for force in forces]
    here = [
        or_((only, and_((not_(force.f), not_(holds.f)))))
        for only, force, holds in zip(alone, forces, conditions, strict=True)
    ]
    if isinstance(values[0], Choice):
        literals = sorted({literal for value in values for literal in value.by_value}, key=repr)  # type: ignore[union-attr]
        by_value = {
            literal: and_(or_((not_(test), value.is_(literal))) for test, value in zip(here, values, strict=True))  # type: ignore[union-attr]
            for literal in literals
        }
        return Choice(by_value, not_(or_(by_value.values())))
    merged = _merged(values, here)
    assert isinstance(merged, Amount)
    same = and_(
        or_((not_(test), and_((not_(value.open), identical(value, merged)))))
        for test, value in zip(here, values, strict=True)
        if isinstance(value, Amount)
    )
    return merged._replace(open=or_((merged.open, not_(same))))
