"""Files are rewritten in the canonical form, and what differs from it is told with its line."""

import pytest
from django.core.management import CommandError, call_command

from cases.editions.content import CORPUS, read_files
from cases.editions.files import first_difference, format_file, write_files
from cases.editions.text_yaml import CorpusError, load_text
from tests.factories.rulebook import content

LOOSE = "# a remark\nrules:\n- title: '标题'\n  id: R-1\n"
TIGHT = "rules:\n  - id: R-1\n    title: 标题\n"


def test_a_loose_file_is_rewritten_once(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text(LOOSE, encoding="utf-8")

    assert [format_file(path), format_file(path)] == [True, False]
    assert path.read_text(encoding="utf-8") == TIGHT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(b"rules: [", "t.yaml:2:不是合法的 YAML", id="no YAML"),
        pytest.param(b"a: 1\na: 2\n", "t.yaml:2:“a”重复,上一次在第 1 行", id="a key twice"),
        pytest.param("规则".encode("gbk"), "t.yaml:不是 UTF-8 文字(第 1 个字节)", id="another encoding"),
    ],
)
def test_a_file_that_cannot_be_read_is_left_alone(tmp_path, text, said):
    path = tmp_path / "t.yaml"
    path.write_bytes(text)

    with pytest.raises(CommandError) as caught:
        call_command("corpus", "fmt", str(path))

    assert said in str(caught.value)
    assert path.read_bytes() == text


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CorpusError, match=r"none\.yaml:文件不存在"):
        format_file(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param(LOOSE, 1, "应写成“rules:”", id="a remark"),
        pytest.param(TIGHT.replace("标题", "'标题'"), 3, "应写成“title: 标题”", id="needless quotes"),
        pytest.param(TIGHT + "\n", 4, "这里应为空行或结尾", id="a line too many"),
        pytest.param(TIGHT.removesuffix("\n"), 4, "这里应为空行或结尾", id="no line end"),
        pytest.param(TIGHT.replace("\n", "\r\n"), 1, "应写成“rules:”", id="another line end"),
    ],
)
def test_what_is_not_canonical_is_told_with_its_line(text, line, said):
    found = first_difference(text, load_text(text, "t.yaml"), "t.yaml")

    assert found.startswith(f"t.yaml:{line}:不是规范写法，{said}")
    assert found.endswith("运行 manage.py corpus fmt")


def test_a_canonical_text_has_nothing_to_tell():
    assert first_difference(TIGHT, load_text(TIGHT, "t.yaml"), "t.yaml") == ""


def test_the_command_tells_what_it_rewrote(tmp_path, capsys):
    loose, tight = tmp_path / "a.yaml", tmp_path / "b.yaml"
    loose.write_text(LOOSE, encoding="utf-8")
    tight.write_text(TIGHT, encoding="utf-8")

    call_command("corpus", "fmt", str(loose), str(tight))

    assert capsys.readouterr().out.splitlines() == [f"{loose}:已改写", "2 个文件，改写 1 个"]


def test_without_files_the_shipped_ones_are_meant(monkeypatch, capsys):
    seen = []
    monkeypatch.setattr("cases.management.commands.corpus.format_file", seen.append)

    call_command("corpus", "fmt")

    assert seen == sorted(CORPUS.rglob("*.yaml"))
    assert "改写 0 个" in capsys.readouterr().out


def test_a_folder_in_canonical_form_is_read_strictly(tmp_path):
    write_files(content(), tmp_path / "small")
    (tmp_path / "small" / ".DS_Store").write_bytes(b"hidden files do not count")

    assert read_files(tmp_path / "small", canonical=True) == content()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("acts.yaml", LOOSE, "acts.yaml:1:不是规范写法", id="another form"),
        pytest.param("notes.txt", "x", "notes.txt:不是规则库的文件，请移走", id="no file of the corpus"),
        pytest.param("rules.yaml", TIGHT, "rules.yaml:不是规则库的文件", id="a name that is not read"),
        pytest.param("rulebooks/taobao/deep/t.yaml", TIGHT, "t.yaml:不是规则库的文件", id="too deep"),
    ],
)
def test_what_is_not_canonical_in_a_folder_is_refused(tmp_path, name, text, said):
    folder = tmp_path / "small"
    write_files(content(), folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")

    with pytest.raises(CorpusError) as caught:
        read_files(folder, canonical=True)

    assert len(caught.value.problems) == 1
    assert said in caught.value.problems[0]
    assert str(folder) in caught.value.problems[0]


def test_the_shipped_files_are_in_canonical_form():
    assert read_files(canonical=True) == read_files()


def test_every_loose_file_is_told_at_once(tmp_path):
    folder = tmp_path / "small"
    write_files(content(), folder)
    for name in ("acts.yaml", "vocabulary.yaml"):
        (folder / name).write_text("# a remark\n" + (folder / name).read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(CorpusError) as caught:
        read_files(folder, canonical=True)

    assert [problem.split(":")[0].rsplit("/")[-1] for problem in caught.value.problems] == [
        "vocabulary.yaml",
        "acts.yaml",
    ]
