"""Buttons change the structure of what was posted and leave everything else alone."""

import pytest

from certification.authoring.rules.slots import Slots


def slots(**given: str) -> Slots:
    return Slots({name.replace("_", "."): [text] for name, text in given.items()})


def test_texts_are_read_with_this_systems_line_ends():
    found = Slots({"a": ["x", " y\r\nz "], "b": []})

    assert (found.text("a"), found.text("b"), found.text("c"), found.has("a")) == ("y\nz", "", "", True)
    assert Slots({"a": ["x", "", "y"]}).texts("a") == ("x", "y")


def test_items_come_by_number_whatever_their_gaps():
    assert slots(w_10_s="", w_2_s="", w_2_i_0_s="", w_x="").items("w") == ["w.2", "w.10"]


def test_an_item_is_added_at_the_end():
    found = slots(w_3_s="x")
    found.do("add:w")
    found.do("add:v")

    assert (found.items("w"), found.items("v")) == (["w.3", "w.4"], ["v.0"])


def test_an_item_is_dropped_with_all_that_is_in_it():
    found = slots(w_1_s="x", w_1_i_0_s="y", w_10_s="z")
    found.do("drop:w.1")

    assert found.all == {"w.10.s": ["z"]}


def test_an_item_goes_up():
    found = slots(w_0_s="x", w_4_s="y", w_4_i_0_s="z")
    found.do("up:w.4")
    found.do("up:w.0")
    found.do("up:w.9")

    assert found.all == {"w.0.s": ["y"], "w.0.i.0.s": ["z"], "w.4.s": ["x"]}


def test_a_row_becomes_a_group_of_two_and_in_an_or_group_an_and_group():
    found = slots(w_0_s="x", w_0_op="is")
    found.do("group:w.0")

    assert (found.text("w.0.t"), found.items("w.0.i")) == ("or", ["w.0.i.0", "w.0.i.1"])
    assert found.text("w.0.i.0.s") == "x"
    found.do("group:w.0.i.0")
    assert (found.text("w.0.i.0.t"), found.text("w.0.i.0.i.0.op")) == ("and", "is")


def test_a_group_leaves_its_first_row():
    found = slots(w_0_t="or", w_0_denied="yes", w_0_i_1_s="x", w_0_i_2_s="y")
    found.do("ungroup:w.0")
    found.do("ungroup:w.5")

    assert found.all == {"w.0.s": ["x"]}


@pytest.mark.parametrize("button", ["", "save", "view:text", "add:", "burn:w", "save-over:3"])
def test_other_buttons_change_nothing(button):
    found = slots(w_0_s="x")
    found.do(button)

    assert found.all == {"w.0.s": ["x"]}
