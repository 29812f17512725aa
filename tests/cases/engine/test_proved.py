"""Proofs take the place of the search while nothing has changed that can influence the issue."""

import pytest

from cases.engine.decision import decide
from cases.engine.program import Program
from cases.engine.proved import Proof, fingerprint
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_rule

REFUND, REJECT = {"remedy": "refund"}, {"remedy": "reject"}
RULES = [make_rule("A", REFUND, ("worn or tagged",)), make_rule("B", REJECT, ("not worn", "not tagged"))]
CASE = make_case({"worn": "yes", "tagged": "yes"})


def program_of(*rules):
    return Program(little_words(), BOOKS, rules, FULL_STACK)


def names(program, proofs):
    outcome = decide(program, CASE, proofs=proofs).issues["remedy"]
    return (*outcome.rests_on, *outcome.assumed)


def proofs_of(program, *kept):
    return {CASE.hash: {"remedy": Proof(fingerprint(program, "remedy"), kept)}}


def test_a_proof_takes_the_place_of_the_search():
    program = program_of(*RULES)
    searched = names(program, {})
    other = ({"worn", "tagged"} - set(searched)).pop()

    assert len(searched) == 1
    assert names(program, proofs_of(program, other)) == (other,)


def test_what_goes_unsaid_is_told_apart():
    program = program_of(*RULES)
    outcome = decide(program, CASE, proofs=proofs_of(program, "worn", "pieces")).issues["remedy"]

    assert (outcome.rests_on, outcome.assumed) == (("worn",), ("pieces",))


@pytest.mark.parametrize(
    ("other", "holds"),
    [
        pytest.param(make_rule("C", REJECT, ("opened",)), False, id="a rule of the issue"),
        pytest.param(make_rule("C", {"channel": "phone"}, ("opened",)), True, id="a rule of another issue"),
    ],
)
def test_a_proof_holds_while_what_can_influence_the_issue_stays(other, holds):
    before, after = program_of(*RULES), program_of(*RULES, other)

    assert (fingerprint(before, "remedy") == fingerprint(after, "remedy")) is holds


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param([make_rule("A", REFUND, ("worn or opened",)), RULES[1]], id="a condition"),
        pytest.param([make_rule("A", REJECT, ("worn or tagged",)), RULES[1]], id="a conclusion"),
        pytest.param([make_rule("A", REFUND, ("worn or tagged",), overrides=("B",)), RULES[1]], id="what it overrides"),
    ],
)
def test_a_changed_rule_ends_a_proof(changed):
    assert fingerprint(program_of(*RULES), "remedy") != fingerprint(program_of(*changed), "remedy")


def test_a_proof_of_other_rules_is_passed_over():
    program = program_of(*RULES)
    stale = {CASE.hash: {"remedy": Proof("0" * 16, ("pieces",))}}

    assert names(program, stale) == names(program, {})
