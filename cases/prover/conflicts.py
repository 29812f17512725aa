"""Conflicts: two rules that nothing defeats, with different conclusions on the same case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from cases.engine.decide import Finding as Outcome
from cases.engine.decide import run
from cases.engine.evaluate_terms import Env
from cases.prover.encode_issue import IssueModel
from cases.prover.logic import Formula, and_, not_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.theory import Theory
from cases.prover.weighing import RuleModel
from cases.prover.wording import say_conclusion, title_of, unproved

#: More pairs than this of one issue in one stack are not listed.
MOST_PAIRS: Final = 40


def find_conflicts(
    theory: Theory,
    issue: str,
    session: Session,
    names: set[str],
    *,
    told: Collection[tuple[str, ...]] = (),
    wide: Session | None = None,
) -> Iterator[Finding]:
    """Every pair of rules that can conflict, each with a witness, until the solver proves that there is none left.

    Pairs that were ``told`` already are left out. Where ``session`` sees some cases only, ``wide`` sees all.
    """
    model = theory.model(issue)
    stack = stack_name(theory.program.stack)
    pairs = combinations(model.rules, 2) if told else ()
    blocked = [_apart(model, one, other) for one, other in pairs if (one.id, other.id) in told]
    for _ in range(MOST_PAIRS):
        answer = session.ask(model.raised.t, model.disagree, *blocked)
        if answer.possible is False:
            break
        if answer.possible is None:
            yield unproved(stack, issue, "是否有规则冲突")
            return
        one, other = _pair_in(answer.model, model)
        yield _conflict(theory, model, session, names, (one, other))
        yield from _proposal(theory, model, wide or session, (one, other))
        blocked.append(_apart(model, one, other))
    else:
        yield unproved(stack, issue, f"已列出 {MOST_PAIRS} 对冲突，是否还有更多")
    yield from _stuck(theory, model, session, names)


def _stuck(theory: Theory, model: IssueModel, session: Session, names: set[str]) -> Iterator[Finding]:
    """Rules that defeat each other in a circle, so that none stands: a conflict of all of them."""
    answer = session.ask(model.raised.t, model.stuck)
    if answer.possible is False:
        return
    issue, issues, program = model.issue.id, theory.cone([model.issue.id]).issues, theory.program

    def confirm(env: Env, findings: Mapping[str, Outcome]) -> bool:
        return findings[issue].status == "conflict" and not findings[issue].by

    scenario = theory.witness(answer.model, names, issues, confirm) if answer.possible else None
    if scenario is None:
        yield unproved(stack_name(program.stack), issue, "各条规则是否会互相优先、没有一条站得住")
        return
    findings = run(program, program.environment(scenario.case()), issues)
    families = program.by_id[issue].families
    circle = tuple(families[defeat.loser].id for defeat in findings[issue].defeats)
    text = f"“{model.issue.label}”：{'、'.join(circle)}互相优先，没有一条站得住。"
    raw, lines = scenario.raw(program), theory.tell(scenario, issues)
    yield Finding("conflict", stack_name(program.stack), issue, circle, text, raw, lines)


def _pair_in(found: Any, model: IssueModel) -> tuple[RuleModel, RuleModel]:
    def true(formula: Formula) -> bool:
        return formula is True or (formula is not False and bool(found.eval(formula, model_completion=True)))

    standing = [rule for rule in model.rules if true(rule.stands)]
    return next((one, other) for one, other in combinations(standing, 2) if true(model.pair(one, other)))


def _apart(model: IssueModel, one: RuleModel, other: RuleModel) -> Formula:
    return not_(model.pair(one, other))


def _proposal(
    theory: Theory, model: IssueModel, session: Session, pair: tuple[RuleModel, RuleModel]
) -> Iterator[Finding]:
    """One rule's conditions imply the other's: perhaps it is the special rule."""
    for special, general in (pair, pair[::-1]):
        within = session.possible(model.raised.t, special.sure, not_(general.sure)) is False
        if within and session.possible(model.raised.t, general.sure, not_(special.sure)):
            text = f"{special.id} 是 {general.id} 的特别规定，是否声明优先？"
            rules = (special.id, general.id)
            yield Finding("proposal", stack_name(theory.program.stack), model.issue.id, rules, text)


def _conflict(
    theory: Theory, model: IssueModel, session: Session, names: set[str], pair: tuple[RuleModel, RuleModel]
) -> Finding:
    one, other = pair
    issue = model.issue.id
    issues = theory.cone([issue]).issues
    at = {family.id: place for place, family in enumerate(theory.program.by_id[issue].families)}
    places = {at[rule.id] for rule in pair}

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
    says = [say_conclusion(theory.program, case, issue, at[rule.id], env) for rule in pair]
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
