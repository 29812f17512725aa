"""An edition that was verified whole, kept ready for checking it again after an edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cases.engine.case import Case, CaseError, parse_case
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.evaluate_terms import Env
from cases.prover.dead import Life, Liveness
from cases.prover.eras import Eras
from cases.prover.logic import Formula, context, forget_all, using
from cases.prover.report import Finding
from cases.prover.session import Session
from cases.prover.survey import quarrels
from cases.prover.symbols import Symbols
from cases.prover.union import Union, union_program


class Sighting(NamedTuple):
    """A case as decided, in which a rule was seen to decide or to matter."""

    case: Case
    env: Env


class Baseline:
    """What is known of an edition: its theory of all stacks, every finding, and a case for each rule that lives."""

    def __init__(self, edition: Edition, union: Union, liveness: Liveness, findings: Sequence[Finding]) -> None:
        self.edition, self.union, self.liveness, self.findings = edition, union, liveness, tuple(findings)
        self.eras = Eras(union.program, union.stacks, edition.waivers)
        self.context: Any = context()
        self._firm: dict[str, bool] = {}
        self._decided: dict[int, Sighting] = {}
        self._shown: dict[int, Sighting | None] = {}

    def bare(self) -> tuple[Any, ...]:
        """What :meth:`revived` makes the same of in another process."""
        edition = self.edition
        return edition.with_rules(edition.rules), self.liveness.lives, self.findings

    @classmethod
    def revived(cls, bare: tuple[Any, ...]) -> Baseline | None:
        """What :meth:`bare` was made of; None where not all stacks can be looked at together."""
        edition, lives, findings = bare
        program = union_program(edition)
        if program is None:
            return None
        forget_all()
        return cls(edition, Union(edition, program, Symbols(edition.vocabulary)), Liveness(edition, lives), findings)

    def warm(self) -> None:
        """Work out beforehand what any edit will need."""
        for stack in self.union.stacks:
            self.edition.program(stack)
        for finding in self.findings:
            self.shown_by(finding)
        with using(self.context):
            for compiled in self.union.program.issues:
                self.is_firm(compiled.issue.id)
                self.eras.of(compiled.issue.id)
                for rule in compiled.families:
                    list(self.sightings(self.liveness.life(rule.id, compiled.issue.id)))

    def is_firm(self, issue: str) -> bool:
        """Whether it has no conflict and no unmeant gap, in whatever way the issues that it reads come out."""
        if issue not in self._firm:
            waivers = [waiver.when for waiver in self.edition.waivers if waiver.issue == issue]
            session = self.union.alone(issue, extra=waivers)
            self._firm[issue] = is_firm(session, self.union, self.eras, issue, self.edition)
        return self._firm[issue]

    def sightings(self, life: Life) -> Iterator[Sighting]:
        """The cases in which a rule was seen, decided by all rules of their stack."""
        for case in {id(one): one for one in (life.decides, life.matters) if one is not None}.values():
            if id(case) not in self._decided:
                self._decided[id(case)] = self._decide(case)
            yield self._decided[id(case)]

    def shown_by(self, finding: Finding) -> Sighting | None:
        """The case of a finding, decided by all rules of its stack; None where it has none that can be read."""
        if id(finding) not in self._shown:
            try:
                case = parse_case(finding.witness or {}, self.edition.vocabulary)
            except CaseError:
                self._shown[id(finding)] = None
            else:
                self._shown[id(finding)] = self._decide(case)
        return self._shown[id(finding)]

    def _decide(self, case: Case) -> Sighting:
        program = self.edition.program(case.stack)
        env = program.environment(case)
        run(program, env, brief=True)
        return Sighting(case, env)


def is_firm(session: Session, union: Union, eras: Eras, issue: str, edition: Edition, *where: Formula) -> bool:
    """Whether the session rules out that the issue has a conflict or an unmeant gap ``where`` all this holds."""
    if quarrels(union, issue, session, *where) is not False:
        return False
    return session.possible(*unmeant(union, eras, issue, edition), *where) is False


def unmeant(union: Union, eras: Eras, issue: str, edition: Edition) -> list[Formula]:
    """No rule applies, nobody meant that, and it is not so in older times only."""
    waivers = [waiver for waiver in edition.waivers if waiver.issue == issue]
    return [union.model(issue).gap, eras.since(issue, union), *union.waived(waivers)]
