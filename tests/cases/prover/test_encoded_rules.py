"""Rules of one issue, and versions of one rule: what the encoding makes of them, beside the evaluator, in full and in doubt."""

from itertools import product
from random import Random

import pytest
import z3

from cases.engine import ir
from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.rules import Force, Kind
from cases.engine.values import Span
from cases.prover.amounts import Amount, exactly
from cases.prover.doubt import DoubtfulSymbols
from cases.prover.encode_rules import _merged
from cases.prover.logic import not_, or_
from cases.prover.sufficiency import outcome_is
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from tests.cases.engine.one_issue import VALUES, knowledge_of, little_rulebook
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, little_words, make_effective, make_rule


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


# -- versions ---------------------------------------------------------------------------------------------------

CUT, EARLIER = "2025-05-08 10:00", "2025-05-01 10:00"
MOMENTS = (
    "2025-05-08 09:59", "2025-05-08 10:00", "2025-05-08", "2025-05-09", "2025-05-01 10:00", "2025-05-01",
    "2025-04-30/2025-05-10",
)  # fmt: skip
PAIRS = {
    "remedy": [("refund", "refund"), ("refund", "exchange"), ("wanted", "refund")],
    "award": [("price", "price"), ("5yuan", "10yuan"), ("price", "10yuan")],
    "late": [("worn", "worn"), ("yes", "no"), ("worn", "not worn")],
    "deadline": [("@paid + 1d", "@paid + 1d"), ("@paid + 1d", "@paid + 2d"), ("@paid", "@paid + 1d")],
}


def family(issue, then, by, when, *, ends=CUT, last=""):
    """Two versions: one up to ``ends``, one from the cut on (to ``last``)."""
    return [
        make_rule("V", {issue: then[0]}, when[0], effective=make_effective("2025-04-20", ends, by)),
        make_rule("V", {issue: then[1]}, when[1], version="v2", effective=make_effective(CUT, last, by)),
    ]


@pytest.mark.parametrize("by", ["", "signed"])
@pytest.mark.parametrize("issue", PAIRS)
@pytest.mark.parametrize("when", [(("worn",), ("tagged",)), (("worn",), ())])
def test_versions_govern_the_same(issue, by, when):
    same, other, copied = PAIRS[issue]
    for then, ends, last in [
        (same, CUT, ""),
        (same, EARLIER, ""),
        (other, EARLIER, ""),
        (other, CUT, "2025-05-09"),
        (copied, CUT, ""),
    ]:
        encoded = Encoded(family(issue, then, by, when, ends=ends, last=last), issue)
        for moment, (worn, tagged, price) in product(
            [*MOMENTS, *(("yes", "?", "no") if by else ())],
            [("yes", "yes", "10元"), ("yes", "?", "?"), ("no", "yes", "10元")],
        ):
            raw = {"as_of": AS_OF if by else moment, "facts": {"worn": worn, "tagged": tagged, "price": price}}
            encoded.assert_alike({**raw, "events": {"paid": "2025-05-01", **({"signed": moment} if by else {})}})


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param((("", "", ""), (CUT, "", "")), id="one without dates"),
        pytest.param((("", "", ""), (CUT, "", "signed")), id="one without dates, one by an event"),
        pytest.param((("", CUT, ""), (CUT, "", "signed")), id="by different moments"),
        pytest.param(
            (("", EARLIER, ""), (CUT, "2025-05-09", ""), ("2025-05-09", "", "")), id="a hole before the second"
        ),
        pytest.param((("", EARLIER, ""), (EARLIER, CUT, ""), ("2025-05-09", "", "")), id="a hole before the third"),
    ],
)
def test_versions_that_overlap_or_leave_a_hole_govern_the_same(dates):
    for issue, value in (("remedy", "refund"), ("award", "price")):
        rules = [
            make_rule(
                "V", {issue: value}, ("worn",) if at == 0 else (), version=f"v{at}", effective=make_effective(*each)
            )
            for at, each in enumerate(dates)
        ]
        encoded = Encoded(rules, issue)
        for moment, signed, worn in product(
            (*MOMENTS, "2025-05-08/2025-05-10"), ("2025-05-01", "2025-05-09"), ("yes", "no", "?")
        ):
            raw = {"as_of": moment, "facts": {"worn": worn, "price": "10元"}, "events": {"signed": signed}}
            encoded.assert_alike(raw)


@pytest.mark.parametrize("issue", [*PAIRS, "open"])
@pytest.mark.parametrize("by", ["", "signed"])
def test_in_complete_cases_versions_govern_the_same(issue, by):
    """Also where a version concludes what another issue leaves open."""
    then = {**PAIRS, "open": [("fault", "no"), ("no", "fault")]}[issue][-1]
    kind = "late" if issue == "open" else issue
    for ends in (CUT, EARLIER):
        program = Program(little_words(), BOOKS, family(kind, then, by, (("worn",), ()), ends=ends), FULL_STACK)
        theory = Theory(program, Symbols(little_words()), possible_only=False)
        session, names = theory.session(kind)
        for moment, worn in product(("2025-05-08 09:59", CUT, "2025-05-01 09:59", "2025-05-01 10:00"), ("yes", "no")):
            raw = {"as_of": AS_OF if by else moment, "facts": {"worn": worn, "opened": "no"}}
            case = parse_case({**raw, "events": {"paid": "2025-05-01 10:00", "signed": moment}}, little_words())
            env = program.environment(case)
            told = [
                theory.symbols.values(name)[env[program.layout.facts[name]]]
                for name in sorted(names)
                if not name.startswith("@") and theory.symbols.values(name)
            ]
            told += [
                theory.symbols.number(n) == env[program.layout.facts[n]] for n in names if n in ("pieces", "price")
            ]
            for name in ("now", "paid", "signed"):
                if f"@{name}" in names:
                    moment_of = theory.symbols.moment(name)
                    at = case.as_of if name == "now" else case.events[name]
                    told += [moment_of.lo == at.lo, not_(moment_of.absent)]
            finding = run(program, env)[kind]

            assert session.possible(*told) is True
            if finding.status == "undetermined":
                symbols = theory.encoder.issue(kind)
                assert session.possible(or_(symbols.status.values()), *told) is False
            else:
                assert session.possible(not_(outcome_is(theory, finding)), *told) is False, case.raw


def test_amounts_of_versions_are_merged_to_an_interval_where_one_is_one():
    point, spread = exactly(z3.IntVal(1)), Amount(z3.IntVal(2), z3.IntVal(3))
    first = z3.Bool("first")

    def ends(merged, value):
        return [z3.simplify(z3.substitute(end, (first, z3.BoolVal(value)))).as_long() for end in (merged.lo, merged.hi)]

    for values in ([point, spread], [spread, point]):
        merged = _merged(values, [first, not_(first)])
        assert not merged.exact
        assert [ends(merged, True), ends(merged, False)] == [ends(values[0], True), ends(values[1], True)]
    assert _merged([point, exactly(z3.IntVal(2))], [first, not_(first)]).exact


def test_three_versions_govern_the_same():
    dates = ("", EARLIER, CUT, "")
    for values in (("refund",) * 3, ("refund", "reject", "refund"), ("refund", "refund", "exchange")):
        rules = [
            make_rule(
                "V",
                {"remedy": value},
                ("worn",) if at != 1 else (),
                version=f"v{at}",
                effective=make_effective(*dates[at : at + 2]),
            )
            for at, value in enumerate(values)
        ]
        encoded = Encoded(rules, "remedy")
        for moment, worn in product(MOMENTS, ("yes", "no", "?")):
            encoded.assert_alike({"as_of": moment, "facts": {"worn": worn}})


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
