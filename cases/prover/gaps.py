"""Gaps: an issue is raised and no rule applies. Those that are meant are listed with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cases.engine.assertions import Waiver
from cases.engine.decide import Finding as Outcome
from cases.engine.evaluate_terms import Env
from cases.engine.support import support_of
from cases.prover.logic import Formula, and_, not_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.theory import Theory
from cases.prover.witness import Scenario
from cases.prover.wording import unproved

#: More gaps than this of one issue in one stack are not listed one by one.
MOST_GAPS: Final = 12


def waivers_of(theory: Theory, waivers: tuple[Waiver, ...], issue: str) -> list[Waiver]:
    """The waivers that speak of the issue in this stack."""
    platform = theory.program.stack.platform or "law"
    return [waiver for waiver in waivers if waiver.issue == issue and waiver.platform in ("", platform)]


def find_gaps(
    theory: Theory, issue: str, session: Session, names: set[str], waivers: list[Waiver]
) -> Iterator[Finding]:
    """The gaps of an issue: one for each waiver that covers some, then those that nobody meant."""
    model = theory.model(issue)
    covered: list[Formula] = []
    for waiver in waivers:
        truth = theory.encoder.condition(waiver.when).t
        yield from _gaps(theory, issue, session, names, [truth, *covered], waiver.reason, most=1)
        covered.append(not_(truth))
    yield from _gaps(theory, issue, session, names, covered, "", most=MOST_GAPS)
    assert model.gap is not False


def _gaps(  # noqa: PLR0913 - one private loop
    theory: Theory, issue: str, session: Session, names: set[str], where: list[Formula], reason: str, *, most: int
) -> Iterator[Finding]:
    model, stack = theory.model(issue), stack_name(theory.program.stack)
    issues = theory.cone([issue]).issues

    def confirm(env: Env, findings: Mapping[str, Outcome]) -> bool:
        return findings[issue].status == "gap"

    blocked: list[Formula] = []
    for _ in range(most):
        answer = session.ask(model.gap, *where, *blocked)
        if answer.possible is False:
            return
        scenario = theory.witness(answer.model, names, issues, confirm) if answer.possible else None
        if scenario is None:
            yield unproved(stack, issue, "是否有规则没有覆盖的情形")
            return
        yield Finding(
            "gap",
            stack,
            issue,
            (),
            f"“{model.issue.label}”成为争点，却没有一条规则适用。",
            scenario.raw(theory.program),
            theory.tell(scenario, issues),
            reason,
        )
        blocked.append(not_(and_(_cube(theory, issue, scenario))))


def _cube(theory: Theory, issue: str, scenario: Scenario) -> list[Formula]:
    """What the gap rests on: every case that agrees in this is the same gap."""
    support = support_of(theory.program, scenario.case(), issue)
    parts: list[Formula] = []
    for name in (*support.rests_on, *support.assumed):
        if name.startswith("@"):
            absent = theory.symbols.moment(name[1:]).absent
            parts.append(not_(absent) if name[1:] in scenario.events else absent)
            continue
        value = scenario.facts.get(name, theory.program.vocabulary.facts[name].silence)
        known = theory.symbols.values(name)
        parts.append(known[value] if known else theory.symbols.number(name) == value)
    return parts
