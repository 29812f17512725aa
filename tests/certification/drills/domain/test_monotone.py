"""Whatever is said: a forbidden act never raises the points, an owed one never lowers them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from certification.drills.catalogue import known_acts
from certification.drills.domain.acts import Heard, Kind
from certification.drills.domain.judge import judge
from certification.drills.domain.play import Table
from certification.drills.domain.standing import Spoken
from tests.certification.drills.talking import OWED, table
from tests.factories.drills import the_table

#: What earns points, each drawn as often as all the rest together: else nearly every talk has a veto.
TELLING = ("apology", "ask_evidence", "offer_return", "freight_seller", "retract", "greet")
NAMES = sorted(known_acts())
FORBIDDEN = sorted(name for name, one in known_acts().items() if one.kind is Kind.FORBIDDEN)
OFFERS = [(), ("offer_return",), ("offer_return", "freight_seller")]
ACTS = st.builds(
    lambda name, at, amount, to: Heard(
        name,
        ({"amount": amount} if amount else {})
        | ({"to": to} if to else {})
        | ({"deadline": {"text": "", "minutes": amount * 9}} if name == "next_step_time" else {}),
        (at, at + 1),
    ),
    st.one_of(*map(st.just, TELLING), st.sampled_from(NAMES)),
    st.integers(0, 9),
    st.sampled_from([0, 500, 1280, 9000]),
    st.sampled_from(["", "shop_owner", "carrier"]),
)
TALKS = st.lists(
    st.tuples(st.lists(ACTS, max_size=2), st.integers(0, 400), st.sampled_from(OFFERS)), min_size=1, max_size=5
).map(
    lambda rows: [
        Spoken(number, tuple(acts), seconds, asks) for number, (acts, seconds, asks) in enumerate(rows, start=1)
    ]
)


def added(talk: list[Spoken], name: str, turn: int, at: int, *, amount: int | None = None) -> list[Spoken]:
    place = turn % len(talk)
    args = {} if amount is None else {"amount": amount}
    more = (*talk[place].acts, Heard(name, args, (at, at + 1)))
    return [*talk[:place], replace(talk[place], acts=more), *talk[place + 1 :]]


def points(on: Table, talk: list[Spoken]) -> int:
    return judge(on, talk).low.points


@given(TALKS, st.sampled_from(FORBIDDEN), st.integers(0, 9), st.integers(0, 9))
def test_a_forbidden_act_never_raises_the_points(talk, name, turn, at):
    assert points(table(), added(talk, name, turn, at)) <= points(table(), talk)


@settings(max_examples=600)
@given(TALKS, st.sampled_from(sorted(OWED.acts)), st.integers(0, 9), st.integers(0, 9))
def test_an_owed_act_never_lowers_the_points(talk, name, turn, at):
    assert points(table(), added(talk, name, turn, at)) >= points(table(), talk)


@settings(max_examples=40)
@given(TALKS, st.data())
def test_both_hold_under_the_shipped_rules(talk, data):
    on = the_table(data.draw(st.sampled_from(["DR-0001", "DR-0004", "DR-0026", "DR-0035", "DR-0036"])))
    before = points(on, talk)

    bad = data.draw(st.sampled_from(FORBIDDEN))
    duty = data.draw(st.sampled_from(on.owed.duties))
    good = data.draw(st.sampled_from(duty.acts))
    turn, at = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
    assert points(on, added(talk, bad, turn, at)) <= before
    assert points(on, added(talk, good, turn, at, amount=duty.amount)) >= before
