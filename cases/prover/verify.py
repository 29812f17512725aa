"""Verify an edition: conflicts, gaps and dead rules in every stack. Runs the solver in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from cases.engine import ir
from cases.engine.assertions import Invariant, Waiver
from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.support import cone_of
from cases.engine.vocabulary import Issue
from cases.prover.baseline import Baseline
from cases.prover.claims import Floor, law_alone, refute
from cases.prover.conflicts import find_conflicts
from cases.prover.dead import Examples, Life, Liveness
from cases.prover.gaps import GapSearch, cube_of, waivers_of, within_one
from cases.prover.logic import forget_all
from cases.prover.report import Finding, Report, about, report_of
from cases.prover.scope import Fingerprints, stack_name, stacks_of
from cases.prover.session import RLIMIT
from cases.prover.survey import GAP, SETTLED, Survey, Surveyor
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from cases.prover.union import Union, union_program

#: Called with how much is done, how much there is, and what is being done.
Progress: TypeAlias = Callable[[int, int, str], None]


def _silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


@dataclass
class _Result:
    """What was proved of one issue in one stack."""

    findings: list[Finding] = field(default_factory=list)
    settled: bool = False
    lives: dict[str, Life] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


class Memory:
    """What earlier runs of this process proved, by fingerprint; ``baseline`` is the last edition verified whole."""

    def __init__(self) -> None:
        self.results: dict[object, _Result] = {}
        self.surveys: dict[object, Survey] = {}
        self.claims: dict[object, list[Finding]] = {}
        self.held: dict[str, bool] = {}
        self.baseline: Baseline | None = None


class Verification:
    """One run over all stacks; what two stacks, or an earlier run, have in common is proved once."""

    def __init__(self, edition: Edition, issue: str, progress: Progress, rlimit: int, memory: Memory) -> None:
        self.edition, self.issue, self.progress, self.rlimit, self.memory = edition, issue, progress, rlimit, memory
        forget_all()
        self.symbols = Symbols(edition.vocabulary)
        self.prints: dict[Stack, Mapping[str, str]] = {}
        self.examples = Examples(edition)
        self.liveness = Liveness(edition)
        self.theories: dict[Stack, Theory] = {}
        self.settled: dict[Stack, set[str]] = {}
        self.surveys: dict[str, Survey] = {}
        self.surveyor: Surveyor | None = None
        self.marks: Mapping[str, str] = {}
        self.findings: list[Finding] = []
        self.seen: set[object] = set()
        self.checked = 0

    def run(self, *, conflicts_only: bool) -> None:
        """Prove every issue of every stack, those first that others read."""
        fingerprints = Fingerprints(self.edition)
        self.prints = {stack: fingerprints.of_stack(stack) for stack in stacks_of(self.edition)}
        self._survey(fingerprints.of_all, conflicts_only=conflicts_only)
        for at, (stack, prints) in enumerate(self.prints.items()):
            self.progress(len(self.surveys) + at, len(self.surveys) + len(self.prints), stack_name(stack))
            self.settled[stack] = set()
            wanted = self._wanted(stack)
            for issue, print_ in prints.items():
                if not wanted or issue in wanted:
                    self._take(stack, issue, self._waived(stack, issue, print_, conflicts_only=conflicts_only))
        if not conflicts_only:
            self._check_claims()
        if self.surveyor:
            self.checked += self.surveyor.asked
        self.progress(len(self.surveys) + len(self.prints), len(self.surveys) + len(self.prints), "")

    def baseline(self) -> Baseline | None:
        """What a later check of an edit starts from; None where not all stacks can be looked at together."""
        if self.surveyor is None:
            return None
        return Baseline(self.edition, self.surveyor.union, self.liveness, self.findings)

    def _wanted(self, stack: Stack) -> set[str]:
        if not self.issue:
            return set()
        return {compiled.issue.id for compiled in cone_of(self.edition.program(stack), self.issue).issues}

    # -- all stacks at once -----------------------------------------------------------------------------

    def _survey(self, prints: Callable[[], Mapping[str, str]], *, conflicts_only: bool) -> None:
        """See what can be said of all stacks together; nothing where their rules do not fit together."""
        program = union_program(self.edition)
        if program is None:
            return
        union = Union(self.edition, program, self.symbols, self.rlimit)
        self.surveyor = surveyor = Surveyor(self.edition, union, self.examples, self.liveness)
        self.marks = marks = prints()
        issues = cone_of(program, self.issue).issues if self.issue else program.issues
        for at, compiled in enumerate(issues):
            name = compiled.issue.id
            self.progress(at, len(issues) + len(self.prints), compiled.issue.label)
            key = (marks[name], conflicts_only)
            if key in self.memory.surveys:
                surveyor.ask_again(name, self.memory.surveys[key])
            else:
                first = {here[name]: stack for stack, here in reversed(self.prints.items())}
                self.memory.surveys[key] = surveyor.survey(name, first.values(), lives=not conflicts_only)
            self.surveys[name] = self.memory.surveys[key]

    # -- stack by stack ---------------------------------------------------------------------------------

    def _waived(self, stack: Stack, issue: str, print_: str, *, conflicts_only: bool) -> _Result:
        waivers = waivers_of(stack, self.edition.waivers, issue)
        key = (print_, tuple((waiver.when_text, waiver.reason) for waiver in waivers), conflicts_only)
        if key not in self.memory.results:
            self.memory.results[key] = self._prove(stack, issue, waivers, conflicts_only=conflicts_only)
        result = self.memory.results[key]
        if key not in self.seen:
            self.seen.add(key)
            self._ask_again(stack, issue, result)
        return result

    def _take(self, stack: Stack, issue: str, result: _Result) -> None:
        if result.settled:
            self.settled[stack].add(issue)
            if stack in self.theories:
                self.theories[stack].settled.add(issue)
        told = {(finding.code, finding.issue, finding.rules) for finding in self.findings if finding.rules}
        cubes = [cube_of(finding) for finding in self.findings if finding.code == "gap" and finding.issue == issue]
        for finding in result.findings:
            known = (finding.code, finding.issue, finding.rules) in told or finding in self.findings
            if not known and not (finding.code == "gap" and within_one(finding, cubes)):
                self.findings.append(finding)

    def _theory(self, stack: Stack) -> Theory:
        if stack not in self.theories:
            self.theories[stack] = Theory(self.edition.program(stack), self.symbols, self.rlimit)
            self.theories[stack].settled.update(self.settled[stack])
        return self.theories[stack]

    def _prove(self, stack: Stack, issue: str, waivers: list[Waiver], *, conflicts_only: bool) -> _Result:
        survey = self.surveys.get(issue)
        state = survey.states.get(stack, GAP) if survey else GAP
        if survey and survey.calm and state != GAP:
            return _Result(settled=state == SETTLED)
        theory = self._theory(stack)
        session, names = theory.session(issue, extra=[waiver.when for waiver in waivers])
        conflicts = [] if survey and survey.calm else list(find_conflicts(theory, issue, session, names))
        gaps = list(GapSearch(theory, issue, session, names).find(waivers))
        symbols = theory.encoder.issue(issue)
        settled = not conflicts and not gaps and session.possible(symbols.open) is False
        result = _Result([*conflicts, *([] if conflicts_only else gaps)], settled)
        if not conflicts_only and not survey:
            alike = [other for other, prints in self.prints.items() if prints[issue] == self.prints[stack][issue]]
            result.lives = self.examples.show(issue, alike)
            self.liveness.merge(issue, result.lives)
            result.skipped = self.liveness.ask(theory, issue, session, names, result.lives)
        self.checked += session.asked
        return result

    def _ask_again(self, stack: Stack, issue: str, result: _Result) -> None:
        """What was remembered holds; but rules left out then, as they had mattered elsewhere, may not do so now."""
        self.liveness.merge(issue, result.lives)
        if any(not self.liveness.life(rule, issue).needed for rule in result.skipped):
            theory = self._theory(stack)
            session, names = theory.session(issue)
            result.skipped = self.liveness.ask(theory, issue, session, names, result.lives)
            self.checked += session.asked

    # -- claims -----------------------------------------------------------------------------------------

    def _check_claims(self) -> None:
        """Invariants, and that no shop goes below mandatory law."""
        doubtful = [invariant for invariant in self.edition.invariants if not self._holds(invariant)]
        for stack, prints in self.prints.items():
            for invariant in doubtful:
                read = sorted(ir.reads(invariant.premise, invariant.conclusion).issues)
                key = (invariant, *(prints[issue] for issue in read))
                if invariant.platform in ("", stack.platform or "law"):
                    self._claim(repr(key), partial(self._refute, stack, invariant))
            if stack.shop:
                self._check_floor(stack, prints)

    def _holds(self, invariant: Invariant) -> bool:
        """Whether one look at all stacks together proves the invariant."""
        if self.surveyor is None:
            return False
        read = sorted(ir.reads(invariant.premise, invariant.conclusion).issues)
        key = repr((invariant, *(self.marks[issue] for issue in read)))
        if key not in self.memory.held:
            self.memory.held[key] = self.surveyor.holds(invariant)
        return self.memory.held[key]

    def _is_floored(self, issue: Issue) -> bool:
        if self.surveyor is None:
            return False
        key = repr(("floor", self.marks[issue.id]))
        if key not in self.memory.held:
            law = law_alone(self.edition, self.symbols, self.rlimit)
            self.memory.held[key] = self.surveyor.is_floored(issue, law)
        return self.memory.held[key]

    def _check_floor(self, stack: Stack, prints: Mapping[str, str]) -> None:
        shop_rules = [rule for rule in self.edition.rules if rule.book == stack.shop]
        for name in sorted({name for rule in shop_rules for name in rule.then}):
            issue = self.edition.vocabulary.issues[name]
            if issue.favour and self.issue in ("", name) and not self._is_floored(issue):
                key = ("floor", prints[name], self.prints[Stack()][name])
                self._claim(key, partial(self._breaches, stack, issue))

    def _refute(self, stack: Stack, invariant: Invariant) -> Iterator[Finding]:
        return refute(self._theory(stack), invariant)

    def _breaches(self, stack: Stack, issue: Issue) -> Iterator[Finding]:
        return Floor.of(self.edition, stack, self.symbols, self.rlimit).breaches(issue)

    def _claim(self, key: object, check: Callable[[], Iterable[Finding]]) -> None:
        if key not in self.memory.claims:
            self.memory.claims[key] = list(check())
            self.checked += 1
        told = {(finding.reason, finding.issue, finding.rules) for finding in self.findings}
        self.findings += [
            finding for finding in self.memory.claims[key] if (finding.reason, finding.issue, finding.rules) not in told
        ]


def verify(  # noqa: PLR0913 - every one has its use, and a default
    edition: Edition,
    *,
    rule: str = "",
    issue: str = "",
    progress: Progress = _silent,
    conflicts_only: bool = False,
    rlimit: int = RLIMIT,
    memory: Memory | None = None,
) -> Report:
    """Verify every stack of ``edition``; with ``rule`` or ``issue``, report only what concerns it."""
    started = time.perf_counter()
    memory = Memory() if memory is None else memory
    verification = Verification(edition, issue, progress, rlimit, memory)
    verification.run(conflicts_only=conflicts_only)
    if not issue and not conflicts_only:
        memory.baseline = verification.baseline()
    found = [*verification.findings, *([] if conflicts_only else verification.liveness.findings())]

    concluded = {name for version in edition.families.get(rule, ()) for name in version.then}
    told = [one for one in found if issue in ("", one.issue) and (not rule or about(one, rule, concluded))]
    seconds = round(time.perf_counter() - started, 2)
    return report_of(edition.id, told, scope=rule, checked=verification.checked, seconds=seconds)
