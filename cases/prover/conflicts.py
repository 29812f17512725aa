"""Conflicts: two rules that nothing defeats, with different conclusions on the same case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from cases.engine.decide import Finding as Outcome
from cases.engine.evaluate_terms import Env
from cases.prover.encode_issue import IssueModel, RuleModel
from cases.prover.logic import Formula, and_, not_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.theory import Theory
from cases.prover.wording import say_conclusion, title_of, unproved

#: More pairs than this of one issue in one stack are not listed.
MOST_PAIRS: Final = 40


def find_conflicts(
    theory: Theory, issue: str, session: Session, names: set[str], told: set[frozenset[str]]
) -> Iterator[Finding]:
    """Every pair of rules that can conflict, each with a witness, until the solver proves that there is none left.

    Pairs in ``told`` were found in a smaller stack and are left out; new ones are added to it.
    """
    model = theory.model(issue)
    stack = stack_name(theory.program.stack)
    blocked = [
        _apart(model, one, other)
        for one, other in combinations(model.rules, 2)
        if frozenset((one.id, other.id)) in told
    ]
    for _ in range(MOST_PAIRS):
        answer = session.ask(model.raised.t, model.disagree, *blocked)
        if answer.possible is False:
            break
        if answer.possible is None:
            yield unproved(stack, issue, "是否有规则冲突")
            return
        one, other = _pair_in(answer.model, model)
        yield _conflict(theory, model, session, names, (one, other))
        told.add(frozenset((one.id, other.id)))
        blocked.append(_apart(model, one, other))
    else:
        yield unproved(stack, issue, f"已列出 {MOST_PAIRS} 对冲突，是否还有更多")
    if model.stuck is not False and session.ask(model.raised.t, model.stuck).possible is not False:
        yield unproved(stack, issue, "各条规则是否会互相优先、没有一条站得住")


def _pair_in(found: Any, model: IssueModel) -> tuple[RuleModel, RuleModel]:
    def true(formula: Formula) -> bool:
        return formula is True or (formula is not False and bool(found.eval(formula, model_completion=True)))

    standing = [rule for rule in model.rules if true(rule.stands)]
    return next((one, other) for one, other in combinations(standing, 2) if true(model.pair(one, other)))


def _apart(model: IssueModel, one: RuleModel, other: RuleModel) -> Formula:
    return not_(model.pair(one, other))


def _conflict(
    theory: Theory, model: IssueModel, session: Session, names: set[str], pair: tuple[RuleModel, RuleModel]
) -> Finding:
    one, other = pair
    issue, places = model.issue.id, {rule.at for rule in pair}
    issues = theory.cone([issue]).issues

    def confirm(env: Env, findings: Mapping[str, Outcome]) -> bool:
        outcome = findings[issue]
        return outcome.status == "conflict" and places <= set(outcome.by)

    # Undecided rules that could settle the matter are kept out where that is possible.
    quiet = and_(not_(and_((rule.maybe, not_(rule.sure)))) for rule in model.rules)
    for extra in (quiet, True):
        answer = session.ask(model.raised.t, model.pair(one, other), extra)
        scenario = theory.witness(answer.model, names, issues, confirm) if answer.possible else None
        if scenario is not None:
            break
    else:
        return unproved(stack_name(theory.program.stack), issue, f"{one.id} 与 {other.id} 是否冲突", (one.id, other.id))
    case = scenario.case()
    env = theory.program.environment(case)
    says = [say_conclusion(theory.program, case, issue, rule.at, env) for rule in pair]
    return Finding(
        "conflict",
        stack_name(theory.program.stack),
        issue,
        (one.id, other.id),
        f"“{model.issue.label}”：{title_of(theory.program, one.id)}与{title_of(theory.program, other.id)}同时适用、"
        f"谁也不优先，前者得出“{says[0]}”，后者得出“{says[1]}”。",
        scenario.raw(theory.program),
        theory.tell(scenario, issues),
    )
