"""One issue of one stack as definitions: which rules apply, which stand, and how the issue comes out.

Mirrors ``cases.engine.precedence`` and ``cases.engine.decide``, whose words it uses: a rule *stands* when nothing that
applies defeats it, and *may stand* when nothing that surely applies surely does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

from cases.engine import ir
from cases.engine.families import Family
from cases.engine.precedence import Precedence
from cases.engine.program import CompiledIssue
from cases.engine.vocabulary import Issue
from cases.prover.amounts import Amount, identical
from cases.prover.encode import Choice, Value, literals_of_issue
from cases.prover.encode_rules import RuleEncoder
from cases.prover.encode_terms import Ledger
from cases.prover.logic import YES, Formula, Tri, and_, iff, implies, known, not_, or_, var
from cases.prover.weighing import Beats, RuleModel, agree, all_total, is_open, may_be

_Aim = Callable[[RuleModel], Formula]


class _Encoded(NamedTuple):
    """A rule of the issue, encoded: whether it applies, what it concludes, and what defines that."""

    family: Family
    truth: Tri
    value: Value
    versions: Sequence[Tri]
    definitions: Sequence[Formula]


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
    """An issue in a stack, encoded; ``definitions`` go into every solver whose cone holds the issue.

    A ``brief`` model leaves it open when the status of the issue is conflict: for where nothing reads that. Rules that
    are the same in ``like``, a model of the issue before an edit, are taken over as they are encoded there.
    """

    def __init__(
        self, compiled: CompiledIssue, encoder: RuleEncoder, *, brief: bool = False, like: IssueModel | None = None
    ) -> None:
        self.compiled, self.encoder, self.brief, self.like = compiled, encoder, brief, like
        self.issue: Issue = compiled.issue
        self.symbols = encoder.issue(self.issue.id)
        self.defined = Definitions(f"{encoder.prefix}R.{self.issue.id}")
        self.ledger: Ledger = like.ledger.copy() if like else Ledger()
        usual = encoder.ledger
        self.encoded: dict[int, _Encoded] = {}
        encoder.ledger = self.ledger
        self._encode()
        encoder.ledger = usual

    def _encode(self) -> None:
        compiled = self.compiled
        self.raised: Tri = YES if compiled.raised is None else self._named("raised", self._raised(compiled.raised_ir))
        self.raised_definitions = [*self.defined.formulas]
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
        found = self.like.encoded.get(id(family)) if self.like else None
        if found is None:
            so_far = len(self.defined.formulas)
            applies, value, versions = self.encoder.family(family, self.issue)
            truth = self._named(f"{family.id}.applies", applies)
            found = _Encoded(family, truth, value, versions, self.defined.formulas[so_far:])
        else:
            self.defined.formulas += found.definitions
        self.encoded[id(family)] = found
        truth = found.truth
        maybe = truth.t if truth.total else not_(truth.f)
        return RuleModel(family.id, at, truth.t, maybe, found.value, found.versions)

    # -- precedence -----------------------------------------------------------------------------------

    def _weigh(self, relation: Precedence) -> None:
        beats = Beats(relation)
        for loser in self.rules:
            above = relation.above[loser.at]
            loser.defeats = [
                (winner.at, how)
                for winner in self.rules
                if above >> winner.at & 1 and (how := beats.how(winner, loser)).f is not True
            ]
            surely = or_(and_((self.rules[at].sure, how.t)) for at, how in loser.defeats)
            perhaps = or_(and_((self.rules[at].sure, not_(how.f))) for at, how in loser.defeats)
            beaten = self.defined.name(f"{loser.id}.beaten", surely)
            doubted = beaten if surely is perhaps or all_total(loser.defeats) else perhaps
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
        decided = self._define_choice() if self.symbols.values else self._define_amount()
        define(iff(status["decided"], decided))
        self.disagree = self.defined.name("disagree", self._disagree())
        if self.brief:
            return
        quarrel = and_((self.raised.t, or_((self.disagree, self.stuck)), not_(self._may_be_settled())))
        define(iff(status["conflict"], quarrel))

    def _may_be_settled(self) -> Formula:
        """Rules whose applicability is open could, some of them applying, leave only rules that agree."""
        if all(rule.maybe is rule.sure for rule in self.rules):
            return False
        aims: list[_Aim]
        if self.symbols.values:
            aims = [partial(_may_be, literal=literal) for literal in literals_of_issue(self.issue)]
        else:
            aims = [partial(self._same_as, aim=aim) for aim in self.rules]
            aims.append(lambda rule: is_open(rule.value))
        return or_(self._settled_for(at, aim) for at, aim in enumerate(aims))

    @staticmethod
    def _same_as(rule: RuleModel, aim: RuleModel) -> Formula:
        """The rule's value may be that of another, which is known and may be concluded."""
        return and_((aim.maybe, not_(aim.value.open), not_(agree(rule.value, aim.value).f)))

    def _settled_for(self, number: int, aim: _Aim) -> Formula:
        """With every open rule that concludes what is aimed at, or is defeated, all that stands concludes it."""
        present: dict[int, Formula] = {}
        fits = {rule.at: aim(rule) for rule in self.rules}
        for rule in self._winners_first():
            harmless = or_((fits[rule.at], *self._beaten_by(rule, present)))
            present[rule.at] = self.defined.name(
                f"{rule.id}.with.{number}", or_((rule.sure, and_((rule.maybe, harmless))))
            )
        agreed = and_(or_((not_(rule.sure), fits[rule.at], *self._beaten_by(rule, present))) for rule in self.rules)
        if self.stuck is False:
            return agreed
        return and_((agreed, or_(and_((present[r.at], not_(or_(self._beaten_by(r, present))))) for r in self.rules)))

    @staticmethod
    def _beaten_by(rule: RuleModel, present: dict[int, Formula]) -> list[Formula]:
        return [and_((present[at], not_(how.f))) for at, how in rule.defeats if at in present]

    def _winners_first(self) -> list[RuleModel]:
        """The rules, each after those that can defeat it; rules in a circle come last, in the order they have."""
        left, found = list(self.rules), []
        while left:
            names = {rule.at for rule in left}
            top = [rule for rule in left if not any(at in names for at, _ in rule.defeats)] or left
            found += top
            left = [rule for rule in left if rule not in top]
        return found

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
        assert own is not None, "the value is no number"
        agreed = [
            implies(and_((one.may_stand, other.may_stand)), agree(one.value, other.value).t)
            for one, other in combinations(self.rules, 2)
        ]
        sure = [not_(and_((rule.may_stand, is_open(rule.value)))) for rule in self.rules]
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


def _may_be(rule: RuleModel, literal: object) -> Formula:
    return may_be(rule.value, literal)
