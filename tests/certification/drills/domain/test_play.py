"""A talk runs by what was said, by patience, turns and time, and ends; the same every time."""

import pytest

from certification.drills.domain.play import Conduct, TalkOverError, card_of, choose
from tests.certification.drills.talking import LITTLE, little, reply, table, talk


def test_a_talk_goes_from_the_opening_to_its_good_end():
    played = talk(reply("apology", "ask_evidence"), reply("offer_return", "freight_seller"))

    assert played.opening in ("破了！", "有个洞！")
    assert [(one.state, one.to) for one in played.turns] == [("start", "start"), ("start", "good")]
    assert played.ending is not None
    assert played.ending.kind == "good"
    assert [line.text for line in played.turns[1].lines] == ["好。"]


def test_equal_seeds_say_the_same_and_some_other_seed_does_not():
    openings = {seed: talk(seed=seed).opening for seed in "abcdefgh"}

    assert {seed: talk(seed=seed).opening for seed in "abcdefgh"} == openings
    assert len(set(openings.values())) == 2
    assert choose((), "a", "x") == ""


def test_a_reveal_answers_what_was_asked_once_and_fills_the_card():
    ask = reply("ask_evidence")
    photo = reply("ask_evidence")
    photo = reply(*[type(one)(one.name, {"kind": "photo"}, one.span) for one in photo.hearing.acts])
    nothing, shown, again = talk(ask), talk(photo), talk(photo, photo)

    assert [line.text for line in nothing.turns[0].lines] == ["别绕。"]
    assert [(line.text, line.reveal, line.picture) for line in shown.turns[0].lines] == [("拍了。", "photo", "一个洞")]
    assert (shown.patience, nothing.patience) == (3, 2)  # answered: the last transition is left out
    assert [line.text for line in again.turns[1].lines] == ["别绕。"]
    assert [(row.label, row.text) for row in card_of(little(), again.shown)] == [("订单", "开衫"), ("质量", "有个洞")]


def test_a_lookup_is_seen_from_then_on():
    played = talk(reply("greet", lookups=("logistics",)))

    assert [row.label for row in card_of(little(), played.shown)] == ["订单", "质量", "物流"]
    assert card_of(little(), ["gone"]) == little().card


def test_patience_runs_out_and_insults_cost_twice():
    played = talk(reply("blame_argue"))

    assert (played.patience, played.ending.id if played.ending else "") == (0, "bad")
    assert played.turns[0].change == -3


def test_turns_run_out():
    played = talk(*[reply("offer_return"), reply("greet")] * 2)

    assert played.ending is not None
    assert played.ending.id == "out"
    assert len(played.turns) == 4


def test_slowness_is_a_condition():
    assert talk(reply("greet", seconds=601)).ending.id == "bad"  # type: ignore[union-attr]
    assert talk(reply("greet", seconds=600)).ending is None


def test_nothing_is_said_after_the_end():
    with pytest.raises(TalkOverError):
        talk(reply("offer_return", "freight_seller"), reply("greet"))


@pytest.mark.parametrize(
    ("when", "acts", "fits"),
    [
        ("{all: [apology, greet]}", ("apology", "greet"), True),
        ("{all: [apology, greet]}", ("apology",), False),
        ("{none: [apology]}", ("apology",), False),
        ("{so_far: [apology]}", ("apology",), True),
        ("{never: [apology]}", ("apology",), False),
        ("{owed: [none]}", ("greet",), True),
        ("{owed: [some]}", ("offer_return",), True),
        ("{breach: yes}", ("review_bribe",), True),
        ("{breach: no}", ("greet",), True),
        ("{conduct: improper}", ("greet",), True),
        ("{revealed: [logistics]}", ("greet",), False),
        ("{hidden: [logistics]}", ("greet",), True),
        ("{patience: '= 3'}", ("greet",), True),
    ],
)
def test_a_condition_looks_at_acts_rules_and_numbers(when, acts, fits):
    text = LITTLE.replace("{owed: [all]}, to: good, patience: 1", f"{when}, to: good, patience: 1", 1)
    played = talk(reply(*acts), on=table(script=little(text), conduct=lambda _said: Conduct("improper")))

    assert (played.turns[0].to == "good") is fits
