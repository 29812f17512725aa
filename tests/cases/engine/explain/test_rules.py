"""Rules that decide, lose, do not apply or are not in force, in words."""

from dataclasses import replace

import pytest

from cases.engine.explain.rules import say_in_force
from cases.engine.rules import Kind
from tests.factories.cases import make_case, make_effective, make_rule
from tests.factories.explanations import issue_of

REFUND = {"remedy": "refund"}
REJECT = {"remedy": "reject"}


@pytest.mark.parametrize(
    ("winner", "loser", "why", "would"),
    [
        pytest.param(
            make_rule("WINS", REFUND, overrides=("LOSES",)),
            make_rule("LOSES", REJECT),
            "WINS“WINS”写明优先于它。",
            "若适用它：处理为驳回。",
            id="overrides",
        ),
        pytest.param(
            make_rule("WINS", REFUND),
            make_rule("LOSES", REFUND, kind=Kind.FALLBACK),
            "有专条在先（WINS），兜底条款不用。",
            "若适用它：结论相同，理由不同。",
            id="a fallback with the same result",
        ),
        pytest.param(
            make_rule("WINS", REFUND, kind=Kind.PRESUMPTION),
            make_rule("LOSES", REJECT, kind=Kind.FALLBACK),
            "有推定在先（WINS），兜底条款不用。",
            "若适用它：处理为驳回。",
            id="a presumption before a fallback",
        ),
        pytest.param(
            make_rule("WINS", REFUND),
            make_rule("LOSES", REJECT, kind=Kind.PRESUMPTION),
            "一般规则优先于推定：WINS 已有明确规定，不必推定。",
            "若适用它：处理为驳回。",
            id="a rule before a presumption",
        ),
        pytest.param(
            make_rule("WINS", {"channel": "chat"}),
            make_rule("LOSES", {"channel": "phone"}, book="shop"),
            "平台规则高于店铺规则，结论不同时从 WINS。",
            "若适用它：渠道为电话。",
            id="the higher level",
        ),
        pytest.param(
            make_rule("WINS", REFUND, book="law"),
            make_rule("LOSES", REJECT, book="shop"),
            "法律是底线：WINS 给买家的更多，店铺规则不得低于它。",
            "若适用它：处理为驳回。",
            id="the law is a floor",
        ),
        pytest.param(
            make_rule("WINS", REFUND, book="shop"),
            make_rule("LOSES", REJECT, book="law"),
            "更优从优：店铺承诺（WINS）对买家更有利，按它办，法律只是底线。",
            "若适用它：处理为驳回。",
            id="a better promise",
        ),
    ],
)
def test_a_defeated_rule_says_why_and_what_it_would_decide(winner, loser, why, would):
    issue = next(iter(winner.then))

    case = make_case(events={"paid": "2025-05-01", "sent": "2025-05-01"})
    view = issue_of([winner, loser, make_rule("ON-TIME", {"late": "no"})], issue, case)

    assert [(lost.rule.id, lost.by, lost.why, lost.would) for lost in view.defeated] == [
        ("LOSES", ("WINS",), why, would)
    ]


def test_a_version_not_in_force_says_since_when_and_what_it_would_decide():
    old = make_rule("NORM", REJECT, version="old", effective=make_effective("", "2025-03-15", "signed"))
    new = make_rule("NORM", REFUND, effective=make_effective("2025-03-15", "", "signed"))

    now = issue_of([old, new], "remedy", make_case(events={"signed": "2025-05-01 10:00"}))
    then = issue_of([old, new], "remedy", make_case(events={"signed": "2025-03-01"}))

    assert [(v.version, v.when, v.would) for v in now.not_in_force] == [
        ("old", "2025-03-15 起已不再适用，签收在 2025-05-01。", "若适用它：处理为驳回。")
    ]
    assert then.not_in_force[0].when == "2025-03-15 起才施行，签收在 2025-03-01，还不能用。"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2017-03-15", "", "2017-03-15 起施行"),
        ("2017-03-15", "2020-01-01", "2017-03-15 起施行，2020-01-01 起不再适用"),
        ("", "2020-01-01", "2020-01-01 起不再适用"),
        ("", "", ""),
    ],
)
def test_dates_in_force_are_said(start, end, said):
    assert say_in_force(make_effective(start, end)) == said


def test_an_approximate_date_says_so():
    assert say_in_force(replace(make_effective("2017-01-01"), approximate=True)) == "约 2017-01-01 起施行"


def test_a_rule_shows_its_source_and_how_each_condition_stands():
    view = issue_of([make_rule("R", REFUND, when=("tagged", "not worn"))], "remedy")

    assert view.deciding[0].source == "《测试规则》第1条"
    assert [(condition.text, condition.held) for condition in view.deciding[0].conditions] == [
        ("吊牌还在", True),
        ("商品没有穿过", True),
    ]


def test_an_inapplicable_rule_says_what_keeps_it_away():
    rules = [make_rule("R", REFUND), make_rule("NOT", REJECT, when=("worn and tagged", "has(sent) or reason == late"))]

    view = issue_of(rules, "remedy", make_case({"worn": "no", "reason": "none"}))

    assert [(rule.rule_id, rule.why) for rule in view.inapplicable] == [("NOT", "商品没有穿过，理由：无。")]
    assert view.inapplicable_total == 1


def test_a_rule_that_needs_what_nobody_spoke_of_is_counted_but_not_near():
    view = issue_of([make_rule("R", REFUND), make_rule("NOT", REJECT, when=("worn",))], "remedy")

    assert (view.inapplicable, view.inapplicable_total) == ((), 1)


def test_issues_that_nobody_raised_are_not_near():
    rules = [make_rule("R", REFUND), make_rule("NOT", REJECT, when=("fault",))]

    assert issue_of(rules, "remedy", make_case({"reason": "none"})).inapplicable == ()


def test_an_exception_to_the_deciding_rule_is_near_even_if_nobody_spoke_of_it():
    rules = [make_rule("R", REFUND), make_rule("NOT", REJECT, when=("worn",), overrides=("R",))]

    assert [rule.rule_id for rule in issue_of(rules, "remedy").inapplicable] == ["NOT"]
