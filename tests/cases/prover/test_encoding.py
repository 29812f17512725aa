"""The encoding beside the evaluator, on random rulebooks and random cases in every kind of doubt."""

from random import Random

import pytest
import z3

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.values import Span
from cases.prover.doubt import DoubtfulSymbols
from cases.prover.logic import not_, using
from cases.prover.sufficiency import case_says, order_says, outcome_is
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words

#: Together 5,100 cases are compared in every issue.
RUNS, WHOLE = 30, 170
CASES = 25


def outcomes(theory: Theory, model) -> dict:
    """Each issue's status and value as the model has them."""

    def true(formula) -> bool:
        return z3.is_true(model.eval(formula, model_completion=True)) if not isinstance(formula, bool) else formula

    def number(term) -> int:
        return model.eval(term, model_completion=True).as_long() if not isinstance(term, int) else term

    found = {}
    for name in theory.program.vocabulary.issues:
        symbols = theory.encoder.issue(name)
        status = next((status for status, formula in symbols.status.items() if true(formula)), "undetermined")
        value = next((value for value, formula in symbols.values.items() if true(formula)), None)
        if symbols.amount is not None and status == "decided":
            value = number(symbols.amount.lo)
            if theory.program.vocabulary.issues[name].type.value == "instant":
                lines = {number: base for base, number in theory.symbols.lines.items()}
                value = Span(value, number(symbols.amount.hi), lines[number(symbols.amount.base)])
        found[name] = (status, value)
    return found


def followed(theory: Theory, model, name: str) -> bool:
    """Whether the encoding follows the evaluator: not where defeats can go in a circle among rules in doubt."""

    def true(formula) -> bool:
        return z3.is_true(model.eval(formula, model_completion=True)) if not isinstance(formula, bool) else formula

    issue = theory.model(name)
    return not issue._circular() or all(true(rule.sure) == true(rule.maybe) for rule in issue.rules)


@pytest.mark.parametrize("seed", range(RUNS))
def test_the_encoding_says_what_the_evaluator_says(seed):
    whole = number = 0
    while whole < WHOLE:
        number += 1
        # How z3 searches depends on all formulas of its context: each rulebook gets one of its own, as in a run.
        with using(None):
            whole += compare(Random(1000 * seed + number), WHOLE - whole, f"{seed}, {number}")


def compare(rnd: Random, most: int, where: str) -> int:
    """Decide random cases by a random rulebook in both ways; returns how many were compared in every issue."""
    program = Program(little_words(), BOOKS, random_rules(rnd, statuses=True), FULL_STACK)
    theory = Theory(program, DoubtfulSymbols(little_words()), possible_only=False)
    session, _ = theory.session(*program.vocabulary.issues)
    whole = 0
    for _ in range(CASES):
        raw = random_case(rnd, doubt=rnd.choice((0.0, 0.2, 0.5)))
        case = parse_case(raw, little_words())
        if any(getattr(at, "root", "") for at in case.events.values()):
            continue  # exact distances from an event known to the day are told to the solver as two intervals

        answer = session.ask(*theory.symbols.fixed(program, case))

        assert answer.possible, (where, raw)
        found = outcomes(theory, answer.model)
        for name, finding in run(program, program.environment(case)).items():
            if not followed(theory, answer.model, name):
                break  # nor the issues that read this one
            assert found[name] == (finding.status, finding.value), (where, name, raw)
        else:
            whole += 1
    return min(whole, most)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_decided_is_proved_decided_in_every_completion(seed):
    rnd = Random(1000 + seed)
    program = Program(little_words(), BOOKS, random_rules(rnd, statuses=True), FULL_STACK)
    theory = Theory(program, Symbols(little_words(), some_undated=True), possible_only=False)
    session, names = theory.session(*program.vocabulary.issues)
    for _ in range(8):
        case = parse_case(random_case(rnd, doubt=0.4), little_words())
        known = [*case_says(theory.symbols, theory, case, names).values(), *order_says(theory, case, names)]
        for name, finding in run(program, program.environment(case)).items():
            if finding.status != "undetermined":
                assert session.possible(not_(outcome_is(theory, finding)), *known) is False, (seed, name, case.raw)
