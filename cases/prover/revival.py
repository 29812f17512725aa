"""Rules after an edit: which are dead now, which could be spared now. Most still decide where they were seen to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cases.engine.case import Case
from cases.prover.baseline import Sighting
from cases.prover.dead import Examples, Life, Liveness, ask_life, beside, matters, see
from cases.prover.edited import Edited
from cases.prover.edits import hits
from cases.prover.logic import and_, or_
from cases.prover.scope import stack_name
from cases.prover.weighing import RuleModel


class Revival:
    """The lives of the rules of an edited edition."""

    def __init__(self, edited: Edited) -> None:
        self.edited, self.baseline, self.union = edited, edited.baseline, edited.union
        here = {(family.id, one.issue.id) for one in self.union.program.issues for family in one.families}
        known = {key: life for key, life in self.baseline.liveness.lives.items() if key in here}
        self.liveness = Liveness(edited.edition, known)
        self.examples = Examples(edited.edition)
        self._hit: dict[int, bool] = {}
        self._asked = 0
        self._settled: set[tuple[str, str]] = set()
        self.left: set[tuple[str, str]] = set()

    def changed(self, issue: str) -> None:
        """Find out anew about the edited rules of an issue."""
        for rule in self._rules(issue, edited=True):
            versions = self.edited.edition.families[rule.id]
            cases = [case for version in versions for case in self.examples.applying(version)]
            old = self.baseline.liveness.lives.get((rule.id, issue), Life())
            self._anew(rule, issue, [*cases, *(one for one in (old.matters, old.decides) if one is not None)])

    def others(self, issue: str, *, most: int | None = None) -> None:
        """Find out which rules beside the edited ones do not decide any more in the cases where they were seen to.

        After ``most`` questions the others are left for another time.
        """
        for rule in self._rules(issue, edited=False):
            life, key = self._life(rule, issue), (rule.id, issue)
            if key in self._settled or not life.alive:
                continue
            if not self._is_lost(life, *key):
                self._settled.add(key)
            elif most is not None and self._asked >= most:
                self.left.add(key)
            else:
                self._asked += 1
                self._settled.add(key)
                self._anew(rule, issue, [])
                self.left.discard(key)

    def spared(self, issue: str) -> None:
        """Find out which rules that could be spared, or decided nothing, matter now."""
        asleep = [rule for rule in self._rules(issue, edited=False) if not self._life(rule, issue).needed]
        if not asleep:
            return
        session, _ = self.edited.session(issue)
        decided, model = self.union.encoder.issue(issue).status["decided"], self.union.model(issue)
        wakes = [
            and_((rule.sure, matters(model, rule))) if self._life(rule, issue).alive else rule.stands for rule in asleep
        ]
        if session.possible(self.edited.where, decided, or_(wakes)) is False:
            return
        for rule, wake in zip(asleep, wakes, strict=True):
            if session.possible(self.edited.where, decided, wake) is not False:
                self._anew(rule, issue, [])

    # -- one rule -----------------------------------------------------------------------------------------

    def _rules(self, issue: str, *, edited: bool) -> list[RuleModel]:
        return [rule for rule in self.union.model(issue).rules if (rule.id in self.edited.changed) is edited]

    def _life(self, rule: RuleModel, issue: str) -> Life:
        return self.liveness.life(rule.id, issue)

    def _anew(self, rule: RuleModel, issue: str, cases: Sequence[Case]) -> None:
        life = self._seen(rule.id, issue, cases)
        life.stack = stack_name(self.union.seen_in(rule.id))
        if not life.needed:
            session, names = self.edited.session(issue)
            ask_life(life, self.union, issue, rule, session, names)
        if life.alive and not life.needed:
            life.beside = beside(self.union, self.union.model(issue), rule)
        self.liveness.lives[rule.id, issue] = life

    def _seen(self, rule: str, issue: str, cases: Sequence[Case]) -> Life:
        lives: dict[str, Life] = {}
        for case in cases:
            if case.stack in self.union.stacks:
                see(self.edited.program_of(case.stack), issue, case, lives)
            if lives.get(rule, Life()).needed:
                break
        return lives.get(rule, Life())

    # -- cases in which a rule was seen ---------------------------------------------------------------------

    def _is_lost(self, life: Life, rule: str, issue: str) -> bool:
        """Whether it is not seen any more to decide, or to matter where it did."""
        if life.decides is None or (life.needed and life.matters is None):
            return True
        if not any(self.is_hit(sighting) for sighting in self.baseline.sightings(life)):
            return False
        now = self._seen(rule, issue, [life.decides, *([life.matters] if life.matters else [])])
        if (now.alive, now.needed) != (True, life.needed or now.needed):
            return True
        self.liveness.lives[rule, issue] = replace(life, needed=now.needed, decides=now.decides, matters=now.matters)
        return False

    def is_hit(self, sighting: Sighting) -> bool:
        """Whether the case may come out otherwise now."""
        at = id(sighting)
        if at not in self._hit:
            self._hit[at] = hits(self.edited.touches, sighting.env, self.union.stacks[sighting.case.stack])
        return self._hit[at]
