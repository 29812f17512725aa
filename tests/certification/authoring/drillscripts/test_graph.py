"""The states of a script as a drawing."""

from dataclasses import replace

import pytest

from certification.authoring.drillscripts.graph import BOX_HEIGHT, BOX_WIDTH, draw_states, reachable
from certification.drills.script.model import START, State, Transition
from tests.factories.drills import the_script


@pytest.fixture(scope="module")
def script():
    return the_script()


def test_every_state_and_ending_has_one_box_and_no_two_lie_on_each_other(script):
    boxes = draw_states(script, {}).boxes

    assert sorted(one.id for one in boxes) == sorted([*script.states, *script.endings])
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
            assert apart, (one, other)


def test_the_start_stands_first_and_the_endings_last(script):
    boxes = {one.id: one for one in draw_states(script, {}).boxes}

    assert boxes[START].y == min(one.y for one in boxes.values())
    assert {boxes[name].y for name in script.endings} == {max(one.y for one in boxes.values())}
    assert boxes[START].css == "start"
    assert boxes["solved"].css == "good"


def test_transitions_between_the_same_two_are_one_arrow_with_their_number(script):
    graph = draw_states(script, {})
    pairs = {(name, move.to) for name, state in script.states.items() for move in state.on}

    assert len(graph.arrows) == len(pairs)
    assert sum(one.count for one in graph.arrows) == sum(len(state.on) for state in script.states.values())


def test_a_state_that_nothing_leads_to_is_drawn_as_lost(script):
    lost = State("lost", (Transition("solved", None, 0, ()),))
    changed = replace(script, states={**script.states, "lost": lost})

    assert "lost" not in reachable(changed.states)
    assert {one.id for one in draw_states(changed, {}).boxes if "lost" in one.css.split()} == {"lost"}


def test_everything_lies_within_the_drawing(script):
    graph = draw_states(script, {})

    assert all(one.x >= 0 and one.x + BOX_WIDTH <= graph.width and one.bottom <= graph.height for one in graph.boxes)
