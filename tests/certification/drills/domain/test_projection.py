"""What was heard becomes acts of the corpus; the ladder never speaks against what is owed."""

import pytest

from certification.drills.catalogue import known_acts, label_of
from certification.drills.domain.owed import Duty, Owed
from certification.drills.domain.projection import corpus_acts
from tests.certification.drills.talking import OWED, heard, spoken

NOTHING = Owed()


def acts(*said, owed=NOTHING, **facts):
    return [one["act"] + one.get("amount", "") for one in corpus_acts(owed, said, acts=known_acts(), facts=facts)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ((spoken(1, "apology", "blame_argue"),), ["apologize", "argue"]),
        ((spoken(1, "offer_return"),), ["jump_to_return"]),
        ((spoken(1, "offer_return", asks=("offer_return",)),), []),
        ((spoken(1, "state_rule"), spoken(2, "offer_return")), ["explain"]),
        ((spoken(1, "offer_exchange"),), ["jump_to_return", "suggest_exchange"]),
        ((spoken(1, "coupon", "offer_exchange"),), ["suggest_exchange"]),
        ((spoken(1, "review_bribe", "off_platform"),), []),
        ((spoken(1, "sing"),), []),
        ((spoken(1, "offer_compensation"),), []),
        ((spoken(1, heard("offer_compensation", amount=1550)),), ["offer_compensation15.50元"]),
        ((spoken(1, heard("offer_compensation", amount=3000)),), ["offer_compensation30元"]),
        ((spoken(1, "escalate"),), ["ask_manager"]),
        ((spoken(1, heard("escalate", to="carrier")),), ["contact_carrier"]),
        ((spoken(1, heard("offer_compensation", amount=4000)), spoken(2, "escalate")), ["offer_compensation40元"]),
        ((spoken(1, heard("offer_compensation", amount=4000), "escalate"),), ["offer_compensation40元", "ask_manager"]),
    ],
)
def test_what_was_said_is_done(said, found):
    assert acts(*said) == found


def test_what_is_owed_is_not_held_against_the_agent():
    assert acts(spoken(1, "offer_return"), owed=OWED) == ["tell_rights"]


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        pytest.param(1280, [], id="what is owed"),
        pytest.param(1281, ["offer_compensation0.01元"], id="a fen more"),
        pytest.param(4381, ["offer_compensation31.01元"], id="more than thirty yuan beyond it"),
        pytest.param(None, [], id="no sum"),
    ],
)
def test_only_what_goes_beyond_an_owed_sum_is_of_ones_own_accord(amount, found):
    owed = Owed(duties=(Duty(("offer_compensation",), "late_compensation", "赔付", ("R",), 1280),))
    offer = heard("offer_compensation", **({"amount": amount} if amount else {}))

    assert acts(spoken(1, offer), owed=owed) == found


def test_where_no_sum_is_owed_any_is_what_is_owed():
    owed = Owed(duties=(Duty(("offer_compensation",), "promise_binding", "兑现", ("R",)),))

    assert acts(spoken(1, heard("offer_compensation", amount=9000)), owed=owed) == []


def test_some_acts_depend_on_the_case():
    offer = spoken(1, heard("offer_compensation", amount=500))

    assert acts(offer, blackmail="yes") == ["offer_compensation5元", "pay_blackmail"]
    assert acts(spoken(1, heard("escalate", to="platform")), blackmail="yes") == ["report_blackmail"]


def test_every_act_has_a_name():
    assert label_of("refuse") == "拒绝"
    assert label_of("sing") == "sing"
