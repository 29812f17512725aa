"""Deciding again after a change gives what a whole run of the changed case gives."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.rerun import Decided
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_program, make_rule

CASES_PER_RULEBOOK = 10


def outcomes(findings):
    return {name: (found.status, found.value, found.by, found.defeats) for name, found in findings.items()}


def random_changes(rnd, program):
    """What another case says of one or a few facts and events, or that they are open."""
    layout = program.layout
    other = program.environment(parse_case({**random_case(rnd, doubt=0.3), "order": []}, little_words()))
    slots = [*layout.facts.values(), *layout.events.values()]
    chosen = rnd.sample(slots, rnd.choice((1, 1, 1, 2, 5)))
    return {slot: None if rnd.random() < 0.3 else other[slot] for slot in chosen}


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=60, deadline=None)
def test_changes_one_after_the_other_come_out_as_in_a_whole_run(seed):
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd, statuses=True), FULL_STACK)
    for _ in range(CASES_PER_RULEBOOK):
        raw = random_case(rnd, doubt=rnd.choice((0, 0.3)))
        env = program.environment(parse_case(raw, little_words()))
        decided = Decided(program, env.copy())
        assert outcomes(decided.findings) == outcomes(run(program, env.copy()))
        for _ in range(4):
            changes = random_changes(rnd, program)
            before = outcomes(decided.findings)
            again = decided.after(changes)
            assert outcomes(decided.findings) == before
            for slot, value in changes.items():
                env[slot] = value
            whole = env.copy()
            assert outcomes(again.findings) == outcomes(run(program, whole))
            assert again.env == whole
            decided = again


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=40, deadline=None)
def test_in_brief_the_same_comes_out_by_the_same_rules(seed):
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd, statuses=True), FULL_STACK)
    for _ in range(CASES_PER_RULEBOOK):
        raw = random_case(rnd, doubt=0.3)
        env = program.environment(parse_case(raw, little_words()))
        decided = Decided(program, env.copy()).only(program.issues)
        for _ in range(4):
            changes = random_changes(rnd, program)
            for slot, value in changes.items():
                env[slot] = value
            decided = decided.after(changes)
            whole = run(program, env.copy())
            found = {name: (one.status, one.value, one.by) for name, one in decided.findings.items()}
            assert found == {name: (one.status, one.value, one.by) for name, one in whole.items()}


def test_only_some_issues_are_decided_again_when_only_they_are_asked_for():
    rules = [
        make_rule("A", {"late": "yes"}, ("worn",)),
        make_rule("B", {"remedy": "refund"}, ("late",)),
        make_rule("C", {"award": "3yuan"}, ("worn",)),
    ]
    program = make_program(*rules)
    decided = Decided(program, program.environment(make_case({"worn": "no"})))
    part = decided.only([program.by_id["late"], program.by_id["remedy"]])

    again = part.after({program.layout.facts["worn"]: True})

    assert set(again.findings) == {"late", "remedy"}
    assert again.findings["remedy"].value == "refund"
    assert decided.findings["award"].status == "gap"
