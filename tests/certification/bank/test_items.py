"""Reading item files: what is taken, and what is told about what is not."""

import pytest

from certification.bank.domain import Content, Disputed, Option, QuestionType
from certification.bank.files import read_bank
from certification.bank.items import ItemError, read_disputed, read_items

SINGLE = """items:
  - id: X-1
    type: single
    stem: 哪种处理正确？
    stack: {platform: taobao}
    as_of: 2025-09-01
    facts: {worn: no}
    events: {paid: 2025-08-14 10:20}
    order: [paid, signed]
    acts: [{act: offer, amount: 30yuan}]
    options:
      - {text: 甲, claim: late}
      - {text: 乙, claim: not late}
      - {text: 丙, claim: late and worn, set: {facts: {worn: yes}}}
    expected: [A]
    provenance: {seed: SEED-A01}
    enemies: twins
"""
JUDGED = """items:
  - id: X-2
    type: truefalse
    stem: 这样处理对吗？
    as_of: 2025-09-01
    claim: late
    expected: [错误]
    provenance: {own: 边界}
"""
CITED = """items:
  - id: X-3
    type: single
    stem: 条文怎么说？
    as_of: 2025-09-01
    options:
      - {text: 甲, right: yes}
      - {text: 乙, right: no}
      - {text: 丙, right: no}
    cited: {rule: DEF-1, clause: 0123456789ab}
    expected: [A]
    provenance: {seed: SEED-A02}
"""


def only(text: str):
    items, problems = read_items(text, "x.yaml")
    assert problems == []
    return items[0]


def told(text: str) -> list[str]:
    """What is told about a file, one line each."""
    items, problems = read_items(text, "x.yaml")
    assert not any(item.id == "X-1" for item in items)
    return [str(problem) for problem in problems]


def test_an_item_becomes_content_with_its_case_as_written():
    item = only(SINGLE)

    assert (item.id, item.expected, item.enemies, item.line) == ("X-1", ("A",), "twins", 2)
    assert item.content.case == {
        "stack": {"platform": "taobao"},
        "facts": {"worn": "no"},
        "events": {"paid": "2025-08-14 10:20"},
        "order": ["paid", "signed"],
        "acts": [{"act": "offer", "amount": "30yuan"}],
        "as_of": "2025-09-01",
    }
    assert item.content.options[2] == Option("丙", "late and worn", {"facts": {"worn": "yes"}})


def test_a_judgement_has_two_options_and_the_second_denies_the_first():
    content = only(JUDGED).content

    assert content.type is QuestionType.TRUEFALSE
    assert content.options == (Option("正确", "late"), Option("错误"))
    assert content.labels == ("正确", "错误")


def test_a_recall_question_carries_rights_and_its_clause():
    content = only(CITED).content

    assert content.cited == ("DEF-1", "0123456789ab")
    assert [option.right for option in content.options] == [True, False, False]


@pytest.mark.parametrize(
    "bound",
    ["right: no", "options: [{text: 正确, right: no}, {text: 错误, right: yes}]"],
    ids=["on the item", "on the options"],
)
def test_a_recall_judgement_may_be_written_both_ways(bound):
    text = JUDGED.replace("claim: late", f"{bound}\n    cited: {{rule: DEF-1, clause: 0123456789ab}}")

    assert [option.right for option in only(text).content.options] == [False, True]


@pytest.mark.parametrize("text", [SINGLE, JUDGED, CITED], ids=["single", "truefalse", "cited"])
def test_content_survives_json_and_keeps_its_hash(text):
    content = only(text).content

    again = Content.from_json(content.to_json())

    assert (again, again.hash) == (content, content.hash)


def test_content_of_another_schema_is_refused():
    with pytest.raises(ValueError, match="schema 2"):
        Content.from_json({**only(SINGLE).content.to_json(), "schema": 2})


def test_the_layout_of_a_file_does_not_change_the_hash():
    other = SINGLE.replace("{worn: no}", "\n      worn: no").replace("哪种处理正确？", "'哪种处理正确？'")

    assert only(other).content.hash == only(SINGLE).content.hash


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("stem: 哪", "stim: 哪", "x.yaml:4 X-1 stim “哪种处理正确？”：没有这个字段", id="unknown field"),
        pytest.param("    stem: 哪种处理正确？\n", "", "x.yaml:2 X-1 stem 必填", id="field missing"),
        pytest.param("stem: 哪种处理正确？", "stem: [哪种]", "x.yaml:4 X-1 stem “['哪种']”：应是一段文字", id="no text"),
        pytest.param("type: single", "type: essay", "x.yaml:3 X-1 type “essay”：应是 single、", id="unknown type"),
        pytest.param("type: single", "ask: wrong\n    type: single", "x.yaml:3 X-1 ask “wrong”：应是", id="unknown ask"),
        pytest.param("claim: not late", "klaim: late", "X-1 options.B.klaim “late”：没有这个字段", id="in an option"),
        pytest.param("      - {text: 丙, claim: late and worn, set: {facts: {worn: yes}}}\n", "", "x.yaml:11 X-1 options “2”：应有 3 到 6 个选项", id="too few options"),
        pytest.param("{text: 乙, claim: not late}", "乙", "X-1 options.B “乙”：应写成", id="an option that is no mapping"),
        pytest.param("text: 乙", "text: 甲", "X-1 options 有两个选项文字相同", id="twice the same text"),
        pytest.param("claim: not late", "right: no", "X-1 options.B.right “no”：只有引用题", id="right without cited"),
        pytest.param("    order:", "    claim: late\n    order:", "X-1 claim “late”：只有判断题", id="claim on the item"),
        pytest.param("expected: [A]", "expected: [E]", "x.yaml:15 X-1 expected “E”：应取自 A、B、C", id="no such letter"),
        pytest.param("expected: [A]", "expected: A", "X-1 expected “A”：应写成列表", id="no list"),
        pytest.param("expected: [A]", "note: 无", "X-1 expected 必填", id="nothing expected"),
        pytest.param("facts: {worn: no}", "facts: [worn]", "X-1 facts “['worn']”：应是“名称: 值”", id="no mapping"),
        pytest.param("provenance: {seed: SEED-A01}", "provenance: {}", "X-1 provenance 必填", id="no provenance"),
        pytest.param("{seed: SEED-A01}", "{book: 1}", "X-1 provenance.book “1”：没有这个字段", id="unknown provenance"),
        pytest.param("    type: single", "    type: single\n    type: single", "“type”重复", id="a key twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_place_and_remedy(old, new, line):
    assert old in SINGLE

    lines = told(SINGLE.replace(old, new, 1))

    assert any(line in one for one in lines), lines


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("claim: late", "claim: late\n    ask: incorrect", "判断题不写 ask", id="ask"),
        pytest.param("claim: late", "options: []\n    claim: late", "判断题不写 options", id="options"),
        pytest.param(
            "claim: late", "cited: {rule: R, clause: c}\n    options: [{text: 对, right: yes}]",
            "判断题的选项只能是 正确、错误", id="other labels",
        ),
        pytest.param("claim: late", "cited: {rule: R, clause: c}\n    claim: late", "引用题写 right", id="claim and cited"),
        pytest.param("claim: late", "cited: {rule: R, clause: c}\n    right: 也许", "引用题必填：yes 或 no", id="no yes or no"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_judgement_is_told(old, new, line):
    assert any(line in one for one in told(JUDGED.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("items: [", "不是合法的 YAML", id="no yaml"),
        pytest.param("- X-1", "文件最外层应当只有“items:”", id="a list"),
        pytest.param("items: []\nmore: 1", "文件最外层应当只有“items:”", id="another key"),
        pytest.param("items: [X-1]", "每一项应是“字段: 值”", id="no mapping"),
    ],
)
def test_a_file_of_another_shape_is_told(text, line):
    assert line in told(text)[0]


def test_long_values_are_cut_in_the_message():
    assert "…”" in told(SINGLE.replace("type: single", f"type: {'长' * 60}"))[0]


def test_a_folder_is_read_in_order_of_id_and_clashes_are_told(tmp_path):
    (tmp_path / "b.yaml").write_text(JUDGED)
    (tmp_path / "a.yaml").write_text(
        SINGLE + SINGLE[len("items:\n") :] + SINGLE[len("items:\n") :].replace("X-1", "X-4")
    )

    files = read_bank(tmp_path, tmp_path / "none.yaml")

    assert [item.id for item in files.items] == ["X-1", "X-1", "X-2", "X-4"]
    told_lines = [str(problem) for problem in files.problems]
    assert "a.yaml:18 X-1 id “X-1”：a.yaml:2 已经用了这个编号" in told_lines
    assert any("与 X-1 内容完全相同" in one for one in told_lines)
    with pytest.raises(ItemError, match="已经用了这个编号"):
        files.insist()


DISPUTED = "disputed:\n  - {id: X-2, expected: [正确], derived: [错误], reason: 来源有误}\n"


def test_the_list_of_disputed_items_is_read(tmp_path):
    found, problems = read_disputed(DISPUTED, "disputed.yaml")

    assert problems == []
    assert found == {"X-2": Disputed(("正确",), ("错误",), "来源有误")}


def test_a_dispute_about_no_item_is_told(tmp_path):
    items = tmp_path / "items"
    items.mkdir()
    (items / "a.yaml").write_text(SINGLE)
    (tmp_path / "disputed.yaml").write_text(DISPUTED)

    files = read_bank(items, tmp_path / "disputed.yaml")

    assert [str(problem) for problem in files.problems] == [
        "disputed.yaml:0 X-2 id “X-2”：题库里没有这道题，请删去这一条"
    ]
