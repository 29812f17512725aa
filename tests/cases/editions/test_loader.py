"""The loader is strict: everything wrong is told with file, line and what to write."""

from pathlib import Path
from textwrap import dedent, indent

import pytest

from cases.editions.check import check_edition
from cases.editions.content import build_edition, content_hash, read_files
from cases.editions.text_yaml import CorpusError, load_text
from tests.factories.cases import ACTS, WORDS

BOOKS = {
    "law": "id: law\nname: 法律\nlevel: law\n",
    "plat": "id: plat\nname: 平台\nlevel: platform\n",
    "shop": "id: shop\nname: 店铺\nlevel: shop\n",
}
FILE = "cases/corpus/rulebooks/plat/t.yaml"


def rule_text(rule_id="R-1", **parts: str) -> str:
    fields = {
        "title": "标题",
        "text": "正文",
        "source": "{doc: 规则, clause: 第1条}",
        "issue": "remedy",
        "when": "[worn]",
        "then": "refund",
        "examples": (
            "[{name: 穿过, applies: yes, facts: {worn: yes}, expect: {remedy: refund}},"
            " {name: 没穿过, applies: no, facts: {worn: no}, expect: {remedy: gap}}]"
        ),
        **parts,
    }
    lines = [f"- id: {rule_id}", *(f"  {key}: {value}" for key, value in fields.items() if value)]
    return indent("\n".join(lines), "  ") + "\n"


def corpus(root: Path, **files: str) -> Path:
    """Write a small corpus; ``files`` maps ``book__topic`` to rules."""
    folder = root / "cases" / "corpus"
    for name, text in {"vocabulary": WORDS, "acts": ACTS}.items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(files.pop(name, text), encoding="utf-8")
    for name, text in BOOKS.items():
        (folder / "rulebooks" / name).mkdir(parents=True)
        (folder / "rulebooks" / name / "book.yaml").write_text(text, encoding="utf-8")
    for name, rules in files.items():
        book, _, topic = name.partition("__")
        (folder / "rulebooks" / book / f"{topic}.yaml").write_text(f"rules:\n{rules}", encoding="utf-8")
    return folder


def problems_of(root: Path, **files: str) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        build_edition(read_files(corpus(root, **files)))
    return caught.value.problems


def test_a_sound_corpus_loads(tmp_path):
    content = read_files(corpus(tmp_path, plat__t=rule_text()))
    edition = build_edition(content)

    assert check_edition(edition, content) == []
    assert edition.id == content_hash(content)
    assert [(rule.id, rule.book, rule.topic, rule.catalogue) for rule in edition.rules] == [
        ("R-1", "plat", "t", ("R-1",))
    ]


@pytest.mark.parametrize(
    ("parts", "line", "said"),
    [
        pytest.param({"titel": "x"}, 10, "没有“titel”这个字段,是不是 title?", id="unknown key"),
        pytest.param({"title": ""}, 2, "缺少 title", id="missing title"),
        pytest.param({"source": "{clause: 第1条}"}, 5, "缺少 source.doc", id="missing source"),
        pytest.param({"issue": "remedie"}, 8, "没有叫“remedie”的争点", id="unknown issue"),
        pytest.param({"when": "[wron]"}, 7, "没有叫“wron”的事实或争点", id="unknown fact"),
        pytest.param({"when": "[worn and]"}, 7, "第 1 行第 9 列", id="broken condition"),
        pytest.param({"then": "refunds"}, 8, "可用:reject、exchange、refund", id="no such outcome"),
        pytest.param({"kind": "ruel"}, 10, "kind 不能是“ruel”,可用:rule", id="unknown kind"),
        pytest.param({"overrides": "[NO-SUCH]"}, 10, "overrides 里没有规则“NO-SUCH”", id="unknown loser"),
        pytest.param({"effective": "{from: soon}"}, 10, "from “soon”不是日期", id="no date"),
        pytest.param({"effective": "{from: 2025-01-02, to: 2025-01-02}"}, 10, "应晚于", id="ends as it begins"),
        pytest.param({"effective": "{by: payd}"}, 10, "没有叫“payd”的事件", id="unknown event"),
        pytest.param({"misreadings": "[{say: 误读}]"}, 10, "误读要改变 when 或 then", id="misreads nothing"),
        pytest.param({"kind": "cited"}, 10, "cited 规则只有文字", id="cited with a conclusion"),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_file_and_line(tmp_path, parts, line, said):
    problems = problems_of(tmp_path, plat__t=rule_text(**parts))

    assert len(problems) == 1
    assert problems[0].startswith(f"{FILE}:{line}:R-1:")
    assert said in problems[0]


def test_all_mistakes_are_told_at_once(tmp_path):
    problems = problems_of(tmp_path, plat__t=rule_text(titel="x") + rule_text("R-2", when="[wron]"))

    assert len(problems) == 2


def test_a_duplicate_key_is_refused_with_both_lines(tmp_path):
    problems = problems_of(tmp_path, plat__t=rule_text() + "    title: 又一个\n")

    assert problems == [f"{FILE}:10:“title”重复,上一次在第 3 行"]


def test_what_is_no_yaml_is_refused_with_its_line(tmp_path):
    (problem,) = problems_of(tmp_path, plat__t="  - id: [R-1\n    title: x\n")

    assert problem.startswith(f"{FILE}:3:不是合法的 YAML")


@pytest.mark.parametrize(
    ("files", "place", "said"),
    [
        pytest.param(
            {"plat__t": rule_text(overrides="[R-2]") + rule_text("R-2", overrides="[R-1]")},
            f"{FILE}:2",
            "优先关系成环",
            id="circle",
        ),
        pytest.param(
            {"law__t": rule_text("L-1"), "plat__t": rule_text(overrides="[L-1]")},
            f"{FILE}:2",
            "不能优先于强制性规定 L-1",
            id="edge against mandatory law",
        ),
        pytest.param(
            {"plat__t": rule_text() + rule_text()}, FILE, "编号和 version 与另一条规则相同", id="the same rule twice"
        ),
        pytest.param(
            {
                "plat__t": rule_text(version="a", effective="{to: 2025-02-01}")
                + rule_text(version="b", effective="{from: 2025-01-01}")
            },
            FILE,
            "生效期间重叠",
            id="versions that overlap",
        ),
        pytest.param(
            {
                "plat__t": rule_text(version="a", effective="{to: 2025-01-01, by: paid}")
                + rule_text(version="b", effective="{from: 2025-01-01, by: sent}")
            },
            FILE,
            "由同一个事件的日期选定",
            id="versions dated by different events",
        ),
        pytest.param(
            {"plat__other": rule_text()}, "cases/corpus/rulebooks/plat/other.yaml:1", "不是主题", id="no topic"
        ),
    ],
)
def test_rules_that_do_not_fit_together_are_told_with_the_place(tmp_path, files, place, said):
    first, *_ = problems_of(tmp_path, **files)

    assert first.startswith(place)
    assert said in first


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        pytest.param("[]", "缺少一个适用的例子", id="none"),
        pytest.param(
            "[{name: 甲, applies: yes, facts: {worn: no}}, {name: 乙, applies: no}]",
            "写的是适用,实际不适用",
            id="applies",
        ),
        pytest.param(
            "[{name: 甲, applies: yes, facts: {worn: yes}, expect: {remedy: reject}}, {name: 乙, applies: no}]",
            "“处理”应为“驳回”，实际是“退款”（R-1）",
            id="comes out otherwise",
        ),
        pytest.param(
            "[{name: 甲, applies: yes, facts: {wron: yes}}, {name: 乙, applies: no}]", "没有叫“wron”", id="unreadable"
        ),
        pytest.param(
            "[{name: 甲, applies: yes, facts: {worn: yes}, events: {paid: 2025-05-02, sent: 2025-05-01}},"
            " {name: 乙, applies: no}]",
            "不可能的案情:揽收不早于付款",
            id="impossible",
        ),
    ],
)
def test_a_failing_example_is_told_with_file_and_line(tmp_path, examples, said):
    content = read_files(corpus(tmp_path, plat__t=rule_text(examples=examples)))

    problems = check_edition(build_edition(content), content)

    assert problems[0].startswith(f"{FILE}:2:R-1:")
    assert said in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("silence: no}", "silense: no}", "没有“silense”这个字段,是不是 silence?", id="unknown key"),
        pytest.param("{id: late, type: bool", "{id: worn, type: bool", "既是事实又是争点", id="a fact and an issue"),
        pytest.param("{id: sent,", "{id: paid,", "“paid”重复", id="twice"),
        pytest.param("worn or opened", "worn or opend", "没有叫“opend”", id="unknown fact in raised_when"),
        pytest.param("not before(sent, paid)", "not before(sent", "第 1 行", id="broken constraint"),
        pytest.param("favour: [no, yes]", "favour: [no, maybe]", "favour 只能用:no、yes", id="no such favour"),
        pytest.param("silence: none", "silence: nothing", "silence:“nothing”不是可用的值", id="no such silence"),
        pytest.param("type: int", "type: float", "type 不能是“float”", id="unknown type"),
        pytest.param("{unset: sent}", "{unset: sended}", "repair 里没有“sended”", id="unknown repair"),
    ],
)
def test_a_mistake_in_the_vocabulary_is_told(tmp_path, old, new, said):
    problems = problems_of(tmp_path, vocabulary=WORDS.replace(old, new, 1), plat__t=rule_text())

    assert any(said in problem for problem in problems), problems


def test_an_act_that_sets_no_fact_is_told(tmp_path):
    (problem,) = problems_of(tmp_path, acts=ACTS.replace("fact: pieces", "fact: peaces"))

    assert "行为 count:没有叫“peaces”的事实" in problem


def test_every_scalar_stays_a_text_and_knows_its_line():
    node = load_text(dedent("a: no\nb: 14:00\nc: 2025-01-01\nd:\ne: [1, on]\n"), "x.yaml")

    assert node == {"a": "no", "b": "14:00", "c": "2025-01-01", "d": "", "e": ["1", "on"]}
    assert (node.place, node.lines["c"]) == ("x.yaml", 3)


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: !!python/name:os.system 1\n"], ids=["anchor", "tag"])
def test_anchors_and_tags_do_nothing(text):
    try:
        node = load_text(text, "x.yaml")
    except CorpusError:
        return
    assert all(isinstance(value, str) for value in node.values())


def test_the_hash_tells_contents_apart_and_nothing_else(tmp_path):
    one = read_files(corpus(tmp_path / "one", plat__t=rule_text()))
    same = read_files(corpus(tmp_path / "same", plat__t=rule_text()))
    other = read_files(corpus(tmp_path / "other", plat__t=rule_text(title="另一个标题")))

    assert content_hash(one) == content_hash(same) != content_hash(other)


def test_a_missing_file_is_told(tmp_path):
    folder = corpus(tmp_path, plat__t=rule_text())
    (folder / "acts.yaml").unlink()

    with pytest.raises(CorpusError, match=r"cases/corpus/acts.yaml:文件不存在"):
        read_files(folder)
