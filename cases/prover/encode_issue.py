"""One issue of one stack as definitions: which rules apply, which stand, and how the issue comes out.

Mirrors ``cases.engine.precedence`` and ``cases.engine.decide``, whose words it uses: a rule *stands* when nothing that
applies defeats it, and *may stand* when nothing that surely applies surely does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from cases.engine import ir
from cases.engine.precedence import Precedence
from cases.engine.program import CompiledIssue
from cases.engine.vocabulary import Issue
from cases.prover.amounts import Amount, identical, same_line
from cases.prover.encode import Choice, Encoder, Value, literals_of_issue
from cases.prover.logic import NO, YES, Formula, Tri, and_, iff, implies, known, not_, or_, var

Defeats = list[tuple[int, Tri]]
_NO_NUMBER: Final = "the issue's value is no number"


@dataclass
class RuleModel:
    """A rule of the issue: does it surely apply (``sure``), may it (``maybe``), does it or may it stand."""

    id: str
    at: int
    sure: Formula
    maybe: Formula
    value: Value
    versions: Sequence[Tri]
    stands: Formula = False
    may_stand: Formula = False
    defeats: Defeats = field(default_factory=list)


class Definitions:
    """Formulas by name: each becomes a variable and an equivalence to assert."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.formulas: list[Formula] = []

    def name(self, name: str, formula: Formula) -> Formula:
        """A variable that stands for ``formula``, or ``formula`` itself when it is constant."""
        if isinstance(formula, bool):
            return formula
        variable = var(f"{self.prefix}.{name}")
        self.formulas.append(iff(variable, formula))
        return variable

    def require(self, formula: Formula) -> None:
        """Assert ``formula`` beside the definitions."""
        if formula is not True:
            self.formulas.append(formula)


class IssueModel:
    """An issue in a stack, encoded; ``definitions`` go into every solver whose cone holds the issue."""

    def __init__(self, compiled: CompiledIssue, encoder: Encoder) -> None:
        self.compiled, self.encoder = compiled, encoder
        self.issue: Issue = compiled.issue
        self.symbols = encoder.issue(self.issue.id)
        self.defined = Definitions(f"R.{self.issue.id}")
        self.raised: Tri = YES if compiled.raised is None else self._named("raised", self._raised(compiled.raised_ir))
        self.rules = [self._rule(at) for at in range(len(compiled.families))]
        self._weigh(compiled.precedence)
        self.stuck = self._stuck()
        self._define_outcome()

    @property
    def definitions(self) -> list[Formula]:
        """Everything to assert."""
        return self.defined.formulas

    def _raised(self, node: ir.Bool) -> Tri:
        return self.encoder.condition(node)

    def _named(self, name: str, truth: Tri) -> Tri:
        if truth.total:
            return known(self.defined.name(name, truth.t))
        return Tri(self.defined.name(name, truth.t), self.defined.name(f"{name}.not", truth.f))

    def _rule(self, at: int) -> RuleModel:
        family = self.compiled.families[at]
        applies, value, versions = self.encoder.family(family, self.issue)
        truth = self._named(f"{family.id}.applies", applies)
        return RuleModel(family.id, at, truth.t, not_(truth.f), value, versions)

    # -- precedence -----------------------------------------------------------------------------------

    def _weigh(self, relation: Precedence) -> None:
        beats = Beats(relation)
        for loser in self.rules:
            loser.defeats = [
                (winner.at, how) for winner in self.rules if (how := beats.how(winner, loser)).f is not True
            ]
            surely = or_(and_((self.rules[at].sure, how.t)) for at, how in loser.defeats)
            perhaps = or_(and_((self.rules[at].sure, not_(how.f))) for at, how in loser.defeats)
            beaten = self.defined.name(f"{loser.id}.beaten", surely)
            doubted = beaten if surely is perhaps or _all_total(loser.defeats) else perhaps
            loser.stands = self.defined.name(f"{loser.id}.stands", and_((loser.sure, not_(doubted))))
            loser.may_stand = (
                loser.stands
                if doubted is beaten and loser.maybe is loser.sure
                else self.defined.name(f"{loser.id}.may_stand", and_((loser.maybe, not_(beaten))))
            )

    def _stuck(self) -> Formula:
        """Rules apply, and each is defeated by another: possible only where defeats can go in a circle."""
        if not self._circular():
            return False
        some = or_(rule.sure for rule in self.rules)
        return and_((some, *(not_(and_((rule.sure, rule.may_stand))) for rule in self.rules)))

    def _circular(self) -> bool:
        alive = set(range(len(self.rules)))
        while True:
            top = {at for at in alive if not any(winner in alive for winner, _ in self.rules[at].defeats)}
            if not top:
                return bool(alive)
            alive -= top

    # -- the outcome ------------------------------------------------------------------------------------

    def _define_outcome(self) -> None:
        status, define = self.symbols.status, self.defined.require
        define(iff(status["not_raised"], self.raised.f))
        gap = and_((self.raised.t, *(not_(rule.maybe) for rule in self.rules)))
        define(iff(status["gap"], gap))
        self.gap = status["gap"]
        if self.symbols.values:
            decided = self._define_choice()
        else:
            decided = self._define_amount()
        define(iff(status["decided"], decided))
        self.disagree = self.defined.name("disagree", self._disagree())
        define(iff(status["conflict"], and_((self.raised.t, or_((self.disagree, self.stuck))))))

    def _define_choice(self) -> Formula:
        literals = literals_of_issue(self.issue)
        may_be: dict[object, list[Formula]] = {literal: [] for literal in literals}
        stand: dict[object, list[Formula]] = {literal: [] for literal in literals}
        unsettled: list[Formula] = []
        for rule in self.rules:
            assert isinstance(rule.value, Choice)
            for literal, formula in rule.value.by_value.items():
                if literal in may_be:
                    may_be[literal].append(and_((rule.may_stand, formula)))
                    stand[literal].append(and_((rule.stands, formula)))
            unsettled.append(and_((rule.may_stand, rule.value.open)))
        possible = {lit: self.defined.name(f"may_be.{lit}", or_(parts)) for lit, parts in may_be.items()}
        self.standing = {lit: self.defined.name(f"stand.{lit}", or_(parts)) for lit, parts in stand.items()}
        doubt = self.defined.name("unsettled", or_(unsettled))
        for literal in literals:
            others = (not_(possible[other]) for other in literals if other != literal)
            decided = and_((self.raised.t, self.standing[literal], not_(doubt), *others))
            self.defined.require(iff(self.symbols.values[literal], decided))
        return or_(self.symbols.values.values())

    def _define_amount(self) -> Formula:
        own = self.symbols.amount
        assert own is not None, _NO_NUMBER
        agreed = [
            implies(and_((one.may_stand, other.may_stand)), agree(one.value, other.value).t)
            for one, other in combinations(self.rules, 2)
        ]
        sure = [not_(and_((rule.may_stand, _open(rule.value)))) for rule in self.rules]
        decided = self.defined.name(
            "settled", and_((self.raised.t, or_(rule.stands for rule in self.rules), *agreed, *sure))
        )
        for rule in self.rules:
            assert isinstance(rule.value, Amount)
            self.defined.require(implies(and_((decided, rule.stands)), identical(own, rule.value)))
        return decided

    def _disagree(self) -> Formula:
        """Two rules stand whose values surely differ."""
        if not self.symbols.values:
            return or_(self.pair(one, other) for one, other in combinations(self.rules, 2))
        by_literal = [self.standing[literal] for literal in literals_of_issue(self.issue)]
        return or_(and_(pair) for pair in combinations(by_literal, 2))

    def pair(self, one: RuleModel, other: RuleModel) -> Formula:
        """Both rules stand and surely disagree."""
        differ = agree(one.value, other.value).f
        return and_((one.stands, other.stands, differ))


class Beats:
    """How rules of an issue defeat each other: surely, by their values, or never."""

    def __init__(self, relation: Precedence) -> None:
        self.strong, self.levels, self.mandatory = relation.strong, relation.levels, relation.mandatory
        self.favour = relation.favour

    def how(self, winner: RuleModel, loser: RuleModel) -> Tri:
        """Whether ``winner`` defeats ``loser`` where both apply."""
        if winner is loser:
            return NO
        if self.strong[winner.at][loser.at]:
            return YES
        if self.strong[loser.at][winner.at] or self.levels[winner.at] == self.levels[loser.at]:
            return NO
        return self._by_authority(winner, loser)

    def _by_authority(self, winner: RuleModel, loser: RuleModel) -> Tri:
        above = self.levels[winner.at] > self.levels[loser.at]
        upper, lower = (winner, loser) if above else (loser, winner)
        same = agree(winner.value, loser.value)
        if not self.mandatory[upper.at] or self.favour is None:
            return Tri(same.f, same.t, same.total) if above else NO
        better = self._better(lower.value, upper.value)
        if above:
            true, false = and_((same.f, better.f)), or_((same.t, better.t))
        else:
            true, false = and_((not_(same.t), better.t)), or_((same.t, better.f))
        return known(true) if same.total and better.total else Tri(true, false)

    def _better(self, low: Value, high: Value) -> Tri:
        """Whether the first value gives the buyer more than the second."""
        assert self.favour is not None
        if isinstance(low, Choice) and isinstance(high, Choice):
            true = or_(
                and_((one, other))
                for literal, one in low.by_value.items()
                for than, other in high.by_value.items()
                if self.favour(literal, than)
            )
            return _unless_open(low, high, true)
        assert isinstance(low, Amount)
        assert isinstance(high, Amount)
        one, other = (low, high) if self.favour(1, 0) else (high, low)
        if one.exact and other.exact:
            return _unless_open(low, high, one.lo > other.lo)
        sure = and_((not_(or_((low.open, high.open))), same_line(low, high)))
        return Tri(and_((sure, one.lo > other.hi)), and_((sure, one.hi <= other.lo)))


def _open(value: Value) -> Formula:
    return value.open


def _unless_open(one: Value, other: Value, true: Formula) -> Tri:
    doubt = or_((one.open, other.open))
    if doubt is False:
        return known(true)
    return Tri(and_((not_(doubt), true)), and_((not_(doubt), not_(true))))


def agree(one: Value, other: Value) -> Tri:
    """Whether two conclusions are the same; open where one is, or where intervals overlap."""
    if isinstance(one, Choice) and isinstance(other, Choice):
        if one.constant is not None and other.constant is not None:
            return YES if one.constant == other.constant else NO
        same = or_(and_((formula, other.is_(literal))) for literal, formula in one.by_value.items())
        return _unless_open(one, other, same)
    assert isinstance(one, Amount)
    assert isinstance(other, Amount)
    if one.exact and other.exact and _plain(one) and _plain(other):
        return _unless_open(one, other, one.lo == other.lo)
    sure = not_(or_((one.open, other.open)))
    apart = or_((one.lo > other.hi, other.lo > one.hi))
    return Tri(and_((sure, identical(one, other))), and_((sure, same_line(one, other), apart)))


def _plain(amount: Amount) -> bool:
    return isinstance(amount.base, int)


def _all_total(defeats: Defeats) -> bool:
    return all(how.total for _, how in defeats)
