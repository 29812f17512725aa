"""Tables: our template there and back, the sheets of other programs, cells that would run."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.bank.domain import Ask, Pool, QuestionType
from certification.core.refusals import RefusedError
from certification.exchange.domain import ForeignOption, ForeignQuestion, judgement
from certification.exchange.formats.csv_file import read_csv, table_bytes, write_csv
from certification.exchange.formats.xlsx_read import read_xlsx
from certification.exchange.formats.xlsx_write import EXAMPLE_QUESTIONS, write_errors, write_template, write_xlsx
from certification.exchange.sheets.values import formula_guard, without_guard
from tests.certification.exchange.strategies import questions

COMMON = [
    ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "分类", "出题人"],
    [
        "单选题",
        "买家多久内可以退货？",
        "3 天",
        "7 天",
        "15 天",
        "30 天",
        "B",
        "见七天无理由。",
        "易",
        "七天无理由",
        "张三",
    ],
    ["多选题", "3*5*2 等于？", "30", "三十", "15", "", "A、B", "", "难", "", ""],
    ["判断题", "定制商品可以无理由退货。", "", "", "", "", "×", "", "3", "", ""],
]


def sheet_bytes(rows, title="Sheet1", **more) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, extra in more.items():
        sheet = book.create_sheet(name)
        for row in extra:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data, **chosen):
    return [row.question for row in read_xlsx(data, chosen).rows]


@given(questions())
def test_our_csv_comes_back_as_it_went(question):
    (row,) = read_csv(write_csv([question]), {}).rows

    assert (row.problems, row.question) == ((), question)


@given(st.lists(questions(), min_size=1, max_size=3))
def test_our_workbook_comes_back_as_it_went(several):
    rows = read_xlsx(write_xlsx(several), {}).rows

    assert [row.problems for row in rows] == [()] * len(several)
    assert [row.question for row in rows] == several


def test_a_question_with_a_case_keeps_case_claims_and_changes():
    question = ForeignQuestion(
        QuestionType.SINGLE,
        "迟延了吗？",
        (
            ForeignOption("迟延", right=True, claim="late == yes", overlay={"facts": {"worn": "no"}}),
            ForeignOption("没有", claim="not late", pinned=True),
        ),
        external_id="MD-1",
        ask=Ask.INCORRECT,
        case={
            "stack": {"platform": "taobao"},
            "as_of": "2025-01-01",
            "order": [{"goods": "dress"}],
            "facts": {"on": "yes"},
        },
        cited=("R-1", "sha256:ab"),
        pool=Pool.SECURE,
    )

    assert read(write_xlsx([question])) == [question]


def test_the_sheet_of_other_programs_is_understood_by_its_headings():
    rows = read_xlsx(sheet_bytes(COMMON), {}).rows
    single, multiple, judged = (row.question for row in rows)

    assert (single.type, single.answer, single.difficulty, single.category) == (
        QuestionType.SINGLE,
        ("B",),
        2,
        "七天无理由",
    )
    assert [one.text for one in single.options] == ["3 天", "7 天", "15 天", "30 天"]
    assert (multiple.answer, len(multiple.options), multiple.stem) == (("A", "B"), 3, r"3\*5\*2 等于？")
    assert judged.options == judgement(right=False)
    assert [row.dropped for row in rows] == [("列“出题人”",), (), ()]
    assert (rows[1].place.sheet, rows[1].place.row) == ("Sheet1", 3)


def test_columns_are_chosen_by_hand():
    data = sheet_bytes([["说的什么", "甲", "乙", "对的"], ["选哪个？", "这个", "那个", "B"]])

    with pytest.raises(RefusedError, match="no-stem-column"):
        read(data)
    (found,) = read(data, stem="说的什么", option_A="甲", option_B="乙", answer="对的")
    assert (found.stem, found.answer, found.type) == ("选哪个？", ("B",), QuestionType.SINGLE)


def test_options_in_one_cell_and_letters_before_them():
    data = sheet_bytes([["题目", "选项", "正确答案"], ["选哪个？", "A.这个\nB.那个\nC、都行", "AC"]])

    (found,) = read(data)

    assert [one.text for one in found.options] == ["这个", "那个", "都行"]
    assert (found.type, found.answer) == (QuestionType.MULTIPLE, ("A", "C"))


@pytest.mark.parametrize(
    ("cells", "column", "todo"),
    [
        pytest.param(["简答题", "说说看", "", "", "略"], "题型", "只收单选", id="a type we have not"),
        pytest.param(["单选", "", "甲", "乙", "A"], "题干", "题干是空的", id="no stem"),
        pytest.param(["单选", "选？", "甲", "乙", "D"], "答案", "现在有 2 个选项", id="an answer that is no option"),
        pytest.param(["单选", "选？", "甲", "乙", ""], "答案", "没有答案", id="no answer"),
        pytest.param(["单选", "选？", "甲", "乙", "AB"], "答案", "只能有一个答案", id="two answers to a single choice"),
        pytest.param(["单选", "选？", "甲", "甲", "A"], "选项B", "文字相同", id="an option twice"),
        pytest.param(["单选", "选？", "", "乙", "B"], "选项A", "选项是空的", id="a hole in the options"),
        pytest.param(["单选", "选？", "甲", "", "A"], "选项", "应有 2 到 6 个", id="one option"),
        pytest.param(["判断", "对吗？", "", "", "也许"], "答案", "正确", id="neither right nor wrong"),
    ],
)
def test_what_is_wrong_is_told_with_row_column_value_and_remedy(cells, column, todo):
    (row,) = read_xlsx(sheet_bytes([["题型", "题干", "选项A", "选项B", "答案"], cells]), {}).rows

    assert (row.place.row, row.problems[0].column) == (2, column)
    assert todo in row.problems[0].todo


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_the_encodings_that_spreadsheets_write(encoding):
    text = "\r\n".join(",".join(row) for row in COMMON)

    assert read_csv(text.encode(encoding), {}).rows[0].question.stem == "买家多久内可以退货？"


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(RefusedError, match="encoding"):
        read_csv(b"\xff\xfe\xfd" + bytes(range(128, 255)) + b"\xff\xff\xff", {})


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1", "''@x"]
)
def test_no_cell_runs_and_the_text_comes_back(text):
    guarded = formula_guard(text)

    assert guarded.startswith("'")
    assert without_guard(guarded) == text


@given(st.text(alphabet="='+-@ ＝\t1a"))
def test_the_guard_comes_off_again_whatever_was_in_the_cell(text):
    assert without_guard(formula_guard(text)) == text


def test_a_formula_in_a_stem_is_text_in_the_workbook():
    question = ForeignQuestion(QuestionType.TRUEFALSE, '=HYPERLINK("http://x","点")', judgement(right=True))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([question])))
    cell = book["试题"]["D2"]

    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", question.stem, True)
    assert b"'=HYPERLINK" in write_csv([question])


def test_the_template_has_examples_drop_downs_and_nothing_to_import():
    data = write_template(areas=["签收与举证"])
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["试题", "示例", "清单", "说明"]
    assert book["清单"].sheet_state == "hidden"
    lists = {str(one.sqref): one.formula1 for one in book["试题"].data_validations.dataValidation}
    assert lists["B2:B10001"].startswith("'清单'!$A$1")
    assert book["示例"].max_row == 1 + len(EXAMPLE_QUESTIONS)
    with pytest.raises(RefusedError, match="no-questions"):
        read_xlsx(data, {})


def test_the_error_workbook_says_in_front_of_each_row_what_to_mend_and_imports_again():
    bad = [["题型", "题干", "选项A", "选项B", "答案"], ["单选", "选？", "甲", "乙", "D"]]
    (row,) = read_xlsx(sheet_bytes(bad), {}).rows
    data = write_errors([row], bad[0])
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert "答案“D”" in book.active["A2"].value
    (again,) = read_xlsx(data, {}).rows
    assert again.problems == row.problems


def test_sheets_that_hold_no_questions_are_passed_over():
    data = sheet_bytes(COMMON, title="题库", 统计=[["部门", "人数"], ["一组", 3]])

    assert len(read(data)) == 3


def test_separators_of_other_lands():
    assert read_csv("题干\t选项A\t选项B\t答案\n选？\t甲\t乙\tA\n".encode(), {}).rows[0].question.answer == ("A",)
    assert table_bytes([["a"]]).startswith(b"\xef\xbb\xbf")
