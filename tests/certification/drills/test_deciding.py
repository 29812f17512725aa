"""The corpus judges what was said: the ladder, the limit of compensation, the time of the first reply, red lines."""

import pytest

from cases import api
from certification.drills.deciding import ConductJudge, table_of
from certification.drills.domain.judge import judge as judge_talk
from certification.drills.domain.owed import LimitKind
from certification.drills.domain.standing import Spoken, Veto, place_of
from certification.drills.hearing import hear
from certification.drills.script.reading import script_of
from tests.certification.drills.talking import heard, spoken
from tests.factories.drills import the_script

CALM = {"claim_type": "attitude", "buyer_upset": "yes"}


def judge(shop="demo-apparel", **facts):
    raw = {**the_script().raw, "hidden": [], "reveals": [], "case": {
        "stack": {"platform": "tmall", "shop": shop}, "as_of": "2025-11-20 10:00", "facts": {**CALM, **facts},
    }}  # fmt: skip
    raw["states"] = [{**one, "on": [{"to": "solved"}]} for one in raw["states"]]
    return ConductJudge(script_of(raw), api.shipped_edition())


@pytest.mark.parametrize(
    ("said", "outcome", "rule"),
    [
        ([spoken(1, "apology")], "proper", "SHOP-ATTITUDE-02"),
        ([spoken(1, "apology", "offer_return")], "improper", "SHOP-LADDER-01"),
        ([spoken(1, "apology", "offer_exchange")], "improper", "SHOP-LADDER-01"),
        ([spoken(1, "apology", heard("offer_compensation", amount=3001))], "improper", "SHOP-COMP-UNASKED-01"),
        ([spoken(1, "apology", "blame_argue")], "improper", "SHOP-ATTITUDE"),
    ],
)
def test_the_rules_of_the_shop_judge_what_was_said(said, outcome, rule):
    found = judge()(said)

    assert found.outcome == outcome
    assert rule in found.rules


def test_more_than_thirty_yuan_asks_the_shop_owner():
    thirty, more = (judge()([spoken(1, "apology", heard("offer_compensation", amount=fen))]) for fen in (3000, 3001))

    assert (thirty.outcome, thirty.escalate) == ("proper", "none")
    assert (more.escalate, more.escalate_rules) == ("manager", ("SHOP-COMP-5-30",))


@pytest.mark.parametrize(("seconds", "outcome"), [(300, "proper"), (301, "improper")])
def test_the_first_reply_has_five_minutes_where_the_shop_says_so(seconds, outcome):
    assert judge("demo-response")([spoken(1, "apology", seconds=seconds)]).outcome == outcome


def test_the_ladder_never_blocks_what_the_law_owes():
    table = table_of(the_script(), api.shipped_edition())

    assert table.conduct([spoken(1, "apology", "offer_return", "freight_seller")]).outcome == "proper"
    assert [one.id for one in table.owed.duties] == ["offer_return", "freight_seller"]


@pytest.mark.parametrize(
    ("reply", "is_late"),
    [
        ("给您全额退款，今天 18:00 前退到账户。", False),
        ("给您全额退款，10月25日前退到账户。", False),
        ("27号之前给您全额退款。", True),
        ("给您全额退款，下周一退到账户。", True),
        ("给您全额退款，15 天内退到账户。", True),
    ],
)
def test_a_time_is_late_against_the_deadline_that_the_case_comes_to(reply, is_late):
    table = table_of(the_script("DR-0036"), api.shipped_edition())

    verdict = judge_talk(table, [Spoken(1, hear(reply, "钱什么时候退？").acts)])

    found = [one for one in verdict.low.standing.vetoes if one.code == "deadline.next_step_time"]
    assert bool(found) is is_late
    assert [one.rules for one in found] == [("7D-REFUND-01",)] * is_late


def test_deadlines_of_issues_that_are_not_in_dispute_bind_too_unless_they_had_passed():
    raw = the_script("DR-0036").raw
    with_verdict_only = script_of({**raw, "issues": ["verdict"]})
    too_late = script_of({**raw, "case": {**raw["case"], "as_of": "2025-10-26 00:01"}})

    def deadlines(script):
        limits = table_of(script, api.shipped_edition()).owed.limits
        return {one.issue for one in limits if one.kind is LimitKind.DEADLINE}

    assert deadlines(with_verdict_only) == {"refund_deadline"}
    assert deadlines(too_late) == set()


@pytest.mark.parametrize(
    ("code", "act", "rule"),
    [
        ("forbidden.review_bribe", "review_bribe", "TRADE-LAW"),
        ("forbidden.off_platform", "off_platform", "PAY-01"),
        ("forbidden.cash_in_parcel", "cash_in_parcel", "SHOP-NO-GIFT-CASH"),
        ("forbidden.private_data", "private_data", "PRIVACY-01"),
        ("refused.offer_return", "refuse", "RETURN-REFUSE-01"),
    ],
)
def test_each_red_line_names_its_rule(code, act, rule):
    said = spoken(1, act)
    on = ConductJudge(the_script(), api.shipped_edition())

    assert rule in on.of_veto(Veto(code, place_of(said, said.acts[0]), ""))
    assert on.of_veto(Veto("payer.freight_buyer", place_of(said, heard("freight_buyer")), "")) == ()
