"""Dead rules decide no case in any stack; redundant ones decide some, but nothing would change without them.

Most rules show in their own examples that they are neither; the solver is asked about the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cases.engine.case import Case, CaseError, Stack, parse_case
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.examples import example_case
from cases.engine.program import CompiledIssue, Program
from cases.engine.rules import Kind, Rule
from cases.engine.support import cone_of
from cases.prover.encode import Choice, Value
from cases.prover.encode_issue import IssueModel
from cases.prover.logic import Formula, and_, not_, or_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.theory import Theory
from cases.prover.weighing import RuleModel, agree

_MOST_SHADOWS: Final = 12


@dataclass
class Life:
    """What is known of one rule's part in one issue: has it been seen deciding, has it been seen to matter.

    ``decides`` and ``matters`` are cases in which it was, where they are at hand.
    """

    alive: bool = False
    needed: bool = False
    unsure: bool = False
    stack: str = ""
    shadows: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    decides: Case | None = None
    matters: Case | None = None


class Examples:
    """What the rules' own examples show of them."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._cases: dict[int, list[Case]] = {}

    def show(self, issue: str, stacks: Sequence[Stack]) -> dict[str, Life]:
        """The rules that decide the issue in an example of one of these stacks, which decide it alike."""
        lives: dict[str, Life] = {}
        for rule in self.edition.rules:
            if issue in rule.then:
                for case in self.applying(rule):
                    if case.stack in stacks:
                        see(self.edition.program(case.stack), issue, case, lives)
        return lives

    def applying(self, rule: Rule) -> list[Case]:
        """The examples in which a version of a rule applies."""
        if id(rule) not in self._cases:
            raw = [example_case(rule, example, self.edition) for example in rule.examples if example.applies]
            self._cases[id(rule)] = [case for item in raw if (case := self._read(item)) is not None]
        return self._cases[id(rule)]

    def _read(self, raw: Mapping[str, object]) -> Case | None:
        try:
            return parse_case(raw, self.edition.vocabulary)
        except CaseError:  # check_corpus says so
            return None


def see(program: Program, issue: str, case: Case, lives: dict[str, Life]) -> None:
    """Note which rules decide the issue in a case, and which matter there."""
    env = program.environment(case)
    finding = run(program, env, cone_of(program, issue).issues)[issue]
    if finding.status != "decided" or finding.pending:
        return
    for at in finding.by:
        life = lives.setdefault(finding.compiled.families[at].id, Life())
        life.alive, life.decides = True, life.decides or case
        if not life.needed and changes_without(finding.compiled, env, at, finding.value):
            life.needed, life.matters = True, case


@dataclass
class Liveness:
    """The rules of an edition by (rule, issue)."""

    edition: Edition
    lives: dict[tuple[str, str], Life] = field(default_factory=dict)

    def life(self, rule: str, issue: str) -> Life:
        """What is known of the rule in the issue."""
        return self.lives.setdefault((rule, issue), Life())

    def merge(self, issue: str, lives: Mapping[str, Life]) -> None:
        """Add what was seen in one stack."""
        for rule, seen in lives.items():
            life = self.life(rule, issue)
            life.alive, life.needed, life.unsure = life.alive or seen.alive, life.needed or seen.needed, seen.unsure
            life.stack = life.stack or seen.stack
            life.shadows, life.beside = life.shadows or seen.shadows, life.beside or seen.beside
            life.decides, life.matters = life.decides or seen.decides, life.matters or seen.matters

    def ask(self, theory: Theory, issue: str, session: Session, names: set[str], lives: dict[str, Life]) -> list[str]:
        """Look for a case that each rule not seen to matter decides, and for one that it changes.

        Adds to ``lives``, what is known of this theory, and returns the rules that need no asking.
        """
        model = theory.model(issue)
        asked = [rule for rule in model.rules if not self.life(rule.id, issue).needed]
        for rule in asked:
            life = lives.setdefault(rule.id, Life())
            life.stack = stack_name(theory.seen_in(rule.id))
            ask_life(life, theory, issue, rule, session, names)
            if life.alive and not life.needed:
                life.beside = beside(theory, model, rule)
        self.merge(issue, lives)
        return [rule.id for rule in model.rules if rule not in asked]

    def findings(self, *, redundant: bool = True) -> Iterator[Finding]:
        """The rules that decide nothing anywhere, with what shadows them, and those that could be spared."""
        for rule in self.edition.rules:
            if rule.kind is Kind.CITED or rule is not self.edition.families[rule.id][-1]:
                continue
            for issue in rule.then:
                life = self.lives.get((rule.id, issue))
                if life is not None:
                    yield from self._finding(rule, issue, life, redundant=redundant)

    def _finding(self, rule: Rule, issue: str, life: Life, *, redundant: bool) -> Iterator[Finding]:
        name, label = f"{rule.id}（{rule.title}）", self.edition.vocabulary.issues[issue].label
        if life.unsure and not life.alive:
            yield Finding("timeout", life.stack, issue, (rule.id,), f"未能判定：{name}能否决定“{label}”。")
        elif not life.alive:
            reason = f"总被这些规则压过：{'、'.join(life.shadows)}" if life.shadows else "它的条件不可能同时成立"
            text = f"{name}在任何案情下都不能决定“{label}”。"
            yield Finding("dead", life.stack, issue, (rule.id,), text, reason=reason)
        elif not life.needed and redundant:
            reason = f"同样的结论另有规则得出：{'、'.join(life.beside[:6])}" if life.beside else ""
            text = f"去掉{name}，“{label}”在任何案情下都不变。"
            yield Finding("redundant", life.stack, issue, (rule.id,), text, reason=reason)


def changes_without(compiled: CompiledIssue, env: list[object], at: int, value: object) -> bool:
    """Whether the issue comes out otherwise where the rule is left out."""
    left = {}
    for other, family in enumerate(compiled.families):
        if other == at:
            continue
        for version in family.versions:
            applies = version.applies(env)
            if applies is None:
                return False
            if applies:
                left[other] = version.value(env)
    outcome = compiled.precedence.resolve(left)
    return (outcome.status, outcome.value) != ("decided", value)


def ask_life(life: Life, theory: Theory, issue: str, rule: RuleModel, session: Session, names: set[str]) -> None:
    """Ask the solver whether the rule can decide the issue, and whether anything would change without it."""
    model = theory.model(issue)
    decided = theory.encoder.issue(issue).status["decided"]
    if not life.alive:
        answer = session.ask(decided, rule.stands)
        life.alive, life.unsure = answer.possible is True, life.unsure or answer.possible is None
        if answer.possible:
            life.decides = theory.scenario(answer.model, names).case()
        elif answer.possible is False:
            life.shadows = tuple(_shadows(model, rule, session))
    if life.alive and not life.needed:
        answer = session.ask(decided, rule.sure, matters(model, rule))
        life.needed = answer.possible is not False
        if answer.possible:
            life.matters = theory.scenario(answer.model, names).case()


def beside(theory: Theory, model: IssueModel, rule: RuleModel) -> tuple[str, ...]:
    """Other rules that conclude the same in a stack that sees the rule."""
    stack = theory.seen_in(rule.id)
    others = (other for other in model.rules if other is not rule and theory.is_seen(other.id, stack))
    return tuple(other.id for other in others if agree(other.value, rule.value).t is True)


def matters(model: IssueModel, rule: RuleModel) -> Formula:
    """Without the rule, nothing would stand, or something else that concludes otherwise."""
    stand, otherwise = [], []
    for other in model.rules:
        if other is rule:
            continue
        beaten = or_(and_((model.rules[at].sure, how.t)) for at, how in other.defeats if at != rule.at)
        is_beaten_by_it = any(at == rule.at for at, _ in other.defeats)
        stands = and_((other.sure, not_(beaten))) if is_beaten_by_it else other.stands
        stand.append(stands)
        otherwise.append(and_((stands, not_(agree(other.value, _outcome(model)).t))))
    return or_((not_(or_(stand)), *otherwise))


def _outcome(model: IssueModel) -> Value:
    symbols = model.symbols
    if symbols.amount is not None:
        return symbols.amount
    return Choice(symbols.values)


def _shadows(model: IssueModel, rule: RuleModel, session: Session) -> Iterator[str]:
    """Rules of which one always defeats ``rule``; none when it cannot apply at all."""
    left: list[Formula] = []
    for _ in range(_MOST_SHADOWS):
        answer = session.ask(model.raised.t, rule.sure, *left)
        if not answer.possible:
            return
        beating = [
            (model.rules[at].id, formula)
            for at, how in rule.defeats
            if (formula := and_((model.rules[at].sure, how.t))) is True
            or (formula is not False and answer.model.eval(formula, model_completion=True))
        ]
        if not beating:
            return
        name, formula = beating[0]
        left.append(not_(formula))
        yield name
