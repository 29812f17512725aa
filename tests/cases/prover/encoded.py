"""One issue of a little rulebook, decided by the evaluator and by the encoding with its doubts."""

import z3

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.values import Span
from cases.prover.doubt import DoubtfulSymbols
from cases.prover.theory import Theory
from tests.factories.cases import BOOKS, FULL_STACK, little_words


class Encoded:
    """The rules for both, one issue at a time."""

    def __init__(self, rules, issue):
        self.issue = issue
        self.program = Program(little_words(), BOOKS, rules, FULL_STACK)
        self.theory = Theory(self.program, DoubtfulSymbols(little_words()), possible_only=False)
        self.session, _ = self.theory.session(issue)

    def assert_alike(self, raw):
        case = parse_case(raw, little_words())
        finding = run(self.program, self.program.environment(case))[self.issue]
        answer = self.session.ask(*self.theory.symbols.fixed(self.program, case))
        assert answer.possible, raw
        assert self.outcome(answer.model) == (finding.status, self.spread(finding.value)), raw

    def outcome(self, model):
        def true(formula):
            return formula if isinstance(formula, bool) else z3.is_true(model.eval(formula, model_completion=True))

        def number(term):
            return term if isinstance(term, int) else model.eval(term, model_completion=True).as_long()

        symbols = self.theory.encoder.issue(self.issue)
        status = next((status for status, formula in symbols.status.items() if true(formula)), "undetermined")
        if status != "decided":
            return status, None
        if symbols.amount is None:
            (value,) = [value for value, formula in symbols.values.items() if true(formula)]
            return status, value
        return status, tuple(number(part) for part in (symbols.amount.lo, symbols.amount.hi, symbols.amount.base))

    def spread(self, value):
        if isinstance(value, Span):
            return value.lo, value.hi, self.theory.symbols.lines[value.base]
        return (value, value, 0) if isinstance(value, int) and not isinstance(value, bool) else value
