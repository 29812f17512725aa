"""What one look at all stacks together settles of an issue; what it leaves open is proved stack by stack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cases.engine import ir
from cases.engine.assertions import Invariant
from cases.engine.case import Stack
from cases.engine.edition import Edition
from cases.engine.vocabulary import Issue
from cases.prover.claims import Floor
from cases.prover.dead import Examples, Life, Liveness
from cases.prover.logic import Formula
from cases.prover.session import Session
from cases.prover.theory import Theory
from cases.prover.union import Union

SETTLED, OPEN, GAP = "settled", "open", "gap"


@dataclass
class Survey:
    """One issue in all stacks.

    Attributes:
        calm: no two rules of it can stand against each other in any stack.
        states: for each stack looked at: always decided where raised (``settled``), never a gap (``open``), or unknown.
        lives: what is known of its rules.
        skipped: rules that were not asked about, as they had shown to matter elsewhere.
    """

    calm: bool
    states: Mapping[Stack, str]
    lives: dict[str, Life] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


class Surveyor:
    """Looks at the issues of an edition in all stacks at once."""

    def __init__(self, edition: Edition, union: Union, examples: Examples, liveness: Liveness) -> None:
        self.edition, self.union, self.examples, self.liveness = edition, union, examples, liveness
        self.asked = 0

    def survey(self, issue: str, stacks: Iterable[Stack], *, lives: bool) -> Survey:
        """Look at an issue; ``stacks`` are those that have to be told apart, ``lives`` asks after each rule too."""
        session, names = self.union.session(issue)
        found = Survey(self._is_calm(issue, session), self._states(issue, session, stacks))
        if lives:
            found.lives = self.examples.show(issue, list(self.union.stacks))
            self.liveness.merge(issue, found.lives)
            found.skipped = self.liveness.ask(self.union, issue, session, names, found.lives)
        self.asked += session.asked
        return found

    def ask_again(self, issue: str, known: Survey) -> None:
        """What is known holds; but rules that were left out as they had mattered elsewhere may not do so now."""
        self.liveness.merge(issue, known.lives)
        if any(not self.liveness.life(rule, issue).needed for rule in known.skipped):
            session, names = self.union.session(issue)
            known.skipped = self.liveness.ask(self.union, issue, session, names, known.lives)
            self.asked += session.asked

    def holds(self, invariant: Invariant) -> bool:
        """Whether the invariant holds in every stack."""
        nodes = invariant.premise, invariant.conclusion
        session, _ = self.union.session(*sorted(ir.reads(*nodes).issues), extra=nodes)
        self.asked += 1
        return session.possible(self.union.refuted(invariant)) is False

    def is_floored(self, issue: Issue, law: Theory) -> bool:
        """Whether no shop's rule leaves the buyer with less than mandatory law alone does, on any platform."""
        floor = Floor(law, self.union)
        session, _ = floor.session(issue)
        self.asked += 1
        return session.possible(self.union.in_shop(), floor.worse(issue)) is False

    def _is_calm(self, issue: str, session: Session) -> bool:
        return quarrels(self.union, issue, session) is False

    def _states(self, issue: str, session: Session, stacks: Iterable[Stack]) -> dict[Stack, str]:
        symbols, gap = self.union.encoder.issue(issue), self.union.model(issue).gap
        if session.possible(symbols.open) is False:
            return dict.fromkeys(stacks, SETTLED)
        return {stack: self._state(session, self.union.where(stack), symbols.open, gap) for stack in stacks}

    @staticmethod
    def _state(session: Session, here: Formula, undecided: Formula, gap: Formula) -> str:
        if session.possible(here, undecided) is False:
            return SETTLED
        return OPEN if session.possible(here, gap) is False else GAP


def quarrels(union: Union, issue: str, session: Session, *where: Formula) -> bool | None:
    """Whether rules of the issue can stand against each other, or defeat each other in a circle."""
    model = union.model(issue)
    possible = session.possible(model.raised.t, model.disagree, *where)
    if possible is False:
        return session.possible(model.raised.t, model.stuck, *where)
    return possible
