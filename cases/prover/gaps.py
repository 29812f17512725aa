"""Gaps: an issue is raised and no rule applies. Those that are meant are listed with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cases.engine.assertions import Waiver
from cases.engine.case import Stack
from cases.engine.decide import Finding as Outcome
from cases.engine.evaluate_terms import Env
from cases.engine.values import format_minute
from cases.prover.logic import Formula, and_, not_, or_
from cases.prover.report import Finding
from cases.prover.scope import stack_name
from cases.prover.session import Session
from cases.prover.theory import Theory
from cases.prover.witness import Scenario
from cases.prover.wording import unproved

#: More gaps than this of one issue in one stack are not listed one by one.
MOST_GAPS: Final = 12

#: The facts and events that make a gap, with their values (an event's is True).
Cube = Mapping[str, Any]


def cube_of(gap: Finding) -> Mapping[str, object]:
    """What is out of the ordinary in a gap: its facts with their values, its events; with a reason also that."""
    witness: Any = gap.witness or {}
    events = {f"@{name}": True for name in witness.get("events", ())}
    return {**witness.get("facts", {}), **events, **({"reason": gap.reason} if gap.reason else {})}


def waivers_of(stack: Stack, waivers: tuple[Waiver, ...], issue: str) -> list[Waiver]:
    """The waivers that speak of the issue in this stack."""
    platform = stack.platform or "law"
    return [waiver for waiver in waivers if waiver.issue == issue and waiver.platform in ("", platform)]


def within_one(gap: Finding, cubes: list[Mapping[str, object]]) -> bool:
    """Whether the gap has all that is out of the ordinary in one told already."""
    here = cube_of(gap)
    return any(cube and cube.items() <= here.items() for cube in cubes)


class GapSearch:
    """The gaps of one issue in one stack, each generalised to what is out of the ordinary in it."""

    def __init__(self, theory: Theory, issue: str, session: Session, names: set[str]) -> None:
        self.theory, self.issue, self.session, self.names = theory, issue, session, names
        self.model = theory.model(issue)
        self.issues = theory.cone([issue]).issues

    def find(self, waivers: list[Waiver]) -> Iterator[Finding]:
        """One gap for each waiver that covers some, those that nobody meant, and one of older times."""
        covered: list[Formula] = []
        for waiver in waivers:
            truth = self.theory.encoder.condition(waiver.when).t
            yield from self._search([truth, *covered], waiver.reason, most=1)
            covered.append(not_(truth))
        start = self._latest_start()
        since = self._all_since(start)
        yield from self._unmeant([since, *covered])
        if start and since is not True:
            reason = f"只出现在 {format_minute(start)[:10]} 之前的案情里：收录的规则那时还没有全部施行"
            yield from self._search([not_(since), *covered], reason, most=1)

    def unmeant(self, waivers: list[Waiver]) -> Iterator[Finding]:
        """The gaps that nobody meant, those of older times apart."""
        covered = [not_(self.theory.encoder.condition(waiver.when).t) for waiver in waivers]
        yield from self._unmeant([self._all_since(self._latest_start()), *covered])

    def _unmeant(self, where: list[Formula]) -> Iterator[Finding]:
        yield from self._search(where, "", most=MOST_GAPS)

    def _latest_start(self) -> int:
        """When the last of the rules that bear on the issue took effect."""
        versions = [v for compiled in self.issues for family in compiled.families for v in family.versions]
        return max((version.rule.effective.start or 0 for version in versions), default=0)

    def _all_since(self, start: int) -> Formula:
        """Everything in the case happened since ``start``."""
        moments = [self.theory.symbols.moment(name[1:]) for name in sorted(self.names) if name.startswith("@")]
        return and_(or_((moment.absent, moment.lo >= start)) for moment in moments)

    def _search(self, where: list[Formula], reason: str, *, most: int) -> Iterator[Finding]:
        blocked: list[Formula] = []
        for _ in range(most):
            answer = self.session.ask(self.model.gap, *where, *blocked)
            if answer.possible is False:
                return
            scenario = None
            if answer.possible:
                scenario = self.theory.witness(answer.model, self.names, self.issues, self._confirm)
            if scenario is None:
                yield unproved(stack_name(self.theory.program.stack), self.issue, "是否有规则没有覆盖的情形")
                return
            yield self._gap(scenario, reason)
            cube: Cube = {**scenario.facts, **{f"@{name}": True for name in scenario.events}}
            blocked.append(not_(self._inside(cube)))

    def _confirm(self, env: Env, findings: Mapping[str, Outcome]) -> bool:
        return findings[self.issue].status == "gap"

    def _gap(self, scenario: Scenario, reason: str) -> Finding:
        return Finding(
            "gap",
            stack_name(self.theory.program.stack),
            self.issue,
            (),
            f"“{self.model.issue.label}”成为争点，却没有一条规则适用。",
            scenario.raw(self.theory.program),
            self.theory.tell(scenario, self.issues),
            reason,
        )

    def _inside(self, cube: Cube) -> Formula:
        """The case has all that is out of the ordinary in the gap: then it is the same gap."""
        parts: list[Formula] = []
        for name, value in cube.items():
            if name.startswith("@"):
                parts.append(not_(self.theory.symbols.moment(name[1:]).absent))
            else:
                known = self.theory.symbols.values(name)
                parts.append(known[value] if known else self.theory.symbols.number(name) == value)
        return and_(parts)
