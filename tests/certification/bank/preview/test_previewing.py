"""What the preview says of finished and unfinished questions."""

from dataclasses import replace

import pytest

from cases import api
from certification.bank.deriving import derive
from certification.bank.domain import Content
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.bank.preview.previewing import preview_question
from certification.bank.workflow.loose import gaps, read_loose
from tests.factories.rulebook import build_rulebook

BANK = read_bank(ITEMS_FOLDER, DISPUTED_FILE)
SHIPPED = api.shipped_edition()
RULEBOOK = build_rulebook()
IN_TIME = {"signed": "2025-08-16 17:05", "return_requested": "2025-08-23 17:06"}


def loose(**changes) -> dict:
    """A return asked for within seven days: the goods go back."""
    options = [("支持退货", "verdict == return_refund"), ("不支持", "verdict == reject"), ("超期", "not in_time")]
    said = {
        "schema": 1, "type": "single", "stem": "平台应怎样处理？", "ask": "correct", "cited": None,
        "case": {
            "stack": {"platform": "taobao"}, "as_of": "2025-09-01",
            "facts": {"claim_type": "no_reason", "custom": "no"}, "events": IN_TIME,
        },
        "options": [{"text": text, "claim": claim, "overlay": {}, "right": None} for text, claim in options],
    }  # fmt: skip
    return {**said, **changes}


def with_options(*claims: str, **rest) -> dict:
    rows = [{"text": f"说法{at}", "claim": claim, "overlay": {}, "right": None} for at, claim in enumerate(claims)]
    return loose(options=rows, **rest)


def see(said: dict, *expected: str):
    return preview_question(said, expected=expected, edition=RULEBOOK)


def test_a_sound_question_shows_its_decision_its_key_and_why():
    preview = see(loose(), "A")

    assert preview.troubles == ()
    assert preview.may_publish
    assert preview.key == ("A",)
    assert preview.headline == "支持买家退货退款。"
    assert [one.truth for one in preview.options] == [True, False, False]
    assert all(one.agrees and one.reason for one in preview.options)
    assert "7D-TIME-01" in preview.rules
    assert preview.trace
    sums = [line for one in preview.issues for line in one.sums]
    assert any("168 小时" in line for line in sums), sums


def test_a_mark_that_differs_is_told_at_its_option():
    preview = see(loose(), "C")

    wrong = {one.label: one.remark for one in preview.options}
    assert wrong["C"].startswith("你标“对”，推导为“错”：")
    assert wrong["A"].startswith("你标“错”，推导为“对”：")
    assert wrong["B"] == ""
    assert preview.at("expected") == ("推出的答案是 A，你标的是 C。请改标记、改选项，或改案情",)
    assert not preview.may_publish


def test_a_distractor_that_is_also_right_is_pointed_at():
    preview = see(with_options("verdict == return_refund", "in_time", "verdict == reject"), "A")

    (told,) = preview.at("option:1")
    assert told.startswith("选项 B 也成立：它不是干扰项")
    assert preview.at("option:0") == ()


def test_a_stem_that_leaves_out_what_moves_the_key_is_told_with_its_effect():
    case = {**loose()["case"], "facts": {"claim_type": "no_reason"}}

    preview = see(loose(case=case), "A")

    (one,) = [found for found in preview.sensitive if found.fact == "custom"]
    assert (one.label, one.value, one.usual) == ("定作", "是", "no")
    assert one.effect.startswith("A 由“对”变“错”")
    assert preview.needed[0] == "custom"
    assert preview.at("fact.custom") == ("题干没有交代“定作”，它若为“是”，答案就变了",)


def test_unfinished_options_leave_the_others_judged():
    preview = see(with_options("verdict == return_refund", "", "verdict == ", "not in_time"), "A")

    assert [one.is_judged for one in preview.options] == [True, False, False, True]
    assert not preview.is_whole
    assert preview.at("option:1") == ("选项 B 还没有说明它主张什么",)
    assert preview.at("option:2") == ("选项 C 的主张或“若…”还有一格没选",)
    assert preview.trace == ""
    assert preview.headline == "支持买家退货退款。"


def test_a_claim_that_is_no_sentence_is_told_at_its_option():
    preview = see(with_options("verdict == return_refund", "verdict === x", "in_time and"), "A")

    assert preview.options[0].is_judged
    assert all(preview.at(f"option:{at}") for at in (1, 2))


def test_a_case_that_cannot_be_is_told_at_its_field():
    events = {"paid": "2025-08-14 10:00", "pickup_scan": "2025-08-13 10:00"}
    case = {**loose()["case"], "events": {**IN_TIME, **events}, "facts": {"custom": "maybe"}}

    preview = see(loose(case=case), "A")

    assert preview.at("fact.custom")
    assert not preview.is_judged
    assert see(loose(case={**loose()["case"], "events": {**IN_TIME, **events}}), "A").troubles


def test_an_overlay_that_cannot_be_is_told_at_its_option():
    said = loose()
    said["options"][1]["overlay"] = {"facts": {"custom": "maybe"}}
    said["options"][2]["overlay"] = {"facts": {"custom": ""}}

    preview = see(said, "A")

    assert preview.options[0].is_judged
    assert "maybe" in preview.at("option:1")[0]
    assert preview.at("option:2") == ("选项 C 的主张或“若…”还有一格没选",)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"schema": 1, "type": "single"}, id="nothing"),
        pytest.param({"schema": 1, "type": "truefalse", "options": [], "case": None}, id="no options"),
        pytest.param({"schema": 1, "type": "multiple", "options": [None, 3], "case": []}, id="odd shapes"),
        pytest.param(loose(case={"as_of": "gestern", "facts": {"who": "?"}}), id="unknown words"),
        pytest.param(loose(cited=["", ""]), id="no rule"),
        pytest.param(loose(cited=["NO-SUCH-01", "sha256:0"]), id="no such rule"),
        pytest.param(with_options("no_such == 1", "verdict", "@"), id="no claims"),
    ],
)
def test_nothing_that_is_unfinished_raises(said: dict):
    preview = see(said)

    assert not preview.may_publish
    assert preview.troubles


def test_asked_for_the_wrong_ones_the_key_is_what_is_false():
    preview = see(with_options("verdict == return_refund", "verdict == reject", "in_time", ask="incorrect"), "B")

    assert preview.key == ("B",)
    assert preview.may_publish


def test_a_judgement_denied_is_keyed_wrong():
    preview = see(with_options("verdict == reject", "", type="truefalse") | {"options": [
        {"text": "正确", "claim": "verdict == reject", "overlay": {}, "right": None},
        {"text": "错误", "claim": "", "overlay": {}, "right": None},
    ]}, "错误")  # fmt: skip

    assert preview.key == ("错误",)
    assert preview.may_publish


@pytest.mark.parametrize("item", BANK.items[::9], ids=lambda item: item.id)
@pytest.mark.parametrize("break_it", ["as it is", "the other key", "one fact less"])
def test_the_preview_says_what_the_gate_says(item, break_it: str):
    content: Content = item.content
    if break_it == "the other key":
        content = replace(content, ask="incorrect" if content.ask == "correct" else "correct")
    facts = dict(content.case.get("facts") or {})
    if break_it == "one fact less" and facts:
        facts.popitem()
        content = replace(content, case={**content.case, "facts": facts})
    said = content.to_json()
    derived = derive(content, expected=item.expected, disputed=None, edition=SHIPPED)
    is_sound = not derived.findings and not gaps(read_loose(said), item.expected)

    preview = preview_question(said, expected=item.expected, edition=SHIPPED)

    assert preview.may_publish is is_sound, (preview.troubles, derived.findings)
