"""One solver at work: questions with a limit on effort, and calendar guesses corrected until they are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import z3

from cases.prover.encode import Encoder
from cases.prover.logic import Formula, and_

#: How much effort one question may take, in z3's resource units: the same on every machine.
RLIMIT: Final = 40_000_000
_MOST_CORRECTIONS: Final = 400


class Answer(NamedTuple):
    """``possible`` with a ``model``, impossible, or (None) not found out within the limit."""

    possible: bool | None
    model: Any = None


class Session:
    """A solver that holds the definitions of one cone."""

    def __init__(self, encoder: Encoder, formulas: Iterable[Formula], rlimit: int = RLIMIT) -> None:
        self.encoder, self.rlimit = encoder, rlimit
        self.solver = z3.SimpleSolver()
        self.solver.set("random_seed", 0)
        self.asked = 0
        self._sides = 0
        self.assume(formulas)

    def assume(self, formulas: Iterable[Formula]) -> None:
        """Assert for good."""
        self._add([formula for formula in formulas if formula is not True])
        self._add_sides()

    def _add(self, formulas: Sequence[Formula]) -> None:
        for formula in formulas:
            self.solver.add(z3.BoolVal(formula) if isinstance(formula, bool) else formula)

    def _add_sides(self) -> None:
        fresh = self.encoder.sides[self._sides :]
        self._sides = len(self.encoder.sides)
        self._add(fresh)

    def ask(self, *formulas: Formula) -> Answer:
        """Whether ``formulas`` can all hold."""
        question = and_(formulas)
        if question is False:
            return Answer(possible=False)
        self._add_sides()
        self.asked += 1
        self.solver.push()
        try:
            self._add([question])
            return self._settle()
        finally:
            self.solver.pop()

    def _settle(self) -> Answer:
        lemmas: list[Formula] = []
        try:
            for _ in range(_MOST_CORRECTIONS):
                self.solver.set("rlimit", self.rlimit)
                result = self.solver.check()
                if result != z3.sat:
                    return Answer(False if result == z3.unsat else None)
                model = self.solver.model()
                wrong = self._wrong_guesses(model)
                if not wrong:
                    return Answer(possible=True, model=model)
                lemmas += wrong
                self._add(wrong)
            return Answer(None)
        finally:
            self.encoder.sides += lemmas

    def _wrong_guesses(self, model: Any) -> list[Formula]:
        lemmas = []
        for term in self.encoder.calendar_terms:
            start = model.eval(term.start, model_completion=True).as_long()
            right, lemma = term.lemma(start)
            if model.eval(term.result, model_completion=True).as_long() != right:
                lemmas.append(lemma)
        return lemmas
