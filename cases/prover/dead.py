"""Dead rules: those that decide no case in any stack. Most live ones show themselves in their own examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cases.engine.case import CaseError, parse_case
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.examples import example_case
from cases.engine.program import StackError
from cases.engine.rules import Kind
from cases.prover.encode_issue import IssueModel, RuleModel
from cases.prover.logic import Formula, and_, not_, or_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.theory import Theory

_MOST_SHADOWS: Final = 12


class Liveness:
    """Which (rule, issue) pairs have been seen deciding a case; the others are asked about in each stack."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.alive: set[tuple[str, str]] = set()
        self.shadows: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        self.unsure: dict[tuple[str, str], str] = {}
        self._read_examples()

    def _read_examples(self) -> None:
        for rule in self.edition.rules:
            for example in rule.examples:
                if not example.applies:
                    continue
                try:
                    case = parse_case(example_case(rule, example, self.edition), self.edition.vocabulary)
                    program = self.edition.program(case.stack)
                except (CaseError, StackError):
                    continue
                for name, finding in run(program, program.environment(case)).items():
                    if finding.status == "decided":
                        self.alive.update((id_, name) for id_ in finding.rules)

    def ask(self, theory: Theory, issue: str, session: Session, names: set[str]) -> None:
        """Look for a case that each rule not seen alive yet decides."""
        model = theory.model(issue)
        decided = theory.encoder.issue(issue).status["decided"]
        for rule in model.rules:
            key = (rule.id, issue)
            if key in self.alive:
                continue
            answer = session.ask(decided, rule.stands)
            if answer.possible is None:
                self.unsure[key] = stack_name(theory.program.stack)
            elif answer.possible:
                self.alive.add(key)
            else:
                self.shadows[key] = (stack_name(theory.program.stack), tuple(_shadows(model, rule, session)))

    def dead(self) -> Iterator[Finding]:
        """The rules that decide nothing anywhere, with what shadows them."""
        words = self.edition.vocabulary.issues
        for rule in self.edition.rules:
            if rule.kind is Kind.CITED or rule != self.edition.families[rule.id][-1]:
                continue
            for issue in rule.then:
                key = (rule.id, issue)
                if key in self.alive:
                    continue
                if key in self.unsure:
                    text = f"未能判定：{rule.id}（{rule.title}）能否决定“{words[issue].label}”。"
                    yield Finding("timeout", self.unsure[key], issue, (rule.id,), text)
                    continue
                stack, shadows = self.shadows.get(key, ("", ()))
                reason = f"总被这些规则压过：{'、'.join(shadows)}" if shadows else "它的条件不可能同时成立"
                text = f"{rule.id}（{rule.title}）在任何案情下都不能决定“{words[issue].label}”。"
                yield Finding("dead", stack, issue, (rule.id,), text, reason=reason)


def _shadows(model: IssueModel, rule: RuleModel, session: Session) -> Iterator[str]:
    """Rules of which one always defeats ``rule``; none when it cannot apply at all."""
    left: list[Formula] = []
    for _ in range(_MOST_SHADOWS):
        answer = session.ask(model.raised.t, rule.sure, *left)
        if not answer.possible:
            return
        beating = [
            (model.rules[at].id, and_((model.rules[at].sure, how.t)))
            for at, how in rule.defeats
            if answer.model.eval(or_((and_((model.rules[at].sure, how.t)),)), model_completion=True)
        ]
        if not beating:
            return
        name, formula = beating[0]
        left.append(not_(formula))
        yield name
