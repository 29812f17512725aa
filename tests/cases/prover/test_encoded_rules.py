"""Rules of one issue: what the encoding makes of them, beside the evaluator, in full and in doubt."""

from itertools import product
from random import Random

import pytest
import z3

from cases.engine import ir
from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.rules import Force, Kind
from cases.prover.logic import not_
from cases.prover.sufficiency import outcome_is
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from tests.cases.engine.one_issue import VALUES, knowledge_of, little_rulebook
from tests.cases.prover.encoded import Encoded
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, little_words, make_rule


@pytest.mark.parametrize("issue", VALUES)
def test_two_rules_of_any_level_and_force_are_weighed_the_same(issue):
    values = VALUES[issue]
    first = [make_rule("FIRST", {"late": "no"})] if issue != "late" else []
    for one_book, other_book in [("law", "plat"), ("shop", "law"), ("plat", "plat"), ("shop", "plat")]:
        for force, one, other in product(
            (Force.MANDATORY, Force.DEFAULT), (values[0], values[-1]), (values[0], values[-1])
        ):
            rules = [
                make_rule("A", {issue: one}, ("worn",), book=one_book, force=force),
                make_rule("B", {issue: other}, ("tagged",), book=other_book, force=force),
            ]
            encoded = Encoded([*first, *rules], issue)
            for worn, tagged in (("yes", "yes"), ("yes", "?"), ("?", "yes"), ("no", "?"), ("no", "no")):
                facts = {"worn": worn, "tagged": tagged, "reason": "late", "opened": "no"}
                encoded.assert_alike({"as_of": AS_OF, "facts": facts, "events": {"signed": "2025-05-08 10:00"}})


@pytest.mark.parametrize("seed", range(2))
def test_several_rules_in_doubt_are_weighed_the_same(seed):
    rnd = Random(seed)
    for _ in range(25):
        issue = rnd.choice(list(VALUES))
        encoded = Encoded(little_rulebook(rnd, issue, rnd.randint(2, 6)), issue)
        circular = encoded.theory.model(issue)._circular()
        for _ in range(5):
            encoded.assert_alike(knowledge_of(rnd, 0 if circular else rnd.randint(0, 4)).raw)


# -- values that are in doubt themselves ---------------------------------------------------------------------

DEADLINES = ("@signed + 1d", "next_midnight(@signed)", "@sent")
MONEY = ("price", "10yuan", "tiers(pieces, 1: 5yuan, 2: price)")
TIMES = (
    {"signed": "2025-05-08", "paid": "2025-05-08", "sent": "2025-05-09 10:00"},
    {"signed": "2025-05-08 10:00", "paid": "2025-05-07 23:59", "sent": "2025-05-09 00:00"},
    {"signed": "2025-05-08", "paid": "2025-05-10", "sent": "2025-05-09"},
    {"signed": "yes", "paid": "yes", "sent": "signed + 1d"},
    {"signed": "?", "paid": "2025-05-08 10:00", "sent": "2025-05-09 10:00"},
    {"signed": "yes", "sent": "2025-05-09 10:00"},
)


WEIGHED = [("law", "plat", Force.MANDATORY), ("shop", "law", Force.MANDATORY), ("law", "plat", Force.DEFAULT)]
WEIGHED += [("plat", "plat", Force.DEFAULT)]


@pytest.mark.parametrize("one", DEADLINES)
@pytest.mark.parametrize("other", DEADLINES)
def test_deadlines_in_doubt_are_weighed_the_same(one, other):
    for *books, force in WEIGHED:
        rules = [
            make_rule("A", {"deadline": one}, ("worn",), book=books[0], force=force),
            make_rule("B", {"deadline": other}, book=books[1], force=force),
        ]
        encoded = Encoded(rules, "deadline")
        for events, worn in product(TIMES, ("yes", "?")):
            encoded.assert_alike({"as_of": AS_OF, "facts": {"worn": worn}, "events": events})


@pytest.mark.parametrize("issue", ["award", "charge"])
@pytest.mark.parametrize("one", MONEY)
@pytest.mark.parametrize("other", MONEY)
def test_sums_in_doubt_are_weighed_the_same(issue, one, other):
    for *books, force in WEIGHED if issue == "award" else WEIGHED[:2]:
        rules = [
            make_rule("A", {issue: one}, ("worn",), book=books[0], force=force),
            make_rule("B", {issue: other}, book=books[1], force=force),
        ]
        encoded = Encoded(rules, issue)
        for price, pieces, worn in (
            ("10元", "1", "yes"), ("10元", "?", "yes"), ("?", "1", "yes"), ("20元", "2", "?"), ("5元", "0", "yes"), ("?", "?", "?"),
        ):  # fmt: skip
            encoded.assert_alike({"as_of": AS_OF, "facts": {"worn": worn, "price": price, "pieces": pieces}})


@pytest.mark.parametrize("then", ["wanted", "exchange"])
@pytest.mark.parametrize("books", [("law", "plat"), ("plat", "plat"), ("shop", "law")])
def test_copied_choices_are_weighed_the_same(then, books):
    rules = [
        make_rule("A", {"remedy": then}, ("worn",), book=books[0]),
        make_rule("B", {"remedy": "wanted"}, ("tagged",), book=books[1]),
        make_rule("C", {"remedy": "refund"}, ("opened",), kind=Kind.PRESUMPTION),
    ]
    encoded = Encoded(rules, "remedy")
    for worn, tagged, opened, wanted in product(("yes", "?"), ("yes", "?"), ("yes", "no"), ("refund", "exchange", "?")):
        facts = {"worn": worn, "tagged": tagged, "opened": opened, "wanted": wanted}
        encoded.assert_alike({"as_of": AS_OF, "facts": facts})


# -- whether the issue is raised, and issues that read issues -------------------------------------------------


@pytest.mark.parametrize(
    "rules",
    [
        [make_rule("A", {"fault": "worn"}, ("tagged",))],
        [make_rule("A", {"fault": "yes"}), make_rule("B", {"fault": "no"}, ("tagged",))],
        [make_rule("A", {"fault": "tagged"}), make_rule("B", {"fault": "not tagged"}, overrides=("A",))],
    ],
)
def test_an_issue_that_may_not_be_raised_comes_out_the_same(rules):
    encoded = Encoded(rules, "fault")
    for worn, opened, tagged in product(("yes", "no", "?"), repeat=3):
        encoded.assert_alike({"as_of": AS_OF, "facts": {"worn": worn, "opened": opened, "tagged": tagged}})


@pytest.mark.parametrize(
    "reading",
    [
        "fault", "not fault", "fault == no", "status(fault) == decided", "status(fault) == gap", "status(fault) == conflict",
        "status(fault) == not_raised", "status(fault) == undetermined", "not status(fault) == undetermined",
        "not status(fault) == decided",
    ],
)  # fmt: skip
def test_an_issue_reads_another_the_same(reading):
    rules = [
        make_rule("A", {"fault": "yes"}, ("tagged",)),
        make_rule("B", {"fault": "no"}, ("pieces >= 2",)),
        make_rule("C", {"remedy": "refund"}, (reading,)),
        make_rule("D", {"remedy": "reject"}, (f"not ({reading})",)),
    ]
    encoded = Encoded(rules, "remedy")
    for opened, tagged, pieces in product(("yes", "no", "?"), ("yes", "no", "?"), ("1", "2", "?")):
        encoded.assert_alike({"as_of": AS_OF, "facts": {"opened": opened, "tagged": tagged, "pieces": pieces}})


@pytest.mark.parametrize(
    "reading",
    ["remedy in (reject, exchange)", "remedy == refund", "remedy != refund", "not remedy in (refund, exchange)"],
)
def test_a_choice_is_read_the_same(reading):
    rules = [
        make_rule("A", {"remedy": "refund"}, ("worn",)),
        make_rule("B", {"remedy": "exchange"}, ("tagged",)),
        make_rule("C", {"remedy": "reject"}, ("not worn", "not tagged")),
        make_rule("D", {"award": "5yuan"}, (reading,)),
    ]
    encoded = Encoded(rules, "award")
    for worn, tagged in product(("yes", "no", "?"), repeat=2):
        encoded.assert_alike({"as_of": AS_OF, "facts": {"worn": worn, "tagged": tagged}})


def test_what_is_copied_from_another_issue_is_its_value_and_open_where_it_has_none():
    encoder = Encoded([make_rule("A", {"remedy": "refund"}, ("worn",))], "remedy").theory.encoder
    values = encoder.issue("remedy").values
    copied = encoder.conclusion(ir.EnumFrom("remedy", is_issue=True), little_words().issues["remedy"])

    assert {literal: copied.is_(literal) for literal in values} == dict(values)
    for chosen in (None, *values):
        pairs = [(formula, z3.BoolVal(literal == chosen)) for literal, formula in values.items()]
        assert z3.is_true(z3.simplify(z3.substitute(copied.open, *pairs))) is (chosen is None)


def test_an_amount_reads_another_the_same():
    rules = [
        make_rule("A", {"award": "price"}, ("worn",)),
        make_rule("B", {"award": "10yuan"}, ("tagged",)),
        make_rule("C", {"charge": "award + 1yuan"}, ("award >= 10yuan",)),
        make_rule("D", {"charge": "0yuan"}, ("award < 10yuan",)),
    ]
    encoded = Encoded(rules, "charge")
    for worn, tagged, price in product(("yes", "no", "?"), ("yes", "no", "?"), ("9.99元", "10元", "?")):
        encoded.assert_alike({"as_of": AS_OF, "facts": {"worn": worn, "tagged": tagged, "price": price}})


# -- complete cases: the encoding that proofs are made of -----------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
def test_in_complete_cases_no_other_outcome_is_possible(seed):
    rnd = Random(50 + seed)
    for _ in range(20):
        issue = rnd.choice(list(VALUES))
        program = Program(little_words(), BOOKS, little_rulebook(rnd, issue, rnd.randint(2, 6)), FULL_STACK)
        theory = Theory(program, Symbols(little_words()), possible_only=False)
        session, names = theory.session(issue)
        for _ in range(4):
            case = parse_case(knowledge_of(rnd, 0).raw, little_words())
            env = program.environment(case)
            told = [
                formula
                for name in sorted(names)
                if not name.startswith("@") and theory.symbols.values(name)
                for formula in [theory.symbols.values(name)[env[program.layout.facts[name]]]]
            ]
            told += [
                theory.symbols.number(n) == env[program.layout.facts[n]] for n in names if n in ("pieces", "price")
            ]
            if "@signed" in names:
                told += [
                    theory.symbols.moment("signed").lo == case.events["signed"].lo,
                    not_(theory.symbols.moment("signed").absent),
                ]
            finding = run(program, env)[issue]

            assert session.possible(*told) is True
            assert session.possible(not_(outcome_is(theory, finding)), *told) is False, (issue, case.raw)
