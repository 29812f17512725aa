"""What holds of every rulebook and every case: order never matters, a decision is total and always the same bytes."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.case import parse_case
from cases.engine.decision import decide
from cases.engine.program import Program
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words

SEEDS = st.integers(min_value=0, max_value=2**32)
STATUSES = {"decided", "conflict", "gap", "undetermined"}


def bytes_of(rules, raw) -> bytes:
    return decide(Program(little_words(), BOOKS, rules, FULL_STACK), parse_case(raw, little_words())).to_bytes()


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_the_order_of_rules_and_facts_never_matters(seed):
    rnd = Random(seed)
    rules, raw = list(random_rules(rnd)), random_case(rnd, doubt=0.2)
    shuffled = rnd.sample(rules, len(rules))
    turned = {**raw, "facts": dict(reversed(raw["facts"].items())), "events": dict(reversed(raw["events"].items()))}

    assert bytes_of(rules, raw) == bytes_of(shuffled, turned)


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_a_decision_is_total(seed):
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd), FULL_STACK)
    for _ in range(5):
        decision = decide(program, parse_case(random_case(rnd, doubt=0.2), little_words()))

        assert {"late", "remedy", "award", "charge", "deadline"} <= set(decision.issues)
        for found in decision.issues.values():
            assert found.status in STATUSES
            assert (found.value is not None) == (found.status == "decided")
            assert bool(found.by) >= (found.status == "decided")
