"""The sentences of findings, in Chinese."""

from __future__ import annotations

from cases.engine.case import Case
from cases.engine.decide import run
from cases.engine.evaluate_terms import Env
from cases.engine.program import Program
from cases.engine.support import cone_of
from cases.engine.verbalise.values import say_issue
from cases.engine.values import as_datetime
from cases.prover.report import Finding


def title_of(program: Program, rule: str) -> str:
    """``SHIP-48H-01（付款后48小时内须有揽收记录）``."""
    found = [version for version in program.rules if version.id == rule]
    return f" {rule}（{found[-1].title}）" if found else f" {rule} "


def unproved(stack: str, issue: str, question: str, rules: tuple[str, ...] = ()) -> Finding:
    """A question that the solver did not answer within its limit, or whose answer the evaluator does not confirm."""
    return Finding("timeout", stack, issue, rules, f"未能判定：{question}。")


def say_conclusion(program: Program, case: Case, issue: str, rule: int, env: Env) -> str:
    """What the rule concludes in this case."""
    run(program, env, cone_of(program, issue).issues)
    compiled = program.by_id[issue]
    for version in compiled.families[rule].versions:
        if version.applies(env):
            value = version.value(env)
            said = say_issue(compiled.issue, value, as_datetime(case.as_of.lo).year, program.vocabulary.events)
            return said.rstrip("。")
    return ""
