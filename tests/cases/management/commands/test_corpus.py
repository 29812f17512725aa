"""``manage.py corpus``: what is loaded can be listed, compared, and written back byte for byte."""

import filecmp
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.api import current_edition_id
from cases.editions.canonical import write_text
from cases.editions.content import CORPUS, EDITION_LABEL
from cases.editions.files import write_files
from cases.models import Edition
from tests.factories.rulebook import content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus on disk."""
    write_files(content(), tmp_path / "small")
    return tmp_path / "small"


def said(capsys, *words: object) -> list[str]:
    call_command("corpus", *map(str, words))
    return capsys.readouterr().out.splitlines()


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def same_files(one: Path, other: Path) -> bool:
    """As ``diff -r``: the same names with the same bytes."""
    names = [sorted(str(path.relative_to(root)) for path in root.rglob("*")) for root in (one, other)]
    files = [name for name in names[0] if (one / name).is_file()]
    return names[0] == names[1] and filecmp.cmpfiles(one, other, files, shallow=False)[1:] == ([], [])


def test_a_folder_is_loaded_once_under_its_label(db, folder, capsys):
    first = said(capsys, "load", folder, "--label", "2026.2")
    second = said(capsys, "load", folder, "--label", "别的名字")

    assert first[0].endswith("已载入")
    assert second[0].endswith("已在库中")
    assert list(Edition.objects.values_list("label", flat=True)) == ["2026.2"]


def test_an_old_edition_loaded_again_stays_old_and_says_so(db, folder, capsys):
    said(capsys, "load", folder, "--label", "one")
    edit(folder, "rulebooks/taobao/ship.yaml", "以揽收记录为准", "以首条揽收记录为准")
    said(capsys, "load", folder, "--label", "two")
    edit(folder, "rulebooks/taobao/ship.yaml", "以首条揽收记录为准", "以揽收记录为准")

    assert said(capsys, "load", folder)[0].endswith("已在库中，但不是当前版本")


def test_without_a_label_the_folder_gives_its_name(db, folder):
    call_command("corpus", "load", str(folder))

    assert Edition.objects.get().label == "small"


def test_without_a_folder_the_shipped_corpus_is_meant(db, capsys):
    assert said(capsys, "load")[0].endswith("已载入")
    assert Edition.objects.get().label == EDITION_LABEL


def test_a_label_that_is_too_long_is_refused(db, folder):
    with pytest.raises(CommandError, match="--label 最长 32 个字"):
        call_command("corpus", "load", str(folder), "--label", "字" * 33)

    assert not Edition.objects.exists()


def test_a_dump_is_byte_for_byte_what_was_loaded(db, folder, tmp_path, capsys):
    said(capsys, "load", folder)

    assert said(capsys, "dump", tmp_path / "out")[0].endswith("8 个文件")
    assert same_files(folder, tmp_path / "out")


def test_the_shipped_corpus_comes_back_byte_for_byte(db, tmp_path, capsys):
    said(capsys, "load")

    said(capsys, "dump", tmp_path / "out")

    assert same_files(CORPUS, tmp_path / "out")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("title: 另有约定的按约定", "title: '另有约定的按约定'", "ship.yaml:18:不是规范写法，应写成“title: 另有约定的按约定”", id="quotes"),
        pytest.param("rules:\n", "# a remark\nrules:\n", "ship.yaml:1:不是规范写法，应写成“rules:”", id="a remark"),
    ],
)  # fmt: skip
def test_a_file_in_another_form_is_refused_until_it_is_formatted(db, folder, capsys, old, new, place):
    edit(folder, "rulebooks/taobao/ship.yaml", old, new)

    with pytest.raises(CommandError) as caught:
        call_command("corpus", "load", str(folder))
    before = Edition.objects.count()
    said(capsys, "fmt", folder / "rulebooks/taobao/ship.yaml")

    assert place in str(caught.value)
    assert "运行 manage.py corpus fmt" in str(caught.value)
    assert before == 0
    assert said(capsys, "load", folder)[0].endswith("已载入")


def test_an_older_edition_is_dumped_by_name(db, folder, tmp_path, capsys):
    old = tmp_path / "old"
    write_files(content(), old)
    said(capsys, "load", folder, "--label", "one")
    edit(folder, "rulebooks/taobao/ship.yaml", "以揽收记录为准", "以首条揽收记录为准")
    said(capsys, "load", folder, "--label", "two")

    said(capsys, "dump", tmp_path / "out", "--edition", "one")

    assert same_files(old, tmp_path / "out")


def test_a_folder_that_holds_something_is_not_written_into(db, folder, capsys):
    said(capsys, "load", folder)

    with pytest.raises(CommandError, match="不是空文件夹"):
        call_command("corpus", "dump", str(folder))


def test_without_a_folder_a_dump_goes_where_its_label_says(db, folder, tmp_path, capsys, monkeypatch):
    said(capsys, "load", folder, "--label", "2026.2")
    monkeypatch.chdir(tmp_path)

    said(capsys, "dump")

    assert same_files(folder, tmp_path / "corpus-2026.2")


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        pytest.param("rulebooks/taobao/ship.yaml", "    title: 另有", "    titel: 另有", ":18:SHIP-AGREED-01:没有“titel”这个字段", id="field"),
        pytest.param("rulebooks/taobao/ship.yaml", "agreed_hours > 0", "agreed_hour > 0", "ship.yaml:", id="fact"),
        pytest.param("rulebooks/taobao/ship.yaml", "rules:", "rules: [", "ship.yaml:", id="no YAML"),
        pytest.param("vocabulary.yaml", "type: money", "type: coin", "vocabulary.yaml:", id="type"),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_refused_with_file_and_line(db, folder, name, old, new, place):
    edit(folder, name, old, new)

    with pytest.raises(CommandError) as caught:
        call_command("corpus", "load", str(folder))

    assert str(folder / name) in str(caught.value)
    assert place in str(caught.value)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("name", ["vocabulary.yaml", "acts.yaml"])
def test_a_missing_file_is_told(db, folder, name):
    (folder / name).unlink()

    with pytest.raises(CommandError, match=f"{name}:文件不存在"):
        call_command("corpus", "load", str(folder))


def test_a_folder_that_is_no_corpus_is_told(db, tmp_path):
    with pytest.raises(CommandError, match="不是规则库文件夹"):
        call_command("corpus", "load", str(tmp_path))


def test_editions_are_listed_with_the_current_one_first(db, folder, capsys):
    said(capsys, "load", folder, "--label", "one")
    edit(folder, "rulebooks/taobao/ship.yaml", "以揽收记录为准", "以首条揽收记录为准")
    said(capsys, "load", folder, "--label", "two")

    lines = said(capsys, "list")
    listed = json.loads("\n".join(said(capsys, "list", "--json")))

    assert [line.split()[:2] for line in lines[:1]] == [["当前", "two"]]
    assert lines[1].split()[0] == "one"
    assert lines[2] == "共 2 个版本"
    assert [(one["label"], one["rules"], one["is_current"]) for one in listed] == [("two", 7, True), ("one", 7, False)]
    assert listed[0]["id"] == current_edition_id()


def test_two_editions_are_compared_in_words(db, folder, capsys):
    said(capsys, "load", folder, "--label", "one")
    edit(folder, "rulebooks/taobao/ship.yaml", "以揽收记录为准", "以首条揽收记录为准")
    said(capsys, "load", folder, "--label", "two")

    assert said(capsys, "diff", "one", "two") == [
        "改动 SHIP-48H-01 付款后48小时内须有揽收记录\ttaobao/ship",
        "    text",
        "      - 商家应在买家付款后四十八小时内发货，以揽收记录为准，不看后台点击。",
        "      + 商家应在买家付款后四十八小时内发货，以首条揽收记录为准，不看后台点击。",
        "规则：新增 0，删去 0，改动 1；词汇与其他：新增 0，删去 0，改动 0",
    ]


def test_an_edition_is_compared_with_a_folder(db, folder, capsys):
    said(capsys, "load", folder, "--label", "one")
    same = said(capsys, "diff", "one", folder)
    path = folder / "rulebooks/taobao/ship.yaml"
    raw = content()["books"]["taobao"]["ship"]
    path.write_text(write_text({"rules": raw["rules"][::-1]}), encoding="utf-8")
    turned = said(capsys, "diff", "one", folder)
    path.write_text(write_text({"rules": raw["rules"][:1]}), encoding="utf-8")
    report = json.loads("\n".join(said(capsys, "diff", "one", folder, "--json")))

    assert (same, turned) == (["两个版本的内容相同"], ["只有次序不同"])
    assert [rule["id"] for rule in report["rules"]["removed"]] == ["SHIP-AGREED-01"]


def test_what_is_neither_an_edition_nor_a_folder_is_told(db, folder):
    with pytest.raises(CommandError, match="没有版本“nowhere”"):
        call_command("corpus", "diff", "nowhere", str(folder))


def test_the_corpus_lies_where_the_program_says():
    assert (CORPUS / "vocabulary.yaml").is_file()


def test_the_table_of_the_catalogue_is_written_where_asked(tmp_path, capsys):
    path = tmp_path / "reference" / "catalogue.md"

    assert said(capsys, "catalogue", path) == [f"对照表写到 {path}"]
    assert path.read_text(encoding="utf-8").startswith("# The catalogue and the rules that cover it")
