"""One solver at work: questions with a limit on effort, and calendar guesses corrected until they are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import z3

from cases.prover.encode_terms import Ledger
from cases.prover.logic import Formula, add_to, and_, is_true

#: How much effort one question may take, in z3's resource units: the same on every machine.
RLIMIT: Final = 40_000_000
_MOST_CORRECTIONS: Final = 400
_OTHER_SEEDS: Final = (1, 2)


class Answer(NamedTuple):
    """``possible`` with a ``model``, impossible, or (None) not found out within the limit."""

    possible: bool | None
    model: Any = None


class Session:
    """A solver that holds the definitions of one cone."""

    def __init__(self, ledgers: Sequence[Ledger], formulas: Iterable[Formula], rlimit: int = RLIMIT) -> None:
        self.ledgers, self.rlimit = ledgers, rlimit
        self.solver = z3.SimpleSolver()
        self.solver.set("random_seed", 0)
        self.asked = 0
        self._sides = [0] * len(ledgers)
        self._add([formula for formula in formulas if formula is not True])

    def _add(self, formulas: Sequence[Formula]) -> None:
        add_to(self.solver, formulas)

    def _add_sides(self) -> None:
        for at, ledger in enumerate(self.ledgers):
            self._add(ledger.sides[self._sides[at] :])
            self._sides[at] = len(ledger.sides)

    def ask(self, *formulas: Formula) -> Answer:
        """Whether ``formulas`` can all hold, with a model if they can."""
        return self._ask(formulas, with_model=True)

    def possible(self, *formulas: Formula) -> bool | None:
        """Whether ``formulas`` can all hold; None when that was not found out."""
        return self._ask(formulas, with_model=any(ledger.calendar_terms for ledger in self.ledgers)).possible

    def _ask(self, formulas: Sequence[Formula], *, with_model: bool) -> Answer:
        question = and_(formulas)
        if question is False:
            return Answer(possible=False)
        self._add_sides()
        self.asked += 1
        self.solver.push()
        try:
            self._add([question])
            return self._settle(with_model=with_model)
        finally:
            self.solver.pop()

    def _settle(self, *, with_model: bool) -> Answer:
        for _ in range(_MOST_CORRECTIONS):
            result, solver = self._check()
            if result != z3.sat:
                return Answer(False if result == z3.unsat else None)
            if not with_model:
                return Answer(possible=True)
            model = solver.model()
            wrong = self._wrong_guesses(model)
            if not wrong:
                return Answer(possible=True, model=model)
            self._add(wrong)
        return Answer(None)

    def _check(self) -> tuple[Any, Any]:
        """Check what stands, and with which solver: one that gives up may have learnt itself into a corner."""
        self.solver.set("rlimit", self.rlimit)
        result = self.solver.check()
        solver = self.solver
        for seed in _OTHER_SEEDS:
            if result != z3.unknown:
                break
            solver = z3.Solver()
            solver.set("rlimit", self.rlimit)
            solver.set("random_seed", seed)
            solver.add(self.solver.assertions())
            result = solver.check()
        return result, solver

    def _wrong_guesses(self, model: Any) -> list[Formula]:
        """Calendar terms that the model has wrong, corrected for good for every solver that uses the ledger."""
        lemmas = []
        for ledger in self.ledgers:
            for term in ledger.calendar_terms:
                if is_true(model, term.idle):
                    continue
                start = model.eval(term.start, model_completion=True).as_long()
                right = term.lemma(start)
                if right and model.eval(term.result, model_completion=True).as_long() != right[0]:
                    ledger.sides.append(right[1])
                    lemmas.append(right[1])
        return lemmas


class Within(Session):
    """A session in which every question is about the cases where ``where`` holds too."""

    def __init__(self, session: Session, *where: Formula) -> None:
        self.session, self.where = session, where

    def ask(self, *formulas: Formula) -> Answer:
        """Whether ``formulas`` can all hold there, with a model if they can."""
        return self.session.ask(*self.where, *formulas)

    def possible(self, *formulas: Formula) -> bool | None:
        """Whether ``formulas`` can all hold there; None when that was not found out."""
        return self.session.possible(*self.where, *formulas)
