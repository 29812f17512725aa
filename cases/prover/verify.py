"""Verify an edition: conflicts, gaps and dead rules in every stack. Runs the solver in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from cases.engine.edition import Edition
from cases.engine.program import CompiledIssue
from cases.engine.support import cone_of
from cases.prover.conflicts import find_conflicts
from cases.prover.dead import Liveness
from cases.prover.gaps import find_gaps, waivers_of
from cases.prover.report import Finding, Report
from cases.prover.scope import Fingerprints, stack_name, stacks_of
from cases.prover.session import RLIMIT
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory

#: Called with how much is done, how much there is, and what is being done.
Progress: TypeAlias = Callable[[int, int, str], None]


def _silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


@dataclass
class _Result:
    findings: list[Finding] = field(default_factory=list)
    settled: bool = False


class Verification:
    """One run over all stacks; what two stacks share is proved once."""

    def __init__(self, edition: Edition, issue: str, progress: Progress, rlimit: int) -> None:
        self.edition, self.issue, self.progress, self.rlimit = edition, issue, progress, rlimit
        self.symbols = Symbols(edition.vocabulary)
        self.fingerprints = Fingerprints(edition)
        self.known: dict[tuple[str, object], _Result] = {}
        self.liveness = Liveness(edition)
        self.told: dict[str, set[frozenset[str]]] = {}
        self.findings: list[Finding] = []
        self.checked = 0

    def run(self, *, conflicts_only: bool) -> None:
        """Prove every issue of every stack, those first that others read."""
        stacks = list(stacks_of(self.edition))
        for at, stack in enumerate(stacks):
            self.progress(at, len(stacks), stack_name(stack))
            program = self.edition.program(stack)
            theory = Theory(program, self.symbols, self.rlimit)
            prints = self.fingerprints.of_issues(program)
            wanted = cone_of(program, self.issue).issues if self.issue else program.issues
            for compiled in wanted:
                result = self._result(theory, compiled, prints[compiled.issue.id], conflicts_only=conflicts_only)
                if result.settled:
                    theory.settled.add(compiled.issue.id)
        if not conflicts_only:
            self.findings += self.liveness.dead()
        self.progress(len(stacks), len(stacks), "")

    def _result(self, theory: Theory, compiled: CompiledIssue, print_: str, *, conflicts_only: bool) -> _Result:
        waivers = waivers_of(theory, self.edition.waivers, compiled.issue.id)
        key = (print_, tuple(waiver.when_text for waiver in waivers))
        if key not in self.known:
            self.known[key] = self._prove(theory, compiled, waivers, conflicts_only=conflicts_only)
            self.findings += self.known[key].findings
        return self.known[key]

    def _prove(self, theory: Theory, compiled: CompiledIssue, waivers: list, *, conflicts_only: bool) -> _Result:
        issue = compiled.issue.id
        session, names = theory.session(issue, extra=[waiver.when for waiver in waivers])
        told = self.told.setdefault(issue, set())
        conflicts = list(find_conflicts(theory, issue, session, names, told))
        gaps = list(find_gaps(theory, issue, session, names, waivers))
        symbols = theory.encoder.issue(issue)
        settled = not conflicts and not gaps and session.ask(symbols.open).possible is False
        if not conflicts_only:
            self.liveness.ask(theory, issue, session, names)
        self.checked += session.asked
        return _Result([*conflicts, *([] if conflicts_only else gaps)], settled)


def verify(
    edition: Edition,
    *,
    rule: str = "",
    issue: str = "",
    progress: Progress = _silent,
    conflicts_only: bool = False,
    rlimit: int = RLIMIT,
) -> Report:
    """Verify every stack of ``edition``; with ``rule`` or ``issue``, report only what concerns it."""
    started = time.perf_counter()
    verification = Verification(edition, issue, progress, rlimit)
    verification.run(conflicts_only=conflicts_only)
    found = verification.findings

    def of(code: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in found if finding.code == code and _concerns(finding, rule, issue))

    return Report(
        edition.id,
        rule,
        conflicts=of("conflict"),
        gaps=of("gap"),
        dead=of("dead"),
        redundant=of("redundant"),
        proposals=of("proposal"),
        invariants=of("invariant"),
        timeouts=of("timeout"),
        checked=verification.checked,
        seconds=round(time.perf_counter() - started, 2),
    )


def _concerns(finding: Finding, rule: str, issue: str) -> bool:
    return (not rule or rule in finding.rules) and issue in ("", finding.issue)
