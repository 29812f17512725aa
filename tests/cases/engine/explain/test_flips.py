"""Flips in words."""

import pytest

from tests.factories.cases import make_case, make_rule
from tests.factories.explanations import explain

LATE = make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, when=("has(paid) and has(sent)",))


def told(rules, case, issue):
    return [(flip.change, flip.was, flip.result) for flip in explain(rules, case, [issue]).flips]


def test_a_moved_event_says_how_far_and_to_where():
    case = make_case(events={"paid": "2025-05-01 10:20", "sent": "2025-05-03 10:20"})

    assert told([LATE], case, "late")[0] == (
        "若揽收晚 1 分钟，到 5 月 3 日 10:21",
        "原来揽收在 5 月 3 日 10:20",
        "迟延为是。",
    )


def test_a_case_without_dates_moves_by_durations():
    case = make_case(events={"paid": "yes", "sent": "paid + 48h"})

    assert told([LATE], case, "late")[0][0] == "若揽收晚 1 分钟，到付款后 48 小时 1 分"


def test_a_changed_fact_is_a_sentence_and_can_be_tried():
    rules = [
        make_rule("R", {"remedy": "refund"}, when=("worn",)),
        make_rule("N", {"remedy": "reject"}, when=("not worn",)),
    ]

    flip = explain(rules, make_case({"worn": "no"}), ["remedy"]).flips[0]

    assert (flip.change, flip.was, flip.result, flip.rules) == (
        "若商品穿过",
        "原来商品没有穿过",
        "处理为退款。",
        ("R",),
    )
    assert (flip.overlay, flip.query) == ({"facts": {"worn": "yes"}}, "set=worn%3Dyes")


def test_what_a_change_forces_along_is_said():
    rules = [
        make_rule("R", {"remedy": "refund"}, when=("@paid < @signed",)),
        make_rule("N", {"remedy": "reject"}, when=("not @paid < @signed",)),
    ]
    case = make_case(events={"paid": "2025-05-01 10:00", "sent": "2025-05-02 10:00", "signed": "2025-05-03 10:00"})

    changes = [change for change, _, _ in told(rules, case, "remedy")]

    assert "若付款晚 48 小时，到 5 月 3 日 10:00（相应地，没有揽收）" in changes


@pytest.mark.parametrize("main", ["late", "remedy"])
def test_a_change_of_a_lesser_issue_says_that_the_verdict_stays(main):
    rules = [
        make_rule("R", {"remedy": "refund"}),
        make_rule("P", {"channel": "phone"}, when=("worn",)),
        make_rule("C", {"channel": "chat"}, when=("not worn",)),
        make_rule("L", {"late": "no"}),
    ]

    flips = explain(rules, make_case({"worn": "no"}), [main, "channel"]).flips

    assert flips[0].result.startswith("仍是")
    assert flips[0].result.endswith("，但渠道为电话。")


def test_no_fact_is_flipped_twice():
    rules = [
        make_rule(f"R{n}", {"award": f"{n}yuan"}, when=(f"reason == {name}",))
        for n, name in enumerate(("none", "quality", "late"))
    ]

    assert len(told(rules, make_case(), "award")) == 1


def test_what_the_case_told_comes_before_what_nobody_spoke_of():
    rules = [
        make_rule("R", {"remedy": "refund"}, when=("tagged",)),
        make_rule("N", {"remedy": "reject"}, when=("not tagged",)),
        make_rule("W", {"remedy": "exchange"}, when=("worn",), overrides=("R", "N")),
    ]

    changes = [change for change, _, _ in told(rules, make_case({"tagged": "yes"}), "remedy")]

    assert changes == ["若吊牌不在", "若商品穿过"]


@pytest.mark.parametrize("price", ["0元", "30元"])
def test_a_few_fen_instead_of_a_price_teach_nothing(price):
    rules = [
        make_rule("R", {"remedy": "refund"}, when=("price > 0yuan",)),
        make_rule("N", {"remedy": "reject"}, when=("not price > 0yuan",)),
    ]

    assert not any("0.01" in change for change, _, _ in told(rules, make_case({"price": price}), "remedy"))


def test_another_price_that_the_same_rule_counts_anew_teaches_nothing():
    rules = [
        make_rule("R", {"award": "min(price, 20yuan)"}, when=("price > 5yuan",)),
        make_rule("N", {"award": "0yuan"}, when=("not price > 5yuan",)),
    ]

    assert told(rules, make_case({"price": "15元"}), "award") == [
        ("若价款为 5 元", "原来价款为 15 元", "赔偿为 0 元。")
    ]


def test_a_rule_that_settles_everything_is_no_change_of_this_case():
    many = [make_rule(f"M{n}", {"remedy": "refund"}, when=("tagged",)) for n in range(61)]
    all_over = make_rule("ALL", {"remedy": "reject"}, when=("worn",), overrides=tuple(rule.id for rule in many))

    assert not any(change == "若商品穿过" for change, _, _ in told([*many, all_over], make_case(), "remedy"))
    assert [change for change, _, _ in told([*many, all_over], make_case({"worn": "no"}), "remedy")] == ["若商品穿过"]
