"""Explanations: what stands first, what is shown, and that every world can be told."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.case import CaseError, parse_case
from cases.engine.decide import run
from cases.engine.decision import decide
from cases.engine.explain.text import ruling_text
from cases.engine.overlay import lay_over
from cases.engine.program import Program, StackError
from cases.engine.rules import Kind
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_program, make_rule
from tests.factories.explanations import explain, issue_of

LATE = make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, when=("has(paid) and has(sent)",))
REMEDY = make_rule("REFUND", {"remedy": "refund"}, when=("late",))
OTHERWISE = make_rule("OTHERWISE", {"remedy": "reject"}, kind=Kind.FALLBACK)
RULES = [LATE, REMEDY, OTHERWISE]
TOO_LATE = make_case(events={"paid": "2025-05-01 10:20", "sent": "2025-05-03 11:20"})
IN_TIME = make_case(events={"paid": "2025-05-01 10:20", "sent": "2025-05-03 10:20"})


def test_an_issue_on_which_the_rules_are_silent_does_not_head_the_ruling():
    silent = make_rule("N", {"remedy": "reject"}, when=("worn",))
    rules = [silent, make_rule("A", {"award": "5yuan"}, kind=Kind.FALLBACK)]

    assert explain(rules, issues=["remedy", "award"]).headline == "赔偿为 5 元。"


def test_a_limit_that_ends_at_midnight_also_names_the_day_before():
    limit = make_rule("D", {"deadline": "next_midnight(@paid) + 2d"}, when=("has(paid)",))
    told = explain([limit], make_case(events={"paid": "2025-05-01 10:20"}), ["deadline"])

    assert told.headline == "期限为 5 月 4 日 0:00（即 5 月 3 日 24:00）。"


def test_the_verdict_stands_first_and_its_steps_follow():
    told = explain(RULES, TOO_LATE, ["remedy"])

    assert told.headline == "处理为退款。"
    assert [(view.id, view.asked) for view in told.issues] == [("remedy", True), ("late", False)]


def test_what_is_no_step_to_another_is_asked_when_nothing_is_named():
    told = explain(RULES, TOO_LATE)

    assert next(view.id for view in told.issues if view.asked) == "remedy"


def test_what_only_a_fallback_settles_is_told_at_the_top_where_it_was_asked_for():
    charge = make_rule("CHARGE", {"charge": "5yuan"})
    rules = [LATE, REMEDY, charge, make_rule("NO-AWARD", {"award": "0yuan"}, kind=Kind.FALLBACK)]

    assert explain(rules, TOO_LATE).sub == "收费为 5 元。"
    assert explain(rules, TOO_LATE, ["remedy", "award"]).sub == "赔偿为 0 元。"


def test_what_a_rule_decides_heads_the_ruling_before_what_a_fallback_settles():
    rules = [LATE, make_rule("NO-AWARD", {"award": "0yuan"}, kind=Kind.FALLBACK)]

    assert explain(rules, TOO_LATE).headline == "迟延为是。"


def test_what_the_agent_did_heads_the_ruling_of_a_case_that_tells_it():
    rules = [
        make_rule("R", {"remedy": "refund"}),
        make_rule("F", {"fault": "yes"}, when=("pieces > 0",), kind=Kind.FALLBACK),
    ]
    untold, told = make_case({"worn": "yes", "pieces": 1}), make_case({"worn": "yes"}, acts=["count"])

    assert explain(rules, untold).headline == "处理为退款。"
    assert explain(rules, told).headline == "过错为是。"


def test_an_issue_that_is_not_in_dispute_is_left_out():
    told = explain(RULES, TOO_LATE, ["channel"])

    assert (told.headline, told.issues) == ("案情本身没有引起要裁决的争点。", ())


def test_the_checksum_is_the_decision_s():
    assert explain(RULES, TOO_LATE).checksum == decide(make_program(*RULES), TOO_LATE).checksum


def test_the_ground_gives_the_numbers():
    assert issue_of(RULES, "late", TOO_LATE).ground == (
        "因为从付款到揽收经过 49 小时，超过 48 小时，超出 1 小时，所以迟延为是。"
    )


def test_a_limit_just_met_says_so():
    assert "恰好 48 小时，未超过" in issue_of(RULES, "late", IN_TIME).ground


def test_a_fallback_says_that_nothing_more_specific_applies():
    assert issue_of(RULES, "remedy", IN_TIME).ground == "没有更具体的规则适用，按“OTHERWISE”，处理为驳回。"


def test_a_limit_that_keeps_an_exception_away_belongs_to_the_ground():
    right = make_rule("RIGHT", {"remedy": "refund"}, when=("reason == late",))
    lost = make_rule("LOST", {"remedy": "reject"}, when=("elapsed(paid, signed) > 168h",), overrides=("RIGHT",))
    case = make_case({"reason": "late"}, {"paid": "2025-05-01 10:20", "signed": "2025-05-08 10:20"})

    view = issue_of([right, lost], "remedy", case)

    assert "从付款到签收经过 168 小时，恰好 168 小时，未超过，所以处理为退款" in view.ground
    assert view.deciding[0].calc == ("从付款到签收经过 168 小时，恰好 168 小时，未超过，所以 LOST 不适用。",)
    assert explain([right, lost], case).timeline.events[-1].asked


def test_an_outcome_without_rules_is_called_a_gap():
    view = issue_of([], "remedy")

    assert (view.status, view.value_text, view.tone) == ("gap", "规则没有规定", "seal")


def test_a_conflict_names_both_sides():
    rules = [make_rule("ONE", {"remedy": "refund"}), make_rule("TWO", {"remedy": "reject"})]

    view = issue_of(rules, "remedy")

    assert view.ground == "同时适用的规则结论不同，又没有写明谁优先：ONE 得出“处理为退款”；TWO 得出“处理为驳回”。"
    assert [rule.id for rule in view.deciding] == ["ONE", "TWO"]


@pytest.mark.parametrize(
    ("rules", "case", "said"),
    [
        pytest.param([make_rule("R", when=("opened",))], make_case(), "取决于：拆封。", id="an open fact"),
        pytest.param(
            RULES,
            make_case(events={"paid": "2025-05-01", "sent": "2025-05-03"}),
            "取决于：从付款到揽收的时间是否超过 48 小时（付款、揽收只写到日期，没有时刻）。",
            id="days too coarse, in an earlier issue",
        ),
        pytest.param(
            [make_rule("R", when=("before(sent, signed)",))],
            make_case(events={"sent": "yes", "signed": "yes"}),
            "取决于：揽收与签收谁先谁后（案情没有给出具体时间）。",
            id="an unknown order",
        ),
        pytest.param(
            [make_rule("R", when=("has(sent)",))],
            make_case(events={"sent": "?"}),
            "取决于：揽收的时间。",
            id="an open event",
        ),
    ],
)
def test_an_open_outcome_says_what_it_depends_on(rules, case, said):
    view = issue_of(rules, "remedy", case)

    assert (view.value_text, view.tone, view.ground) == ("无法确定", "warn", said)


def test_what_the_case_leaves_unsaid_is_one_line():
    view = issue_of([make_rule("R", when=("not worn", "tagged"))], "remedy")

    assert view.assumed_text == "没有提到、按没有处理：穿过。没有提到、按通常情形看：吊牌还在。"


SEEDS = st.integers(min_value=0, max_value=2**32)


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_every_world_can_be_told(seed):
    rnd = Random(seed)
    rules = random_rules(rnd, statuses=True)
    case = parse_case(random_case(rnd), little_words())

    told = explain(rules, case)

    assert told.headline.endswith("。")
    assert all(view.ground.endswith("。") and view.value_text for view in told.issues)
    assert "None" not in ruling_text(told)


@given(seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_every_flip_shown_really_flips(seed):
    rnd = Random(seed)
    rules = random_rules(rnd, statuses=False)
    raw = random_case(rnd)
    try:
        program = Program(little_words(), BOOKS, rules, FULL_STACK)
    except StackError:
        return
    case = parse_case(raw, little_words())
    before = run(program, program.environment(case))

    for flip in explain(rules, case).flips:
        try:
            changed = parse_case(lay_over(raw, flip.overlay), little_words())
        except CaseError as error:
            raise AssertionError(flip) from error
        after = run(program, program.environment(changed))[flip.issue]
        assert (after.status, after.value) != (before[flip.issue].status, before[flip.issue].value)
