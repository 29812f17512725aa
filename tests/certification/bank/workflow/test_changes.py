"""Differences between versions: piece by piece, and whether marks depend on them."""

import pytest

from certification.bank.workflow.changes import compare, diff, diff_lines
from certification.bank.workflow.domain import ChangeKind, Piece
from certification.bank.workflow.loose import read_loose
from tests.factories.bank import store_edition
from tests.factories.workflow import CASE, content, with_option


@pytest.fixture
def edition(db):
    return store_edition()


def kind_of(said: dict, edition, keys=((0,), (0,))) -> ChangeKind:
    return compare(read_loose(content()), read_loose(said), keys=keys, edition=edition).kind


def test_a_text_is_compared_by_character_in_chinese():
    assert diff("商家应当退货", "商家不应当退货") == (
        Piece("keep", "商家"),
        Piece("ins", "不"),
        Piece("keep", "应当退货"),
    )


def test_figures_and_names_are_compared_whole():
    assert diff("付了 168 元", "付了 169 元") == (
        Piece("keep", "付了 "), Piece("del", "168"), Piece("ins", "169"), Piece("keep", " 元"),
    )  # fmt: skip


def test_a_lone_character_in_common_is_no_news():
    assert diff("卖了包", "买了鞋") == (Piece("del", "卖了包"), Piece("ins", "买了鞋"))


@pytest.mark.parametrize(("before", "after"), [("", "新"), ("旧", ""), ("", ""), ("同", "同"), ("ab c", "ab d")])
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = diff(before, after)

    assert "".join(one.text for one in pieces if one.how != "ins") == before
    assert "".join(one.text for one in pieces if one.how != "del") == after


def test_lines_go_and_come_whole():
    assert diff_lines(["甲：一", "乙：二"], ["甲：一", "乙：三"]) == (
        Piece("keep", "甲：一"), Piece("del", "乙：二"), Piece("ins", "乙：三"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param(content(), ChangeKind.NOTHING, id="the same"),
        pytest.param(content("换了个问法。哪种说法正确？"), ChangeKind.WORDS, id="stem"),
        pytest.param(with_option(0, text="甲对"), ChangeKind.WORDS, id="text of an option"),
        pytest.param(with_option(2, pinned=True), ChangeKind.WORDS, id="an option keeps its place"),
        pytest.param(with_option(2, claim="not late_ship_1 and not worn"), ChangeKind.SUBSTANCE, id="claim"),
        pytest.param(with_option(1, overlay={"facts": {"worn": "yes"}}), ChangeKind.SUBSTANCE, id="supposition"),
        pytest.param(content(ask="incorrect"), ChangeKind.SUBSTANCE, id="what is asked"),
        pytest.param(content(case={**CASE, "facts": {"goods": "fridge"}}), ChangeKind.SUBSTANCE, id="case"),
        pytest.param(content(options=content()["options"][:2]), ChangeKind.SUBSTANCE, id="an option less"),
        pytest.param(content(cited=["R", "h"]), ChangeKind.SUBSTANCE, id="clause"),
        pytest.param(content(type="multiple"), ChangeKind.SUBSTANCE, id="type"),
    ],
)
def test_words_leave_marks_alone_and_nothing_else_does(edition, said, kind):
    assert kind_of(said, edition) is kind


def test_another_key_affects_marks_though_only_words_differ(edition):
    change = compare(read_loose(content()), read_loose(content("另问")), keys=((0,), (1,)), edition=edition)

    assert change.affects_marks
    assert (change.key_before, change.key_after) == (("A",), ("B",))


def test_the_case_is_told_in_words(edition):
    after = content(case={**CASE, "facts": {"goods": "fridge", "worn": "no"}})
    change = compare(read_loose(content()), read_loose(after), keys=((0,), (0,)), edition=edition)

    assert [part.name for part in change.parts] == ["case"]
    assert Piece("del", "商品：连衣裙") in change.parts[0].pieces
    assert Piece("ins", "商品：冰箱") in change.parts[0].pieces


def test_a_case_that_cannot_be_read_is_told_as_typed(edition):
    after = content(case={"as_of": "2025-09-01", "facts": {"nonsense": "1"}, "order": ["paid"]})
    change = compare(read_loose(content()), read_loose(after), keys=((0,), ()), edition=edition)

    assert Piece("ins", "facts.nonsense：1") in change.parts[0].pieces
    assert Piece("ins", "order：paid") in change.parts[0].pieces


def typed(explanation="因为这样", right=True, **told) -> dict:
    """A question that no case proves."""
    rows = [("甲", right, "对的"), ("乙", not right, "错的")]
    options = [
        {"text": text, "claim": "", "overlay": {}, "right": is_right, "feedback": said} for text, is_right, said in rows
    ]
    return content(case={}, options=options, typed={"topic": "", "difficulty": 0, "explanation": explanation, **told})


@pytest.mark.parametrize(
    ("said", "kind", "name"),
    [
        pytest.param(typed("另说"), ChangeKind.WORDS, "explanation", id="explanation"),
        pytest.param(typed(difficulty=4), ChangeKind.WORDS, "explanation", id="difficulty"),
        pytest.param(typed(right=False), ChangeKind.SUBSTANCE, "claim:0", id="what is right"),
        pytest.param(content(), ChangeKind.SUBSTANCE, "proof", id="the rules decide it now"),
    ],
)
def test_what_a_person_vouches_for_is_compared_too(edition, said, kind, name):
    change = compare(read_loose(typed()), read_loose(said), keys=((0,), (0,)), edition=edition)

    assert change.kind is kind
    assert name in [part.name for part in change.parts]


def test_what_is_said_of_an_option_is_words(edition):
    said = typed()
    said["options"][1]["feedback"] = "另说"
    change = compare(read_loose(typed()), read_loose(said), keys=((0,), (0,)), edition=edition)

    assert (change.kind, [part.name for part in change.parts]) == (ChangeKind.WORDS, ["feedback:1"])
