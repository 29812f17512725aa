"""A talk is worth what was given of what is owed, and how; a veto makes it nothing, the last word counts."""

import pytest

from certification.drills.domain.acts import Hearing
from certification.drills.domain.judge import owed_points, times_of
from certification.drills.domain.owed import Duty, Limit, LimitKind, Owed
from certification.drills.domain.play import Conduct
from certification.drills.script.patterns import ActPattern
from tests.certification.drills.talking import LITTLE, OWED, RETURN, heard, judged, little, spoken, table

GOOD = (spoken(1, "apology", "ask_evidence"), spoken(2, "offer_return", "freight_seller"))


def test_everything_given_in_time_and_order_is_the_whole():
    verdict = judged(*GOOD)

    assert (verdict.low.points, verdict.low.is_passed, verdict.low.reasons) == (10_000, True, ())
    assert [(one.duty.id, one.place.turn) for one in verdict.low.standing.duties if one.place] == [
        ("offer_return", 2),
        ("freight_seller", 2),
    ]
    assert not verdict.is_provisional


def test_half_of_what_is_owed_is_half_the_points_and_no_pass():
    verdict = judged(GOOD[0], spoken(2, "offer_return"))

    assert verdict.low.points == 7500
    assert not verdict.low.is_passed
    assert verdict.low.reasons == ("missing.freight_seller", "owed")


def test_hints_cost_points_and_can_cost_the_pass():
    assert judged(*GOOD, hints=(5,)).low.points == 9500
    assert judged(*GOOD, hints=(30, 30)).low.reasons == ("points",)
    assert judged(*GOOD, hints=(100, 100)).low.points == 0


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ((spoken(1, "offer_return", "freight_buyer"),), ["payer.freight_buyer"]),
        ((spoken(1, "offer_return", "freight_buyer"), spoken(2, "freight_seller")), []),
        ((spoken(1, "freight_buyer"), spoken(2, "retract")), []),
        ((spoken(1, "freight_buyer", "retract"),), []),
        ((spoken(1, "retract", "freight_buyer"),), ["payer.freight_buyer"]),
        ((spoken(1, "review_bribe"), spoken(2, "retract")), ["forbidden.review_bribe"]),
        ((spoken(1, "refuse"),), ["refused.freight_seller", "refused.offer_return"]),
        ((spoken(1, "refuse"), spoken(2, "retract")), []),
        ((spoken(1, "refuse"), spoken(2, "offer_return", "freight_seller")), []),
        ((spoken(1, "refuse", asks=("offer_compensation",)),), []),
        ((spoken(1, "refuse", asks=("offer_return",)),), ["refused.offer_return"]),
        ((spoken(1, "offer_return", "freight_seller"), spoken(2, "refuse")), []),
        (
            (spoken(1, "offer_return", "freight_seller"), spoken(2, "retract", "refuse")),
            ["refused.freight_seller", "refused.offer_return"],
        ),
        (
            (spoken(1, "offer_return", "freight_seller"), spoken(2, "refuse", asks=("offer_return",))),
            ["refused.offer_return"],
        ),
    ],
)
def test_the_last_word_counts_except_for_what_is_forbidden(said, codes):
    verdict = judged(*said)

    assert [one.code for one in verdict.low.standing.vetoes] == codes
    assert (verdict.low.points == 0) == bool(codes) or not codes


def test_too_much_and_too_late_are_vetoes_until_put_right():
    owed = Owed(
        limits=(
            Limit(LimitKind.OVER, ActPattern("offer_return", firm=True), "verdict", "不支持", ("R",)),
            Limit(LimitKind.DEADLINE, ActPattern("next_step_time"), "reply_deadline", "期限", ("R",), until=60),
        )
    )
    late, soon = (heard("next_step_time", deadline={"minutes": n}) for n in (61, 60))
    on = table(owed)

    assert [one.code for one in judged(spoken(1, "offer_return"), on=on).low.standing.vetoes] == ["over.offer_return"]
    assert not judged(spoken(1, heard("offer_return", conditional=True)), on=on).low.standing.vetoes
    assert [one.code for one in judged(spoken(1, late), on=on).low.standing.vetoes] == ["deadline.next_step_time"]
    assert not judged(spoken(1, late), spoken(2, soon), on=on).low.standing.vetoes
    assert not judged(spoken(1, heard("next_step_time", deadline={"minutes": None})), on=on).low.standing.vetoes
    assert not judged(spoken(1, heard("next_step_time")), on=on).low.standing.vetoes


def test_an_hour_is_judged_against_the_deadline_with_its_turn_and_words():
    noon = 12 * 60
    limit = Limit(LimitKind.DEADLINE, ActPattern("next_step_time"), "refund_deadline", "期限", ("R",), noon, at=600)
    on = table(Owed(limits=(limit,)))
    late = heard("next_step_time", deadline={"text": "今天 12:01", "minutes": None, "clock": "12:01", "day": 0})
    kept = heard("next_step_time", deadline={"text": "今天 12:00", "minutes": None, "clock": "12:00", "day": 0})

    veto, *more = judged(spoken(1, "greet"), spoken(2, late), on=on).low.standing.vetoes
    assert (veto.code, veto.place.turn, veto.until, veto.named, more) == (
        "deadline.next_step_time", 2, noon, "今天 12:01", [],
    )  # fmt: skip
    assert not judged(spoken(1, kept), on=on).low.standing.vetoes
    assert not judged(spoken(1, late), spoken(2, kept), on=on).low.standing.vetoes
    assert judged(spoken(1, kept), spoken(2, late), on=on).low.standing.vetoes


def test_a_script_forbids_more_but_never_what_is_owed():
    text = LITTLE.replace("criteria:", "forbidden: ['offer_compensation(> 30元)', offer_return]\ncriteria:", 1)
    on = table(script=little(text))
    much = spoken(1, heard("offer_compensation", amount=3001), "offer_return")

    assert [one.code for one in judged(much, on=on).low.standing.vetoes] == ["forbidden.offer_compensation"]


def test_a_sum_that_is_owed_has_to_be_named_and_enough():
    owed = Owed(duties=(Duty(("offer_compensation",), "price_refund", "退差", ("R",), amount=2000),))

    for amount, met in ((2000, True), (1999, False), (None, False)):
        act = heard("offer_compensation", **({"amount": amount} if amount else {}))
        assert judged(spoken(1, act), on=table(owed)).low.standing.is_all_given is met


def test_soft_criteria_want_order_calm_and_speed():
    late = judged(
        spoken(1, "offer_return", seconds=61), spoken(2, "apology", "ask_evidence", "freight_seller", "blame_argue")
    )

    assert {one.criterion.id for one in late.low.criteria if not one.is_met} == {"sorry", "order", "calm", "time"}
    assert late.low.points == 6000
    assert judged().low.points == 0
    assert dict(times_of(())) == {"first": None, "average": None}
    assert dict(times_of((spoken(1, seconds=10), spoken(2, seconds=21)))) == {"first": 10, "average": 16}


def test_after_wants_it_said_no_earlier():
    text = LITTLE.replace("said: [apology], by: 1", "said: [apology], after: [ask_evidence]", 1)
    on = table(script=little(text))

    assert not judged(spoken(1, "apology"), spoken(2, "ask_evidence"), on=on).low.criteria[1].is_met
    assert judged(spoken(1, "ask_evidence"), spoken(2, "apology"), on=on).low.criteria[1].is_met


@pytest.mark.parametrize(
    ("escalate", "to", "met"),
    [
        ("manager", "shop_owner", True),
        ("manager", "carrier", False),
        ("platform", "platform", True),
        ("none", "carrier", True),
    ],
)
def test_conduct_and_escalation_come_from_the_rules(escalate, to, met):
    text = LITTLE.replace(
        "check: time, weight: 10, title: 及时, first: 60, average: 90", "check: escalation, weight: 10, title: 上报", 1
    )
    on = table(conduct=lambda _said: Conduct("improper", ("S-1",), escalate), script=little(text))
    verdict = judged(spoken(1, heard("escalate", to=to)), on=on)

    assert not verdict.low.criteria[4].is_met
    assert verdict.low.criteria[5].is_met is met


def test_an_abstention_earns_nothing_vetoes_nothing_and_may_ask_for_a_trainer():
    maybe_offer = judged(GOOD[0], spoken(2, "freight_seller", abstained=("offer_return",)))
    maybe_bribe = judged(GOOD[0], spoken(2, "offer_return", "freight_seller", abstained=("review_bribe",)))
    maybe_sorry = judged(spoken(1, "ask_evidence", abstained=("apology", "next_step_time")), GOOD[1])

    assert (maybe_offer.low.is_passed, maybe_offer.high.is_passed, maybe_offer.could_flip) == (False, True, True)
    assert (maybe_bribe.low.points, maybe_bribe.worst.points, maybe_bribe.could_flip) == (10_000, 0, True)
    assert maybe_bribe.open_acts == ((2, "review_bribe"),)
    assert (maybe_sorry.low.points, maybe_sorry.high.points, maybe_sorry.could_flip) == (9000, 10_000, False)
    assert maybe_sorry.is_provisional
    assert maybe_sorry.open_acts == ((1, "apology"),)


def test_an_abstention_is_bad_where_the_talk_forbids_or_unwants_it():
    on = table(OWED, script=little(LITTLE.replace("criteria:", "forbidden: [coupon]\ncriteria:", 1)))
    verdict = judged(
        *GOOD[:1],
        spoken(2, "offer_return", "freight_seller", abstained=("coupon", "blame_argue", "freight_buyer")),
        on=on,
    )

    assert verdict.high.points == 10_000
    assert verdict.worst.points == 0


def test_a_person_corrects_what_was_heard():
    before = Hearing((heard("refuse"), heard("greet")), ("apology", "offer_return"))
    after = before.corrected({"refuse": False, "apology": True, "offer_return": False}, 9)

    assert [one.name for one in after.acts] == ["greet", "apology"]
    assert after.acts[1].span == (0, 9)
    assert after.abstained == ()
    assert Hearing.from_json(before.to_json(), "v").acts == before.acts


def test_the_share_of_nothing_owed_is_the_whole():
    assert owed_points(50, ()) == 5000
    assert RETURN.id == "offer_return"
