"""Hostile files: refused or made harmless, in bounded memory."""

import io
import random
import struct
import tracemalloc
import zipfile

import openpyxl
import pytest

from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.exchange.domain import FileFormat
from certification.exchange.files import Asked, format_of, headings_of, read_file, write_file
from certification.exchange.formats.xlsx_write import EXAMPLE_QUESTIONS
from certification.exchange.fuzzing import fuzz, mutated
from certification.exchange.limits import MEGABYTE, MOST_QUESTIONS
from certification.exchange.texts import html_of
from certification.exchange.wording import REFUSALS

MOST_MEMORY = 220 * MEGABYTE
ZEROS = b"0" * MEGABYTE


def package(*entries, **more) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*entries, *more.items()):
            archive.writestr(name, content)
    return out.getvalue()


def workbook(*entries) -> bytes:
    """A workbook with some of its files replaced or added."""
    whole = write_file(EXAMPLE_QUESTIONS, FileFormat.XLSX, Asked())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return package(*{**files, **dict(entries)}.items())


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.xml", "w", force_zip64=True) as entry,
    ):
        for _each in range(45):
            entry.write(ZEROS)
    return out.getvalue()


def many_entries() -> bytes:
    return package(*((f"{n}.xml", "") for n in range(12_001)))


def lying_bomb() -> bytes:
    """A package whose directory says that the file is small."""
    data = bytearray(package(("a.xml", b"<assessmentItem>" + ZEROS)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(package(("a.xml", "x")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def symlink() -> bytes:
    entry = zipfile.ZipInfo("a.xml")
    entry.external_attr = 0o120777 << 16
    return package((entry, "/etc/passwd"))


LAUGHS = b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><worksheet>&b;</worksheet>"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        pytest.param(b"", FileFormat.CSV, "empty", id="empty"),
        pytest.param(b"x" * (200 * MEGABYTE), FileFormat.CSV, "too-large", id="200 MB"),
        pytest.param(bomb, FileFormat.QTI, "bomb", id="a zip bomb"),
        pytest.param(bomb, FileFormat.XLSX, "bomb", id="a zip bomb for a workbook"),
        pytest.param(many_entries, FileFormat.QTI, "bomb", id="too many files"),
        pytest.param(lying_bomb, FileFormat.QTI, "damaged", id="a bomb that lies about its size"),
        pytest.param(encrypted, FileFormat.QTI, "encrypted", id="a password"),
        pytest.param(symlink, FileFormat.QTI, "path", id="a link out of the package"),
        pytest.param(lambda: package(("/etc/a.xml", "x")), FileFormat.QTI, "path", id="an absolute path"),
        pytest.param(lambda: package(("a/../../b.xml", "x")), FileFormat.QTI, "path", id="a path that climbs"),
        pytest.param(lambda: package(("C:a.xml", "x")), FileFormat.QTI, "path", id="a path on a drive"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, FileFormat.XLSX, "old-office", id="an old workbook"
        ),
        pytest.param(lambda: workbook(("xl/vbaProject.bin", b"x")), FileFormat.XLSX, "macros", id="macros"),
        pytest.param(
            lambda: workbook(
                ("[Content_Types].xml", b"<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>")
            ),
            FileFormat.XLSX,
            "macros",
            id="macros by type",
        ),
        pytest.param(
            lambda: workbook(("xl/styles.xml", random.Random(1).randbytes(6 * MEGABYTE))),
            FileFormat.XLSX,
            "bomb",
            id="styles without end",
        ),
        pytest.param(lambda: workbook((SHEET, LAUGHS)), FileFormat.XLSX, "entities", id="entities in a sheet"),
        pytest.param(lambda: workbook((SHEET, b"<worksheet><sheet")), FileFormat.XLSX, "damaged", id="a broken sheet"),
        pytest.param(
            b"<quiz>" + b"<a/>" * 700_000 + b"</quiz>", FileFormat.MOODLE_XML, "too-deep", id="too many nodes"
        ),
        pytest.param(LAUGHS, FileFormat.QTI, "entities", id="entities"),
        pytest.param("题干,答案\n".encode() + b"," * (4 * MEGABYTE), FileFormat.CSV, "too-long", id="a line of commas"),
        pytest.param(b"{" * (9 * MEGABYTE), FileFormat.GIFT, "too-long", id="braces alone"),
        pytest.param(b"a{=a" + b"~b" * (9 * MEGABYTE), FileFormat.GIFT, "too-long", id="choices without end"),
        pytest.param(b"a\n" * MEGABYTE, FileFormat.GIFT, "too-long", id="lines without end"),
        pytest.param(b"A. b\n" * MEGABYTE, FileFormat.AIKEN, "too-long", id="options without end"),
        pytest.param(
            b"<quiz><question type='multichoice'><questiontext><text><![CDATA["
            + b"<ul><li>" * MEGABYTE
            + b"]]></text></questiontext></question></quiz>",
            FileFormat.MOODLE_XML,
            "too-long",
            id="lists without end",
        ),
        pytest.param(
            b'{"schema":"mingduan.questions/1","questions":[' + b"[]," * (5 * MEGABYTE) + b"0]}",
            FileFormat.JSON,
            "too-deep",
            id="lists in JSON",
        ),
        pytest.param(
            "\n".join(["题干,答案", *("买家多久内可以退货？,对" for _each in range(50))]).encode()[:-40]
            + b"\xe9\x80,x\n",
            FileFormat.CSV,
            "broken-text",
            id="UTF-8 that breaks off",
        ),
        pytest.param(b"\x81\x00\xff\x30" * 50, FileFormat.CSV, "encoding", id="no text at all"),
        pytest.param(b"x", FileFormat.WORD, "unreadable", id="a format that only goes out"),
    ],
)
def test_hostile_files_are_refused_with_a_sentence_in_bounded_memory(data, kind, code):
    made = data() if callable(data) else data
    tracemalloc.start()
    with pytest.raises(RefusedError, match=code) as refused:
        read_file(made, kind, {})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert refusal_text(refused.value.refusal, REFUSALS).endswith(("。", "）。"))
    assert peak < MOST_MEMORY


def rows_xml(rows: str) -> bytes:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


def cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "题干")}{cell("B1", "选项A")}{cell("C1", "选项B")}{cell("D1", "答案")}</row>'


def question_row(number: int) -> str:
    cells = "".join(
        cell(f"{letter}{number}", text) for letter, text in zip("ABCD", (f"选{number}？", "甲", "乙", "A"), strict=True)
    )
    return f'<row r="{number}">{cells}</row>'


def test_a_row_ten_million_rows_below_is_not_waited_for():
    rows = HEAD + question_row(2) + question_row(10_000_000)
    tracemalloc.start()
    found = read_file(workbook((SHEET, rows_xml(rows))), FileFormat.XLSX, {}).rows
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [row.question.stem for row in found] == ["选2？"]
    assert peak < MOST_MEMORY


def test_a_sheet_with_hundreds_of_thousands_of_empty_rows_ends_where_its_questions_end():
    rows = HEAD + question_row(2) + "".join(f'<row r="{n}" ht="{n}"/>' for n in range(3, 300_000))

    (row,) = read_file(workbook((SHEET, rows_xml(rows))), FileFormat.XLSX, {}).rows

    assert row.question.stem == "选2？"


def test_what_is_broken_in_the_text_is_told_with_its_line():
    whole = "题干,选项A,选项B,答案\n" + "买家多久内可以退货？,三天,七天,B\n" * 30
    broken = whole.encode()[:-30] + b"\xb4" + whole.encode()[-30:]

    with pytest.raises(RefusedError, match="broken-text") as refused:
        read_file(broken, FileFormat.CSV, {})

    assert "第 31 行" in refusal_text(refused.value.refusal, REFUSALS)
    assert read_file(whole.encode("gb18030"), FileFormat.CSV, {}).rows[0].question.stem == "买家多久内可以退货？"


def test_an_item_that_is_too_large_is_told_by_its_file():
    item = b"<assessmentItem>" + b"".join(b"<p>%d</p>" % n for n in range(200_000)) + b"</assessmentItem>"

    (row,) = read_file(package(("big.xml", item)), FileFormat.QTI, {}).rows

    assert "不像是一道题" in row.problems[0].todo


def test_one_picture_that_every_item_shows_is_unpacked_once():
    item = (
        '<assessmentItem identifier="i"><itemBody><p><img src="a.png" alt="图"/></p>'
        '<choiceInteraction maxChoices="1"/></itemBody></assessmentItem>'
    )
    picture = b"\x89PNG" + random.Random(1).randbytes(5 * MEGABYTE)
    data = package(("a.png", picture), *((f"{n}.xml", item) for n in range(100)))
    tracemalloc.start()
    rows = read_file(data, FileFormat.QTI, {}).rows
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(rows) == 100
    assert peak < 40 * MEGABYTE


def test_a_cell_far_to_the_right_costs_nothing():
    rows = HEAD + question_row(2).replace("</row>", f"{cell('XFD2', '远')}</row>")

    (row,) = read_file(workbook((SHEET, rows_xml(rows))), FileFormat.XLSX, {}).rows

    assert len(row.cells) < 100


def test_more_questions_than_a_file_may_have_are_refused():
    text = "题干,答案\n" + "".join(f"第{n}题,对\n" for n in range(MOST_QUESTIONS + 1))

    with pytest.raises(RefusedError, match="too-many"):
        read_file(text.encode(), FileFormat.CSV, {})


def test_a_case_that_laughs_or_goes_deep_is_an_error_of_its_row():
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"
    for case in (laughs, "[" * 3_000, "a: " * 500, "- !!python/object:os.system x", "a: {b: " * 30):
        head = ["题干", "选项A", "选项B", "答案", "案情", "主张A"]
        book = openpyxl.Workbook()
        book.active.append(head)
        book.active.append(["选？", "甲", "乙", "A", case, "x"])
        out = io.BytesIO()
        book.save(out)
        (row,) = read_file(out.getvalue(), FileFormat.XLSX, {}).rows

        assert row.problems[0].column == "案情"


def test_scripts_in_stems_are_words_on_the_page():
    stem = "<script>alert(1)</script><img src=x onerror=alert(1)>[点](javascript:alert(1))"
    data = f"题干,选项A,选项B,答案\n{stem},甲,乙,A\n".encode()
    (row,) = read_file(data, FileFormat.CSV, {}).rows

    shown = html_of(row.question.stem)

    assert "<script" not in shown
    assert "<img" not in shown
    assert "href" not in shown


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.xlsx", b"", "xlsx"), ("a.CSV", b"", "csv"), ("a.zip", b"", "qti"), ("a.xml", b"\n<quiz>", "moodlexml"),
        ("a.xml", b"<assessmentItem>", "qti"), ("a.txt", b"x {=a}", "gift"), ("a.txt", b"x\nA. b", "aiken"),
    ],
)  # fmt: skip
def test_a_format_is_known_by_its_name_and_first_words(name, data, kind):
    assert format_of(name, data) == kind


def test_an_unknown_format_is_asked_for():
    with pytest.raises(RefusedError, match="unknown-format"):
        format_of("a.pdf", b"%PDF")


def test_headings_are_read_without_the_rows():
    data = "说的什么,答案\n选？,对\n".encode()

    assert headings_of(data, FileFormat.CSV, {})["CSV"].headings == ("说的什么", "答案")
    assert headings_of(b"x", FileFormat.GIFT, {}) == {}


def test_no_mutated_file_crashes_a_reader():
    report = fuzz(350, seed=7)

    assert report.crashes == []
    assert (report.files, report.read + sum(report.refused.values())) == (350, 350)
    assert report.peak_bytes < MOST_MEMORY


def test_mutations_are_the_same_for_the_same_seed():
    data = write_file(EXAMPLE_QUESTIONS, FileFormat.QTI, Asked())

    assert mutated(data, random.Random(3)) == mutated(data, random.Random(3))
    assert mutated(b"abc" * 50, random.Random(3)) != b"abc" * 50
