"""Checking an edition again after an edit of some rules, when it was verified whole before the edit.

Outside the cases in which an edited rule applies, or did, every issue comes out as it did; so only these cases are
looked at, in all stacks at once, and only issues that an edited rule concludes or that read such an issue.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from cases.engine import ir
from cases.engine.assertions import Invariant
from cases.engine.case import Stack
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.rules import Level
from cases.engine.support import cone_of
from cases.engine.vocabulary import Issue
from cases.prover.baseline import Baseline, is_firm, unmeant
from cases.prover.claims import Floor, law_alone, refute
from cases.prover.conflicts import find_conflicts
from cases.prover.edited import Edited
from cases.prover.eras import reach_back
from cases.prover.gaps import GapSearch, cube_of, waivers_of, within_one
from cases.prover.logic import Formula, or_, using
from cases.prover.report import KINDS, Finding, Report, about, report_of
from cases.prover.revival import Revival
from cases.prover.session import Session, Within
from cases.prover.survey import quarrels

#: When so much was found, the quick check leaves the rest to the whole one.
FEW: Final = 1


class Recheck:
    """The check of an edition some of whose rules differ from those of one that was verified whole.

    :meth:`live` is quick; :meth:`whole` completes it and finds what a run over the whole edition finds.
    """

    def __init__(self, edition: Edition, baseline: Baseline) -> None:
        """Find out what differs.

        Raises:
            WholeRunNeededError: more than rules, or the rules of different stacks do not fit together.
            StackError: the rules do not fit together in some stack.
        """
        self.started = time.perf_counter()
        self.edited = Edited(edition, baseline)
        self.baseline, self.edition = baseline, self.edited.edition
        self.findings: list[Finding] = []
        self._open: set[str] = set()
        self._cut_short: set[str] = set()
        self._first: list[Finding] = []
        self._is_hasty = False
        self._unmeant_gaps: dict[str, list[Formula]] = {}
        self._is_live = self._is_whole = False
        with using(baseline.context):
            self.edited.encode()
            self.union, self.revival = self.edited.union, Revival(self.edited)
        self._keep()

    def live(self) -> Report:
        """What the edit does to the issues that it concludes itself.

        Their conflicts, gaps and floors, whether the edited rules decide anything and could be spared, and whether any
        other rule of these issues is dead now. What else could be touched is told as not settled yet.
        """
        with using(self.baseline.context):
            self._live()
        return self._report(*([] if self._is_whole else self._unsettled()))

    def whole(self) -> Report:
        """All that a run over the whole edition finds."""
        with using(self.baseline.context):
            self._live()
            self._rest()
        return self._report()

    def about(self, rule: str) -> Report:
        """What of :meth:`whole` concerns one rule."""
        whole = self.whole()
        issues = {name for version in self.edition.families.get(rule, ()) for name in version.then}
        found = [one for kind in KINDS for one in getattr(whole, kind) if about(one, rule, issues)]
        return report_of(whole.edition, found, scope=rule, checked=whole.checked, seconds=whole.seconds)

    def _live(self) -> None:
        if self._is_live:
            return
        self._is_live = True
        self._is_hasty = True
        for name in self.edited.reached:
            if name in self.edited.issues:
                self._search(name)
                self.revival.changed(name)
                self.revival.others(name, most=FEW)
            self._check_floor(self.edition.vocabulary.issues[name])

    def _rest(self) -> None:
        if self._is_whole:
            return
        self._is_whole, self._is_hasty = True, False
        # Which case came first was chance: these issues are looked at from the beginning.
        self.findings = [one for one in self.findings if one not in self._first]
        left, self._cut_short = self._cut_short, set()
        for name in self.edited.reached:
            if name in left or name not in self.edited.issues:
                self._search(name)
            self.revival.others(name)
        for name in self.edited.reached:
            self.revival.spared(name)
        for invariant in self._invariants():
            self._check_claim(invariant)

    def _unsettled(self) -> list[Finding]:
        """What :meth:`live` leaves open."""
        downstream = [name for name in self.edited.reached if name not in self.edited.issues]
        left = len(downstream) + len(self._invariants())
        parts = [
            *([f"还有 {left} 个读到它的争点和断言没有核对"] if left else []),
            *(["冲突和空白只列出了最先找到的"] if self._cut_short else []),
            *(["有的规则是否已成死规则还没有核对"] if self.revival.left else []),
        ]
        changed = tuple(sorted(self.edited.changed))
        return [Finding("timeout", "", "", changed, f"未能判定：{'，'.join(parts)}。")] if parts else []

    def _report(self, *more: Finding) -> Report:
        found = [*self.findings, *self.revival.liveness.findings(), *more]
        asked, seconds = self.edited.asked, round(time.perf_counter() - self.started, 2)
        return report_of(
            self.edition.id, found, scope=" ".join(sorted(self.edited.changed)), checked=asked, seconds=seconds
        )

    # -- what was known ---------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Take over what was found before, where it is untouched or its case still shows it.

        Issues in which something does not show any more are searched without regard to the edit.
        """
        claims = {one.id for one in self._invariants()}
        for finding in self.baseline.findings:
            if finding.code in {"invariant", "timeout"}:
                lost = finding.reason in claims or finding.issue in self.edited.reached
            else:
                lost = finding.issue in self.edited.reached and not self._shows(finding)
            if not lost:
                self.findings.append(finding)
            elif not finding.reason or finding.code == "invariant":
                self._open |= {finding.issue, finding.reason}
        for name in self.edited.reached:
            if reach_back(self.baseline.eras.of(name), self.edited.eras.of(name)):
                self._open.add(name)

    def _shows(self, finding: Finding) -> bool:
        """Whether the finding's case shows it still, in a stack that has not become like another."""
        if finding.code == "proposal":
            return any(set(one.rules) == set(finding.rules) for one in self.findings if one.code == "conflict")
        shown = self.baseline.shown_by(finding)
        if shown is None:
            return False
        case = shown.case
        if not finding.reason and finding.code == "gap" and case.stack not in self.edited.stacks_apart(finding.issue):
            return False
        if finding.code in ("conflict", "gap") and not self.revival.is_hit(shown):
            return True
        program = self.edited.program_of(case.stack)
        cone = cone_of(program, finding.issue).issues
        outcome = run(program, program.environment(case), cone)[finding.issue]
        return outcome.status == finding.code and set(finding.rules) <= set(outcome.rules)

    # -- issues -------------------------------------------------------------------------------------------

    def _search(self, name: str) -> None:
        """Look for conflicts and unmeant gaps of an issue among the cases that the edit touches.

        In haste only the first are told.
        """
        if self._is_hasty and len(self._first) >= FEW:
            self._cut_short.add(name)
            return
        anywhere = name in self._open
        if not anywhere and self._is_firm(name):
            return
        session, names = self.edited.session(name)
        where = True if anywhere else self.edited.where
        model = self.union.model(name)
        quarrel = [model.raised.t, or_((model.disagree, model.stuck))]
        for formulas, find in ((quarrel, self._conflicts), (self._unmeant(name), self._gaps)):
            if name in self._cut_short:
                return
            stacks = self._stacks(name, session, *formulas, where)
            if stacks:
                self._tell_all(find(name, session, names, where, stacks), name)

    def _stacks(self, name: str, session: Session, *formulas: Formula) -> list[Stack]:
        """The stacks to look in for a case in which all this holds: none if there is none; in haste, that of one."""
        answer = session.ask(*formulas)
        if answer.possible is False:
            return []
        if not self._is_hasty:
            return self.edited.stacks_apart(name)
        return [self.union.stack_in(answer.model)] if answer.possible else [*self.union.stacks]

    def _tell_all(self, found: Iterator[Finding], name: str) -> None:
        """Tell these findings, or a few, and note that there may be more."""
        for finding in found:
            if self._is_hasty and finding not in self.findings:
                self._first.append(finding)
                self._cut_short.add(name)
            self._tell(finding)
            if self._is_hasty and len(self._first) >= FEW:
                break

    def _is_firm(self, name: str) -> bool:
        """Whether nothing can be found in an issue, however those that it reads come out."""
        if name not in self.edited.issues:
            return self.baseline.is_firm(name)
        return is_firm(self.edited.alone(), self.union, self.edited.eras, name, self.edition, self.edited.where)

    def _conflicts(
        self, name: str, session: Session, names: set[str], where: Formula, stacks: Collection[Stack]
    ) -> Iterator[Finding]:
        told = {one.rules for one in self.findings if one.code == "conflict" and one.issue == name}
        for stack in stacks:
            wide = Within(session, self.union.where(stack))
            if len(stacks) > 1 and quarrels(self.union, name, wide, where) is False:
                continue
            here = Within(wide, where)
            for finding in find_conflicts(self.edited.view(stack), name, here, names, told=told, wide=wide):
                yield finding
                told.add(finding.rules)
            if self._is_hasty and told:
                self._cut_short.add(name)
                return

    def _gaps(
        self, name: str, session: Session, names: set[str], where: Formula, stacks: Collection[Stack]
    ) -> Iterator[Finding]:
        for stack in stacks:
            here = Within(session, self.union.where(stack), where)
            if len(stacks) > 1 and here.possible(*self._unmeant(name)) is False:
                continue
            cubes = [cube_of(one) for one in self.findings if one.code == "gap" and one.issue == name]
            search = GapSearch(self.edited.view(stack), name, here, names)
            for finding in search.unmeant(waivers_of(stack, self.edition.waivers, name)):
                if finding.code != "gap" or not within_one(finding, cubes):
                    yield finding
            if self._is_hasty:
                self._cut_short.add(name)
                return

    def _unmeant(self, name: str) -> list[Formula]:
        if name not in self._unmeant_gaps:
            self._unmeant_gaps[name] = unmeant(self.union, self.edited.eras, name, self.edition)
        return self._unmeant_gaps[name]

    def _tell(self, finding: Finding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    # -- claims -------------------------------------------------------------------------------------------

    def _invariants(self) -> list[Invariant]:
        reached = set(self.edited.reached)
        return [one for one in self.edition.invariants if reached & ir.reads(one.premise, one.conclusion).issues]

    def _check_claim(self, invariant: Invariant) -> None:
        nodes = invariant.premise, invariant.conclusion
        session, _ = self.union.session(*sorted(ir.reads(*nodes).issues), extra=[*nodes, *self.edited.nodes])
        where = True if invariant.id in self._open else self.edited.where
        refuted = self.union.refuted(invariant)
        if session.possible(refuted, where) is False:
            return
        for stack in self.union.stacks:
            if session.possible(refuted, where, self.union.where(stack)) is not False:
                self._tell_once(refute(self.edited.view(stack), invariant))

    def _check_floor(self, issue: Issue) -> None:
        """That no shop's rule leaves the buyer with less than mandatory law alone."""
        rules = [rule for rule in self.edited.program.rules if issue.id in rule.then]
        if not issue.favour or not any(rule.level is Level.SHOP for rule in rules):
            return
        self.edited.program_of(Stack())
        law = law_alone(self.edition, self.union.symbols, self.union.rlimit)
        floor = Floor(law, self.union)
        session, _ = floor.session(issue)
        if session.possible(self.union.in_shop(), floor.worse(issue)) is False:
            return
        for stack in self.union.stacks:
            if stack.shop and session.possible(self.union.where(stack), floor.worse(issue)) is not False:
                self._tell_once(Floor(law, self.edited.view(stack)).breaches(issue))

    def _tell_once(self, findings: Iterable[Finding]) -> None:
        told = {(one.reason, one.issue, one.rules) for one in self.findings if one.code in ("invariant", "timeout")}
        for finding in findings:
            if (finding.reason, finding.issue, finding.rules) not in told:
                self._tell(finding)
