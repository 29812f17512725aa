"""Import and export from the command line."""

import io
import json

import docx
import pytest
from django.core.management import CommandError, call_command

from certification.bank.models import Question
from certification.exchange.models import ImportPlan

SHEET = "题型,题干,选项A,选项B,答案,难度,谁出的\n单选,几天内退？,三天,七天,B,易,张三\n单选,没有答案,甲,乙,,易,\n"


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "题.csv"
    path.write_bytes(SHEET.encode("gb18030"))
    return path


def run(name, *args):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *map(str, args), stdout=out, stderr=err)
    return out.getvalue()


def test_a_dry_run_tells_and_writes_nothing(edition, sheet):
    told = run("import_questions", sheet, "--dry-run")

    assert "共 2 题，新题 1，有错 1" in told
    assert "答案：没有答案" in told
    assert "不导入：列“谁出的”" in told
    assert not Question.objects.filter(code="MD-9001").exists()
    assert ImportPlan.objects.get().state == "discarded"


def test_errors_stop_it_unless_they_are_left_out(edition, sheet, trainer):
    with pytest.raises(CommandError, match="还有 1 行有错"):
        run("import_questions", sheet)
    told = json.loads(run("import_questions", sheet, "--format", "csv", "--skip-errors", "--json", "--by", "B10021"))

    assert told["counts"]["new"] == 1
    assert [row["verdict"] for row in told["rows"]] == ["new", "error"]
    assert told["rows"][1]["problems"][0]["column"] == "答案"
    assert Question.objects.get(code="MD-9001").owner == trainer


def test_columns_are_mapped_by_hand(edition, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("说的什么,对不对\n定做的能退,错\n", encoding="utf-8")

    with pytest.raises(CommandError, match="没有一列对应"):
        run("import_questions", path)
    assert "新题 1" in run("import_questions", path, "--map", "stem=说的什么", "--map", "answer=对不对")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gift", "moodlexml", "qti"])
def test_what_goes_out_comes_in_unchanged(edition, tmp_path, kind):
    path = tmp_path / "bank"
    assert "42 题写入" in run("export_questions", path, "--format", kind)

    assert "没有变化 42" in run("import_questions", path, "--format", kind)


def test_what_a_format_cannot_hold_is_told(edition, tmp_path):
    told = run("export_questions", tmp_path / "a.txt", "--format", "aiken")

    assert "Aiken 没有多选题）（7 题）" in told
    assert "案情和主张（42 题）" in told


def test_word_with_and_without_the_key(edition, tmp_path):
    run("export_questions", tmp_path / "with.docx", "--format", "docx", "--with-explanations")
    run("export_questions", tmp_path / "without.docx", "--format", "docx", "--without-key", "--code", "T-00A")
    told = "\n".join(one.text for one in docx.Document(tmp_path / "with.docx").paragraphs)
    bare = "\n".join(one.text for one in docx.Document(tmp_path / "without.docx").paragraphs)

    assert "答案与解析" in told
    assert "构成迟延" in told
    assert "T-00A" in bare
    assert "答案" not in bare


def test_json_says_everything(edition, tmp_path):
    run("export_questions", tmp_path / "a.json", "--format", "json")
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))

    assert (told["schema"], told["edition"], len(told["questions"])) == ("mingduan.questions/1", edition.id, 42)
    assert told["questions"][0]["case"]["stack"] == {"platform": "taobao"}


@pytest.mark.parametrize(
    ("args", "said"),
    [(["nowhere.csv"], "读不了"), (["nowhere.csv", "--by", "X9"], "没有工号或姓名"), ([__file__], "认不出")],
)
def test_what_cannot_be_is_told(edition, args, said):
    with pytest.raises(CommandError, match=said):
        run("import_questions", *args)


def test_without_an_edition_there_is_nothing_to_do(db, sheet, tmp_path):
    for name, path in (("import_questions", sheet), ("export_questions", tmp_path / "x")):
        with pytest.raises(CommandError):
            run(name, path)


def test_a_place_that_cannot_be_written_is_told(edition, tmp_path):
    with pytest.raises(CommandError, match="写不了"):
        run("export_questions", tmp_path / "no" / "a.xlsx")


def test_fuzzing_tells_what_came_of_it():
    assert "出错 0" in run("fuzz_exchange", "--files", "21")
