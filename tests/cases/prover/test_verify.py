"""Each kind of finding, planted in a corpus of two or three rules; each witness holds before the evaluator."""

import pytest

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.rules import Force, Kind
from cases.prover.report import Report
from cases.prover.verify import Memory, verify
from tests.factories.cases import little_words, make_effective, make_rule
from tests.factories.prover import make_edition, make_invariant, make_waiver, report_on

REFUND, EXCHANGE = {"remedy": "refund"}, {"remedy": "exchange"}
ALWAYS = make_rule("ALWAYS", kind=Kind.FALLBACK, book="law")


def decided(finding, *rules, issue="remedy"):
    """How the evaluator decides the finding's witness."""
    edition = make_edition(*rules)
    case = parse_case(finding.witness, little_words())
    program = edition.program(case.stack)
    return run(program, program.environment(case))[issue]


# -- conflicts ------------------------------------------------------------------------------------


def test_two_rules_that_disagree_are_a_conflict_with_the_smallest_case():
    rules = [make_rule("A", REFUND, ("worn",)), make_rule("B", EXCHANGE, ("tagged", "price > 50yuan")), ALWAYS]

    (found,) = report_on(*rules).conflicts

    assert (found.code, found.stack, found.rules) == ("conflict", "law+plat", ("A", "B"))
    assert found.witness["facts"] == {"worn": "yes", "price": "50.01元"}
    assert found.witness["events"] == {}
    assert found.lines == ("商品穿过", "价款为 50.01 元")
    assert "“退款”" not in found.text or "前者得出" in found.text
    assert decided(found, *rules).status == "conflict"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(make_rule("B", EXCHANGE, ("not worn",)), id="their conditions exclude each other"),
        pytest.param(make_rule("B", EXCHANGE, overrides=("A",)), id="one overrides"),
        pytest.param(make_rule("B", EXCHANGE, kind=Kind.PRESUMPTION), id="one is a presumption"),
        pytest.param(make_rule("B", REFUND), id="they agree"),
        pytest.param(make_rule("B", EXCHANGE, book="law"), id="one is of higher authority"),
        pytest.param(
            make_rule("B", EXCHANGE, ("worn", "has(sent) and has(paid) and before(sent, paid)")), id="it cannot happen"
        ),
    ],
)
def test_rules_that_never_stand_against_each_other_do_not_conflict(second):
    report = report_on(make_rule("A", REFUND, ("worn",)), second, ALWAYS)

    assert report.conflicts == report.timeouts == ()


def test_versions_of_different_times_do_not_conflict():
    old = make_rule("A", REFUND, effective=make_effective(end="2025-05-10", by="paid"), version="old")
    new = make_rule("B", EXCHANGE, effective=make_effective(start="2025-05-10", by="paid"))

    assert not report_on(old, new, ALWAYS).conflicts


def test_a_conflict_of_amounts_and_of_instants_is_found():
    amounts = report_on(make_rule("A", {"award": "price"}), make_rule("B", {"award": "10yuan"}), issue="award")
    when = ("has(paid) and has(signed)",)
    moments = report_on(
        make_rule("A", {"deadline": "months_after(@paid, 1)"}, when),
        make_rule("B", {"deadline": "next_midnight(@signed) + 7d"}, when),
        issue="deadline",
    )

    assert [finding.rules for finding in amounts.conflicts + moments.conflicts] == [("A", "B"), ("A", "B")]


def test_a_special_rule_is_proposed_to_go_first():
    report = report_on(make_rule("A", REFUND, ("worn",)), make_rule("B", EXCHANGE, ("worn", "tagged")), ALWAYS)

    assert [finding.rules for finding in report.proposals] == [("B", "A")]
    assert report.proposals[0].text == "B 是 A 的特别规定，是否声明优先？"


def test_rules_that_defeat_each_other_in_a_circle_are_a_conflict():
    rules = [
        make_rule("A", REFUND, kind=Kind.FALLBACK, overrides=("B",)),
        make_rule("B", EXCHANGE),
        make_rule("C", REFUND, kind=Kind.PRESUMPTION),
    ]

    (found,) = report_on(*rules).conflicts

    assert set(found.rules) == {"A", "B", "C"}
    assert decided(found, *rules).status == "conflict"


# -- gaps -----------------------------------------------------------------------------------------


def test_a_raised_issue_without_a_rule_is_a_gap():
    report = report_on(make_rule("A", REFUND, ("not worn",)))

    law, platform = report.gaps
    assert (law.stack, law.witness["facts"], law.reason) == ("law", {}, "")
    assert (platform.stack, platform.witness["facts"], platform.lines) == ("law+plat", {"worn": "yes"}, ("商品穿过",))
    assert decided(platform, make_rule("A", REFUND, ("not worn",))).status == "gap"
    assert not report.is_sound


def test_a_gap_that_is_meant_is_listed_with_its_reason():
    rule = make_rule("A", REFUND, ("not worn",))
    waivers = (
        make_waiver("remedy", platform="law"),
        make_waiver("remedy", "worn", "plat"),
        make_waiver("remedy", "worn", "plus"),
    )

    report = report_on(rule, waivers=waivers)

    assert {finding.reason for finding in report.gaps} == {"规则有意不管"}
    assert report.unmeant_gaps == ()
    assert report.is_sound


def test_a_gap_of_older_times_has_its_reason_by_itself():
    report = report_on(make_rule("A", REFUND, book="law", effective=make_effective(start="2025-03-15")))

    (found,) = report.gaps
    assert "2025-03-15 之前" in found.reason


# -- dead and redundant rules -----------------------------------------------------------------------


def test_a_rule_that_is_always_defeated_is_dead_and_says_by_what():
    rules = [make_rule("A", REFUND, ("worn",)), make_rule("B", EXCHANGE, overrides=("A",))]

    (found,) = report_on(*rules).dead

    assert (found.rules, found.reason) == (("A",), "总被这些规则压过：B")


def test_a_rule_whose_conditions_exclude_each_other_is_dead():
    rules = [make_rule("A", REFUND, ("pieces > 2", "pieces < 2")), ALWAYS]

    (found,) = report_on(*rules).dead

    assert (found.rules, found.reason) == (("A",), "它的条件不可能同时成立")


def test_a_rule_that_lives_in_one_stack_only_is_alive():
    rules = [make_rule("A", REFUND, ("worn",)), make_rule("B", EXCHANGE, book="plus", overrides=("A",))]

    assert not report_on(*rules).dead


def test_a_rule_that_changes_nothing_is_redundant():
    rules = [
        make_rule("A", REFUND),
        make_rule("B", REFUND, ("worn",)),
        make_rule("C", EXCHANGE, ("tagged",), overrides=("A", "B")),
    ]

    found = [finding.rules for finding in report_on(*rules).redundant]

    assert found == [("B",)]


def test_a_rule_that_keeps_another_away_is_needed():
    rules = [
        make_rule("A", REFUND, ("worn",)),
        make_rule("B", EXCHANGE, overrides=("A",)),
        make_rule("C", EXCHANGE, overrides=()),
    ]

    assert ("B",) not in [finding.rules for finding in report_on(*rules).redundant]


# -- claims -----------------------------------------------------------------------------------------


def test_an_invariant_is_proved_or_refuted_with_a_case():
    rules = [make_rule("A", REFUND, ("worn or tagged",)), ALWAYS]

    proved = report_on(*rules, invariants=(make_invariant("worn", "remedy == refund", "plat"),))
    refuted = report_on(*rules, invariants=(make_invariant("remedy == refund", "worn"),))

    assert proved.invariants == ()
    (found,) = refuted.invariants
    assert found.reason == "claim"
    assert decided(found, *rules).value == "refund"


def test_a_shop_that_goes_below_mandatory_law_is_found():
    law = make_rule("L", REFUND, ("worn",), book="law", force=Force.MANDATORY)
    # The shop cannot defeat the law openly, but may change what the law reads.
    rules = [
        make_rule("L", REFUND, ("not late",), book="law", force=Force.MANDATORY),
        make_rule("M", {"late": "no"}, book="law", force=Force.DEFAULT),
        make_rule("S", {"late": "yes"}, book="shop", overrides=("M",)),
        make_rule("T", {"remedy": "reject"}, book="shop"),
    ]

    assert not report_on(law, make_rule("S", book="shop"), ALWAYS).invariants
    found = [finding for finding in report_on(*rules).invariants if finding.reason == "shop-floor"]
    assert [finding.rules for finding in found[:1]] == [("T", "L")]


# -- limits, reports ----------------------------------------------------------------------------------


def test_a_question_beyond_the_limit_reads_not_found_out():
    rules = [
        make_rule(
            f"R-{number}",
            {"award": f"percent(price, {number + 3}) + {number}yuan"},
            (f"percent(price, {number + 5}) > {number}yuan",),
        )
        for number in range(6)
    ]

    report = report_on(*rules, issue="award", rlimit=50)

    assert report.conflicts == ()
    assert report.timeouts[0].text.startswith("未能判定")
    assert not report.is_sound


def test_a_report_survives_json():
    report = report_on(make_rule("A", REFUND), make_rule("B", EXCHANGE, ("worn",)))

    assert Report.from_json(report.to_json()) == report
    assert set(report.to_json()) >= {"conflicts", "gaps", "dead", "redundant", "proposals", "timeouts", "invariants"}


def test_the_same_corpus_gives_the_same_report():
    rules = [
        make_rule("A", REFUND, ("worn",)),
        make_rule("B", EXCHANGE, ("before(paid, sent)",)),
        make_rule("C", {"late": "worn"}),
    ]
    one, other = (report_on(*rules, issue="") for _ in range(2))

    assert one.to_json() | {"seconds": 0} == other.to_json() | {"seconds": 0}


def test_only_what_concerns_one_rule_is_reported():
    rules = [
        make_rule("A", REFUND),
        make_rule("B", EXCHANGE, ("worn",)),
        make_rule("C", {"remedy": "reject"}, ("tagged",)),
    ]

    found = verify(make_edition(*rules), rule="B").conflicts

    assert {finding.rules for finding in found} == {("A", "B")}


def test_a_second_run_remembers_what_was_proved():
    rules, memory = [make_rule("A", REFUND), make_rule("B", EXCHANGE, ("worn",))], Memory()
    first = verify(make_edition(*rules), memory=memory)
    second = verify(make_edition(*rules), memory=memory)

    assert second.conflicts == first.conflicts
    assert second.checked == 0 < first.checked
