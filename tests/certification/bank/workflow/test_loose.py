"""Unfinished content: read without complaint, and told what it lacks."""

import pytest

from certification.bank.domain import CHOICE_TYPES, Content, QuestionType
from certification.bank.items import read_items
from certification.bank.workflow.loose import blank_content, gaps, is_readable, read_loose
from tests.factories.bank import item
from tests.factories.workflow import content, with_option


def places(said: dict, expected=("A",)) -> list[str]:
    return [gap.place for gap in gaps(read_loose(said), expected)]


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse"])
def test_what_a_file_says_reads_back_as_it_is(kind):
    text = "items:\n" + item("X-1", kind, "late_ship_1", late=True)
    said = read_items(text, "f")[0][0].content

    assert read_loose(said.to_json()) == said
    assert read_loose(said.to_json()).hash == said.hash


def test_a_drill_lacks_its_script_until_there_is_one():
    blank = blank_content(QuestionType.DRILL, as_of="2026-09-18")
    written = {**blank, "stem": "破洞", "script": {"id": "DR-9001"}, "text": "id: DR-9001"}

    assert is_readable(blank)
    assert places(blank) == ["script"]
    assert places(written) == []
    assert read_loose(written).script == {"id": "DR-9001"}


@pytest.mark.parametrize("kind", CHOICE_TYPES)
def test_a_blank_question_is_readable_and_lacks_what_it_lacks(kind):
    blank = blank_content(kind, as_of="2026-09-18")

    assert is_readable(blank)
    assert Content.from_json(blank).type is kind
    assert "stem" in places(blank)
    assert "as_of" not in places(blank)
    assert "option:0" in places(blank)


@pytest.mark.parametrize(
    "loose",
    [
        {},
        {"type": "essay", "stem": 3, "ask": None, "case": [], "options": "no", "cited": ["one"]},
        {"type": "drill", "script": "no", "case": [], "options": "no"},
        {"options": [1, None, {"text": None, "overlay": "x", "right": "yes"}], "case": {"facts": None, "order": []}},
    ],
)
def test_nothing_that_is_loose_raises(loose):
    assert gaps(read_loose(loose), ())


def test_values_become_texts_as_in_a_file():
    case = {"facts": {"pieces": 3}, "acts": [{"act": "offer", "amount": 5}], "events": {}, "as_of": " 2025-09-01 "}

    assert read_loose(content(case=case)).case == {
        "facts": {"pieces": "3"}, "acts": [{"act": "offer", "amount": "5"}], "as_of": "2025-09-01",
    }  # fmt: skip


def test_a_finished_question_lacks_nothing():
    assert places(content()) == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        pytest.param(content(stem="  "), "stem", id="no stem"),
        pytest.param(content(case={"facts": {}}), "as_of", id="no date"),
        pytest.param(with_option(1, text=""), "option:1", id="no text"),
        pytest.param(with_option(1, text="甲说得对"), "option:1", id="the same text twice"),
        pytest.param(with_option(2, claim=""), "option:2", id="no claim"),
        pytest.param(with_option(2, right=True), "option:2", id="typed right"),
        pytest.param(content(type="multiple"), "options", id="too few for a multiple choice"),
        pytest.param(content(cited=["", ""]), "cited", id="no clause"),
        pytest.param(content(cited=["R", "sha256:0"]), "option:0", id="cited with claims"),
        pytest.param(content(type="truefalse"), "options", id="a judgement has two options"),
    ],
)
def test_each_gap_has_its_place(said, place):
    assert place in places(said)


@pytest.mark.parametrize("expected", [(), ("E",), ("A", "正确")])
def test_the_author_has_to_say_what_is_right(expected):
    assert places(content(), expected) == ["expected"]


def judgement(first: dict, second: dict, **changes) -> dict:
    options = [{"text": "正确", **first}, {"text": "错误", **second}]
    return content(type="truefalse", options=options, **changes)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (judgement({"claim": "late_ship_1"}, {}), []),
        (judgement({}, {}), ["option:0"]),
        (judgement({"claim": "late_ship_1"}, {"claim": "worn"}), ["option:1"]),
        (judgement({"claim": "late_ship_1"}, {}, ask="incorrect"), ["options"]),
        (judgement({"right": True}, {"right": False}, cited=["R", "h"]), []),
        (judgement({"right": True}, {"right": True}, cited=["R", "h"]), ["option:1"]),
    ],
)
def test_a_judgement_claims_once(said, wrong):
    assert places(said, ("正确",)) == wrong


@pytest.mark.parametrize("value", [None, [], {"schema": 2, "type": "single"}, {"schema": 1, "type": "essay"}])
def test_what_is_no_content_at_all_is_told_apart(value):
    assert not is_readable(value)
