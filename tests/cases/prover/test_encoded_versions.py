"""Versions of one rule: which governs, by the encoding beside the evaluator, in full and in doubt."""

from itertools import product

import pytest
import z3

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.prover.amounts import Amount, exactly
from cases.prover.encode_rules import _merged
from cases.prover.logic import not_, or_
from cases.prover.sufficiency import outcome_is
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from tests.cases.prover.encoded import Encoded
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, little_words, make_effective, make_rule

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
