"""Scripts are read strictly: what is wrong is told with line, field, value and remedy."""

import pytest

from certification.drills.script.patterns import ActPattern, Comparison, read_comparison, read_pattern
from certification.drills.script.reading import ScriptError, read_folder, read_script, script_of
from tests.certification.drills.talking import LITTLE, little


def problems(old: str, new: str) -> list[str]:
    assert old in LITTLE
    script, found = read_script(LITTLE.replace(old, new, 1), "x.yaml")
    assert script is None
    return [str(one) for one in found]


def test_a_script_is_read_whole_and_again_from_its_raw_mapping():
    script = little()

    assert script.perfect.name == "好"
    assert script.reveals[0].picture == "一个洞"
    assert script.reactions  # those of every talk
    assert (*script.states, *script.endings) == ("start", "freight", "good", "bad", "out")
    assert script_of(script.raw) == script


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: 破洞", "titel: 破洞", "titel"),
        ("any: [offer_return]", "any: [offer_refund]", "没有这个行为"),
        ("any: [offer_return]", "any: ['offer_return(?)']", "应写成 行为"),
        ("to: freight,", "to: fright,", "通向不存在的状态或结局"),
        ("weight: 50", "weight: 40", "加起来应是 100"),
        ("check: owed,", "check: said, said: [greet],", "恰好要有一项 check: owed"),
        ("kind: perfect", "kind: bad, because: points", "恰好要有一份 kind: perfect"),
        ("kind: bad, because: refused.offer_return", "kind: perfect", "至少要有一份 kind: bad"),
        ("kind: perfect", "kind: fine", "应是 perfect、bad 之一"),
        ("{to: start, patience: -1, say: [别绕。]}", "{when: {breach: yes}, to: start}", "最后一条"),
        ("id: freight\n", "id: good\n", "不能同名"),
        ("id: bad,", "id: good,", "编号重复"),
        ("hidden: [quality_confirmed]", "hidden: [quality]", "没有这个事实"),
        ("facts: [quality_confirmed]", "facts: [worn]", "要列在 hidden 里"),
        ("turns_out: out", "turns_out: nowhere", "应是一个结局"),
        ("patience: 3", "patience: 9", "1 到 5 的整数"),
        ("mood: upset", "mood: mad", "应是 calm"),
        ("turn: '<= 3'", "turn: few", "应写成比较"),
        ("first: 60, average: 90", "by: 1", "至少写 first 或 average"),
        ("said: [apology], by: 1", "said: [review_bribe]", "禁止的行为不能得分"),
        ("id: start\n", "id: begin\n", "start"),
        ("opening: [破了！, 有个洞！]", "opening: []", "至少一项"),
        ("opening: [破了！, 有个洞！]", "opening: {a: b}", "应写成列表"),
        ("lookups:\n", "lookups: 查\nlook:\n", "应写成列表"),
        ("buyer: {name: 猫, mood: upset, patience: 3, wants: 退货}", "buyer: 猫", "应是“名称: 值”"),
        ("card: [{label: 质量, text: 有个洞}]", "card: [图]", "每一项应是"),
        ("owed: [all]}, to: good, patience", "owed: [most]}, to: good, patience", "没有这个名称"),
        ("seconds: '> 600'", "breach: maybe", "应是 yes 或 no"),
        ("seconds: '> 600'", "conduct: fine", "应是 proper、improper"),
        ("seconds: '> 600'", "revealed: [video]", "reveals 或 lookups 的编号"),
        ("acts: [refuse]", "acts: [refuse], lookups: [x]", "lookups 里没有这个编号"),
        ("area: quality", "area: [quality]", "应是一段文字"),
    ],
)
def test_what_is_wrong_is_told(old, new, told):
    assert any(told in one and one.startswith("x.yaml:") for one in problems(old, new)), problems(old, new)


def test_a_file_that_is_no_mapping_or_no_yaml_is_told():
    assert read_script("- 一", "x.yaml")[1][0].todo == "文件最外层应是“字段: 值”"
    assert "不是合法的 YAML" in str(read_script("a: [", "x.yaml")[1][0])
    with pytest.raises(ScriptError, match="必填"):
        script_of({})


def test_a_folder_has_every_id_once(tmp_path):
    (tmp_path / "a.yaml").write_text(LITTLE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(LITTLE, encoding="utf-8")

    scripts, wrong = read_folder(tmp_path)

    assert [one.id for one in scripts] == ["DR-9999"]
    assert [one.todo for one in wrong] == ["已经有脚本用了这个编号"]


@pytest.mark.parametrize(
    ("text", "money", "bound"),
    [
        ("<= 2", False, Comparison("<=", 2)),
        ("3", False, Comparison("=", 3)),
        ("> 12.5元", True, Comparison(">", 1250)),
        ("30", True, None),
        ("3.5", False, None),
        ("~ 3", False, None),
    ],
)
def test_a_bound_is_read(text, money, bound):
    assert read_comparison(text, money=money) == bound


@pytest.mark.parametrize(("op", "holds"), [("<=", [1, 2]), (">=", [2, 3]), ("<", [1]), (">", [3]), ("=", [2])])
def test_a_bound_holds_up_to_its_number(op, holds):
    assert [number for number in (1, 2, 3) if Comparison(op, 2).holds(number)] == holds


def test_a_pattern_asks_for_words_sums_and_firmness():
    words = frozenset({"photo", "carrier"})
    photo, much, firm = (
        read_pattern(text, words=words)
        for text in ("ask_evidence(photo)", "offer_compensation(> 30元)", "offer_return(firm)")
    )

    assert photo is not None
    assert much is not None
    assert firm is not None
    assert photo.matches("ask_evidence", {"kind": "photo"})
    assert not photo.matches("ask_evidence", {})
    assert read_pattern("escalate(carrier)", words=words).matches("escalate", {"to": "carrier"})  # type: ignore[union-attr]
    assert much.matches("offer_compensation", {"amount": 3001})
    assert not much.matches("offer_compensation", {"amount": 3000})
    assert not much.matches("offer_compensation", {})
    assert firm.matches("offer_return", {})
    assert not firm.matches("offer_return", {"conditional": True})
    assert [str(one) for one in (photo, much, firm, ActPattern("greet"))] == [
        "ask_evidence(photo)", "offer_compensation(> 30元)", "offer_return(firm)", "greet",
    ]  # fmt: skip
    assert read_pattern("ask_evidence(poem)", words=words) is None
