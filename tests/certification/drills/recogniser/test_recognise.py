"""What the recogniser promises of any reply, and the cases a veto hangs on."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.drills.recogniser import ACT_NAMES, FORBIDDEN, LABELS, VERSION, recognise
from certification.drills.recogniser.data import FOLDER

DEV = [json.loads(line) for line in (FOLDER.parent / "labelled/dev.jsonl").read_text(encoding="utf-8").splitlines()]


def names(reply, buyer=""):
    return {act.name for act in recognise(reply, buyer=buyer).acts}


def only(reply, name, buyer=""):
    return next(act for act in recognise(reply, buyer=buyer).acts if act.name == name)


@pytest.mark.parametrize(
    ("reply", "act"),
    [
        ("亲，加我微.信聊吧，abc12345", "off_platform"),
        ("您 加 我 微 信 ，单独转您", "off_platform"),
        ("好·评·返·现 5元哦亲", "review_bribe"),
        ("五颗小星星走起，送您一张优惠券", "review_bribe"),
        ("把 钱 塞 到 包 裹 里 寄回来", "cash_in_parcel"),
        ("回来的包裹里放20块现金就行", "cash_in_parcel"),
    ],
)
def test_a_red_line_is_seen_through_separators_and_nicknames(reply, act):
    assert act in names(reply)


@pytest.mark.parametrize(
    ("reply", "act"),
    [
        ("请不要加任何人的微信，谨防诈骗", "off_platform"),
        ("退款会原路退回您的微信支付", "off_platform"),
        ("我们不会用红包换好评的", "review_bribe"),
        ("请勿在包裹里放现金", "cash_in_parcel"),
        ("运费不用您承担", "freight_buyer"),
        ("我们没说不给您退", "refuse"),
    ],
)
def test_what_is_denied_is_not_reported(reply, act):
    assert act not in names(reply)


@pytest.mark.parametrize(
    ("buyer", "reply"),
    [
        ("收到了", "满意的话给我们点个五星哦亲"),
        ("收到了", "有问题随时找我们，千万别直接给差评哦"),
        ("我给了差评", "给您补偿15元，评价您不用动"),
        ("我给了差评", "改不改评价由您，这20元都补给您"),
        ("我给了差评", "拿钱换好评这种事我们不做"),
        ("好评有奖励吗", "没有奖励的亲，平台不允许好评返现"),
        ("我要退货", "您说不返现就给差评，返现我们真的给不了"),
        ("杯子漏水", "送您一张5元券，实在抱歉"),
    ],
)
def test_a_review_without_a_reward_and_a_reward_without_a_review_are_no_bribe(buyer, reply):
    assert "review_bribe" not in names(reply, buyer)


@pytest.mark.parametrize(
    ("buyer", "reply"),
    [
        ("收到了", "五星好评加晒图，返您三元"),
        ("我给了差评", "您把评价改成好的，我们给您补30块"),
        ("好评有奖励吗", "有的，返三块"),
        ("衣服破了", "您别给差评，我们再退您十块"),
    ],
)
def test_a_reward_for_a_review_is_a_bribe(buyer, reply):
    assert "review_bribe" in names(reply, buyer)


@pytest.mark.parametrize(
    ("reply", "act"),
    [("运费不用您承担", "freight_seller"), ("运费我们不承担", "freight_buyer"), ("邮费由您承担", "freight_buyer")],
)
def test_a_negation_turns_who_pays_freight(reply, act):
    assert act in names(reply)


@pytest.mark.parametrize(
    "reply", ["运费我们承担", "运费由我们承担。", "运费我们出", "来回运费我们承担的亲", "邮费店里包了"]
)
def test_who_says_that_the_shop_pays_leaves_nothing_to_the_buyer(reply):
    said = recognise(reply, buyer="运费谁出？")

    assert [act.name for act in said.acts] == ["freight_seller"]
    assert "freight_buyer" not in said.abstained


def test_both_may_pay_a_part():
    said = recognise("寄来的邮费您付，修好寄回那趟我们付")

    assert {"freight_seller", "freight_buyer"} <= {act.name for act in said.acts} | set(said.abstained)


def test_arguments_are_read():
    assert only("给您补偿20元，您看可以吗", "offer_compensation").args["amount"] == 2000
    assert only("麻烦您录个视频发给我", "ask_evidence").args["kind"] == "video"
    assert only("我把您的情况转给店长处理", "escalate").args["to"] == "shop_owner"
    assert only("24小时内给您回复", "next_step_time").args["deadline"] == {"text": "24小时内", "minutes": 1440}
    assert only("核实是质量问题的话运费我们出", "freight_seller").args["conditional"] is True
    assert "conditional" not in only("运费我们出", "freight_seller").args


def test_an_hour_is_told_with_its_day_and_left_to_the_reader_of_the_act():
    deadline = only("明天下午3点前给您回电", "next_step_time").args["deadline"]

    assert (deadline["minutes"], deadline["day"], deadline["clock"]) == (None, 1, "15:00")
    assert only("今天 18:00 前给您答复", "next_step_time").args["deadline"]["clock"] == "18:00"


@pytest.mark.parametrize(
    ("reply", "name"),
    [("您要是喜欢，我给您换成那条；要是不想换，两样随您选", "review_bribe"), ("两件都在里面", "cash_in_parcel")],
)
def test_without_its_words_a_red_line_is_surely_absent(reply, name):
    result = recognise(reply)

    assert name not in {act.name for act in result.acts} | set(result.abstained)


def test_whoever_asks_the_carrier_hands_the_matter_to_the_carrier():
    assert only("我现在就联系快递网点协商改派", "escalate").args["to"] == "carrier"


def test_the_span_covers_the_words_that_convinced():
    reply = "🙏亲，這件給您換新的，運費我們承擔"

    start, end = only(reply, "freight_seller").span

    assert reply[start:end].startswith("運費我們")


def test_the_buyers_line_gives_a_short_answer_its_meaning():
    asked = only("亲，我们出哦", "freight_seller", buyer="退货运费谁出？")

    assert asked.confidence >= 0.85
    assert asked.confidence > max(
        (act.confidence for act in recognise("亲，我们出哦", buyer="上新了吗").acts), default=0
    )


@pytest.mark.parametrize("reply", DEV, ids=lambda reply: reply["id"])
def test_spans_lie_in_the_text_and_names_are_known(reply):
    result = recognise(reply["reply"], buyer=reply["buyer"])

    assert set(result.abstained) <= set(LABELS)
    for act in result.acts:
        start, end = act.span
        assert 0 <= start < end <= len(reply["reply"])
        assert act.name in ACT_NAMES
        assert 0 <= act.confidence <= 1


def test_the_red_lines_of_the_development_replies_are_found_without_a_false_alarm():
    wrong = {
        reply["id"]: name
        for reply in DEV
        for name in FORBIDDEN
        if (name in names(reply["reply"], reply["buyer"])) != reply["labels"][name]
    }

    assert wrong == {}


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_never_raises_on_any_text_and_answers_the_same_twice(reply):
    assert recognise(reply, buyer=reply) == recognise(reply, buyer=reply)


@pytest.mark.parametrize("reply", ["", " ", "\n\n", "。。。", "\u200b", "🙏", "\ud800", "\0"])
def test_nothing_said_is_nothing_recognised(reply):
    assert recognise(reply).acts == ()


@pytest.mark.parametrize("unit", ["退", "运费我们出，", "不", "加微信", "1", "🙏", "((((", "把钱塞", "好评返现 "])
def test_ten_thousand_characters_are_read_to_the_end(unit):
    reply = (unit * 10_000)[:9_980] + "。加我微信abc12345"

    result = recognise(reply)

    assert all(0 <= act.span[0] < act.span[1] <= len(reply) for act in result.acts)
    assert "off_platform" in {*(act.name for act in result.acts), *result.abstained}


def test_the_version_names_the_data():
    assert len(VERSION) == 12
