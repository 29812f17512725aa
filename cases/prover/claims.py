"""Claims about the corpus: invariants that authors wrote, and that no shop leaves the buyer below mandatory law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cases.engine.assertions import Invariant
from cases.engine.case import Stack
from cases.engine.decide import Finding as Outcome
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Env
from cases.engine.ir import reads
from cases.engine.precedence import LEVEL_RANK, favour_of
from cases.engine.rules import Level
from cases.engine.vocabulary import Issue
from cases.prover.encode_issue import IssueModel
from cases.prover.logic import Formula, and_, or_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from cases.prover.witness import Scenario, Shrinker, scenario_of
from cases.prover.wording import unproved


def refute(theory: Theory, invariant: Invariant) -> Iterator[Finding]:
    """A case in which the premise holds and the conclusion does not, if there is one."""
    stack = stack_name(theory.program.stack)
    nodes = invariant.premise, invariant.conclusion
    issues = sorted(reads(*nodes).issues)
    session, names = theory.session(*issues, extra=nodes)
    premise, conclusion = (theory.encoder.condition(node) for node in nodes)
    answer = session.ask(premise.t, conclusion.f)
    if answer.possible is False:
        return
    tests = [compile_test(node, theory.program.layout) for node in nodes]

    def confirm(env: Env, findings: Mapping[str, Outcome]) -> bool:
        return tests[0](env) is True and tests[1](env) is False

    cone = theory.cone(issues).issues
    scenario = theory.witness(answer.model, names, cone, confirm) if answer.possible else None
    name = issues[0] if issues else ""
    if scenario is None:
        yield unproved(stack, name, f"断言“{invariant.says}”是否成立")
        return
    text = (
        f"断言“{invariant.says}”不成立：有案情满足“{invariant.premise_text}”，却不满足“{invariant.conclusion_text}”。"
    )
    raw, lines = scenario.raw(theory.program), theory.tell(scenario, cone)
    rules = tuple(sorted({rule for issue in issues for rule in _deciding(theory, scenario, issue)}))
    yield Finding("invariant", stack, name, rules, text, raw, lines, invariant.id)


def _deciding(theory: Theory, scenario: Scenario, issue: str) -> tuple[str, ...]:
    program = theory.program
    return run(program, program.environment(scenario.case()), theory.cone([issue]).issues)[issue].rules


class Floor:
    """Whether a shop's rules can leave the buyer with less than mandatory law alone gives, in one stack."""

    def __init__(self, law: Theory, shop: Theory) -> None:
        self.law, self.shop = law, shop
        self.symbols, self.rlimit = shop.symbols, shop.rlimit

    @classmethod
    def of(cls, edition: Edition, stack: Stack, symbols: Symbols, rlimit: int) -> Floor:
        """The floor under one shop on one platform."""
        return cls(law_alone(edition, symbols, rlimit), Theory(edition.program(stack), symbols, rlimit))

    def session(self, issue: Issue) -> tuple[Session, set[str]]:
        """A solver for both, and the names a witness is made of."""
        formulas, names = self.shop.formulas(issue.id)
        more, other = self.law.formulas(issue.id)
        names |= other
        ledgers = [*self.shop.ledgers(issue.id), *self.law.ledgers(issue.id)]
        return Session(ledgers, [*formulas, *more, *self.symbols.domains(names)], self.rlimit), names

    def breaches(self, issue: Issue) -> Iterator[Finding]:
        """A case in which the shop's own rule gives the buyer less than mandatory law alone, if there is one."""
        session, names = self.session(issue)
        answer = session.ask(self.worse(issue))
        if answer.possible is False:
            return
        stack = stack_name(self.shop.program.stack)
        shrinker = _Worse(self, issue)
        scenario = scenario_of(answer.model, self.symbols, self.shop.program, names) if answer.possible else None
        if scenario is None or not shrinker.holds(scenario):
            yield unproved(stack, issue.id, f"店规会不会使买家在“{issue.label}”上低于强制性法律")
            return
        scenario = shrinker.shrink(scenario)
        law, shop = shrinker.outcomes(scenario)
        text = f"店规使买家在“{issue.label}”上低于强制性法律：{'、'.join(shop.rules)}压过了{'、'.join(law.rules)}。"
        lines = self.shop.tell(scenario, self.shop.cone([issue.id]).issues)
        raw = scenario.raw(self.shop.program)
        yield Finding("invariant", stack, issue.id, (*shop.rules, *law.rules), text, raw, lines, "shop-floor")

    def worse(self, issue: Issue) -> Formula:
        """Law alone decides by a mandatory rule, the stack by a shop's rule, and the buyer gets less."""
        one, other = self.law.model(issue.id), self.shop.model(issue.id)
        stands = and_((_stands(one, Level.LAW, mandatory=True), _stands(other, Level.SHOP)))
        better = favour_of(issue)
        assert better is not None
        if one.symbols.values:
            pairs = [
                and_((a, b))
                for literal, a in one.symbols.values.items()
                for than, b in other.symbols.values.items()
                if better(literal, than)
            ]
            return and_((stands, or_(pairs)))
        a, b = one.symbols.amount, other.symbols.amount
        assert a is not None
        assert b is not None
        less = a.lo > b.lo if better(1, 0) else a.lo < b.lo
        return and_((stands, one.symbols.status["decided"], other.symbols.status["decided"], less))


def law_alone(edition: Edition, symbols: Symbols, rlimit: int) -> Theory:
    """The law without any platform or shop, beside the theory of a stack."""
    return Theory(edition.program(Stack()), symbols, rlimit, prefix="law.")


def _stands(model: IssueModel, level: Level, *, mandatory: bool = False) -> Formula:
    relation = model.compiled.precedence
    return or_(
        rule.stands
        for rule in model.rules
        if relation.levels[rule.at] == LEVEL_RANK[level] and (relation.mandatory[rule.at] or not mandatory)
    )


class _Worse(Shrinker):
    """Looks for the smallest case in which the shop gives the buyer less than the law."""

    def __init__(self, floor: Floor, issue: Issue) -> None:
        self.floor, self.issue = floor, issue
        self.better: Any = favour_of(issue)
        super().__init__(floor.shop.program, floor.shop.cone([issue.id]).issues, lambda env, findings: True)

    def holds(self, scenario: Scenario) -> bool:
        """Whether the case could have happened and the buyer gets less."""
        if not super().holds(scenario):
            return False
        law, shop = self.outcomes(scenario)
        return law.status == shop.status == "decided" and self.better(law.value, shop.value) is True

    def outcomes(self, scenario: Scenario) -> tuple[Outcome, Outcome]:
        """How law alone decides, and how the stack does."""
        program, case = self.floor.law.program, scenario.case()
        law = run(program, program.environment(case), self.floor.law.cone([self.issue.id]).issues)
        shop = run(self.program, self.program.environment(case), self.issues)
        return law[self.issue.id], shop[self.issue.id]
