"""The unknowns of a case in doubt: facts may be open, events known by an interval, by a distance, or by order only.

Only for holding the encoding against the evaluator, value by value: what is proved of a corpus is proved of complete
cases.
"""

from __future__ import annotations

from typing import Any

import z3

from cases.engine.case import Case
from cases.engine.program import Program
from cases.engine.values import ABSENT, Span
from cases.engine.vocabulary import Vocabulary
from cases.prover.amounts import Amount, exactly
from cases.prover.logic import Formula, not_, var
from cases.prover.symbols import Symbols


class DoubtfulSymbols(Symbols):
    """The variables of cases in doubt: one more for each fact (is it open?), intervals on numbered time lines."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self.lines = {"": 0, **{name: at for at, name in enumerate(vocabulary.events, 1)}}

    def fact_open(self, name: str) -> Formula:
        """Whether the fact is open."""
        return var(f"O.{name}")

    def _make_moment(self, name: str) -> Amount:
        if name == "now":
            return Amount(z3.Int("L.now"), z3.Int("H.now"))
        happened = var(f"E.{name}")
        return Amount(z3.Int(f"L.{name}"), z3.Int(f"H.{name}"), not_(happened), var(f"O.@{name}"), z3.Int(f"B.{name}"))

    def earlier(self, first: str, second: str) -> Formula:
        """Whether the case says that ``first`` came before ``second``."""
        return False if "now" in (first, second) else var(f"<.{first}.{second}")

    def result(self, name: str, *, instant: bool) -> Amount:
        """The variables of an issue's value: an interval when it is an instant."""
        if not instant:
            return exactly(z3.Int(name))
        return Amount(z3.Int(f"{name}.lo"), z3.Int(f"{name}.hi"), base=z3.Int(f"{name}.base"))

    # -- one case -------------------------------------------------------------------------------------

    def fixed(self, program: Program, case: Case) -> list[Formula]:
        """Every variable as it is in ``case``."""
        env = program.environment(case)
        found: list[Formula] = []
        for name in self.words.facts:
            found += self._fixed_fact(name, env[program.layout.facts[name]])
        for name in ("now", *self.words.events):
            found += self._fixed_event(name, env[program.layout.event(name)])
        for first in self.words.events:
            for second in self.words.events:
                there = (first, second) in case.order
                found.append(self.earlier(first, second) if there else not_(self.earlier(first, second)))
        return found

    def _fixed_fact(self, name: str, value: Any) -> list[Formula]:
        doubt = self.fact_open(name)
        known = self.values(name)
        if value is None:
            return [doubt]
        return [not_(doubt), known[value] if known else self.number(name) == value]

    def _fixed_event(self, name: str, value: Any) -> list[Formula]:
        moment = self.moment(name)
        if name == "now":
            assert isinstance(value, Span)
            return [moment.lo == value.lo, moment.hi == value.hi]
        if value is ABSENT:
            return [moment.absent, not_(moment.open)]
        if value is None:
            return [moment.open, not_(moment.absent)]
        return [
            not_(moment.absent),
            not_(moment.open),
            moment.lo == value.lo,
            moment.hi == value.hi,
            moment.base == self.lines[value.base],
        ]
