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
    """What is known of one rule's part in one issue: has it been seen deciding, has it been seen to matter."""

    alive: bool = False
    needed: bool = False
    unsure: bool = False
    stack: str = ""
    shadows: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


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
                for case in self._applying(rule):
                    if case.stack in stacks:
                        _see(self.edition.program(case.stack), issue, case, lives)
        return lives

    def _applying(self, rule: Rule) -> list[Case]:
        if id(rule) not in self._cases:
            raw = [example_case(rule, example, self.edition) for example in rule.examples if example.applies]
            self._cases[id(rule)] = [case for item in raw if (case := self._read(item)) is not None]
        return self._cases[id(rule)]

    def _read(self, raw: Mapping[str, object]) -> Case | None:
        try:
            return parse_case(raw, self.edition.vocabulary)
        except CaseError:  # check_corpus says so
            return None


def _see(program: Program, issue: str, case: Case, lives: dict[str, Life]) -> None:
    env = program.environment(case)
    finding = run(program, env, cone_of(program, issue).issues)[issue]
    if finding.status != "decided" or finding.pending:
        return
    for at in finding.by:
        life = lives.setdefault(finding.compiled.families[at].id, Life())
        life.alive = True
        life.needed = life.needed or _changes_without(finding.compiled, env, at, finding.value)


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

    def ask(self, theory: Theory, issue: str, session: Session, lives: dict[str, Life]) -> list[str]:
        """Look for a case that each rule not seen to matter decides, and for one that it changes.

        Adds to ``lives``, what is known of this stack, and returns the rules that need no asking.
        """
        model = theory.model(issue)
        decided = theory.encoder.issue(issue).status["decided"]
        skipped = []
        for rule in model.rules:
            if self.life(rule.id, issue).needed:
                skipped.append(rule.id)
                continue
            life = lives.setdefault(rule.id, Life())
            life.stack = stack_name(theory.program.stack)
            if not life.alive:
                self._ask_alive(life, model, rule, session, decided)
            if life.alive and not life.needed:
                life.needed = session.possible(decided, rule.sure, _matters(model, rule)) is not False
                if not life.needed:
                    life.beside = tuple(
                        other.id for other in model.rules if other is not rule and _says_so(other, rule)
                    )
        self.merge(issue, lives)
        return skipped

    @staticmethod
    def _ask_alive(life: Life, model: IssueModel, rule: RuleModel, session: Session, decided: Formula) -> None:
        possible = session.possible(decided, rule.stands)
        life.alive, life.unsure = possible is True, life.unsure or possible is None
        if possible is False:
            life.shadows = tuple(_shadows(model, rule, session))

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


def _changes_without(compiled: CompiledIssue, env: list[object], at: int, value: object) -> bool:
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


def _matters(model: IssueModel, rule: RuleModel) -> Formula:
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


def _says_so(other: RuleModel, rule: RuleModel) -> bool:
    return agree(other.value, rule.value).t is True


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
