"""Excel workbooks written: our template with drop-downs and a filled example, the bank, and what is to be mended."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from certification.bank.domain import LETTERS, RIGHT_LABEL, WRONG_LABEL, QuestionType
from certification.exchange.domain import ForeignOption, ForeignQuestion, ReadRow, judgement
from certification.exchange.formats.xlsx_cells import add_lists, drop_down, mending_sheet, saved, text_cell
from certification.exchange.formats.xlsx_pictures import add_pictures
from certification.exchange.limits import MOST_QUESTIONS
from certification.exchange.sheets.columns import COLUMNS
from certification.exchange.sheets.rows import row_of
from certification.exchange.sheets.values import ASK_WORDS, POOL_WORDS, TYPE_WORDS

SHEET, EXAMPLES, LISTS, HELP = "试题", "示例", "清单", "说明"

EXAMPLE_QUESTIONS: Final = (
    ForeignQuestion(
        QuestionType.SINGLE, "买家签收后第 3 天申请七天无理由退货，商品完好。商家应当怎样处理？",
        (ForeignOption("同意退货", right=True), ForeignOption("拒绝，已经签收"), ForeignOption("只换不退")),
        external_id="EX-001", explanation="签收次日起七日内可以无理由退货。", difficulty=2, category="七天无理由",
        tags=("新人", "必考"),
    ),
    ForeignQuestion(
        QuestionType.MULTIPLE, "下列哪些做法**不影响**商品完好？",
        (
            ForeignOption("拆开外包装查看", right=True), ForeignOption("试穿", right=True),
            ForeignOption("剪掉吊牌"), ForeignOption("洗涤"),
        ),
        external_id="EX-002", explanation="查验所需的拆封和试用不影响完好。", difficulty=3, category="七天无理由",
    ),
    ForeignQuestion(
        QuestionType.TRUEFALSE, "定制商品一律适用七天无理由退货。", judgement(right=False),
        external_id="EX-003", explanation="定做的商品除外。", difficulty=1, category="特殊品类",
    ),
)  # fmt: skip
_HELP: Final = (
    "在“试题”一页填题，一行一题；“示例”一页是填好的例子，不会导入。",
    "必填：题干、答案；单选和多选还要选项（2 到 6 个，从 A 起连着填）。题型空着时按答案猜。",
    "编号：留空由系统编号。写了编号，再次导入同一编号就是更新那一题，不会重复。",
    "答案：单选 B；多选 ACD；判断写 正确 或 错误。",
    "题干、选项、解析可以用 **加粗**、列表（- 开头）和表格；其余按原样显示。",
    "没有案情的题算“未证明”：能组卷、能练习，答案由出题人负责；之后可以在题目页绑定案情。",
    "案情、主张、改动、引用条文：从题库导出的题才有，改动后由规则重新推出答案，推不出就报错。",
    "分类：写胜任力领域的名称（见下拉）；写别的会变成标签。难度：1 到 5，或易、中、难。",
)


def write_xlsx(questions: Iterable[ForeignQuestion], *, areas: Sequence[str] = ()) -> bytes:
    """Return questions as a workbook that imports again unchanged.

    Args:
        questions: what to write.
        areas: the competency areas that the drop-down offers.
    """
    return workbook({SHEET: questions}, areas)


def write_template(*, areas: Sequence[str] = ()) -> bytes:
    """Return the empty template with its examples."""
    return workbook({SHEET: ()}, areas)


def workbook(sheets: Mapping[str, Iterable[ForeignQuestion]], areas: Sequence[str]) -> bytes:
    """Return a workbook of our template: the sheets given, then the examples, the lists and the help."""
    book = openpyxl.Workbook(write_only=True)
    for name, questions in sheets.items():
        _add_table(book, name, questions, areas)
    _add_table(book, EXAMPLES, EXAMPLE_QUESTIONS, areas)
    add_lists(book, LISTS, _lists(areas).values())
    helped = book.create_sheet(HELP)
    helped.column_dimensions["A"].width = 100
    for line in _HELP:
        helped.append([text_cell(helped, line)])
    return saved(book)


def write_errors(rows: Iterable[ReadRow], headings: Sequence[str]) -> bytes:
    """Return the rows that cannot come in as they stood, with what is to be mended in front of each."""
    return mending_sheet(SHEET, rows, headings)


def _add_table(book: Any, name: str, questions: Iterable[ForeignQuestion], areas: Sequence[str]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for one in _validations(areas):
        sheet.data_validations.append(one)
    sheet.append([text_cell(sheet, column.heading, head=True) for column in COLUMNS])
    for number, one in enumerate(questions, 2):
        cells = row_of(one)
        sheet.append([text_cell(sheet, text) if text else None for text in cells])
        if one.pictures:
            add_pictures(sheet, number, cells, one.pictures)


def _lists(areas: Sequence[str]) -> dict[str, list[str]]:
    return {
        "type": [words[0] for words in TYPE_WORDS.values()],
        "ask": list(ASK_WORDS.values()),
        "difficulty": ["1", "2", "3", "4", "5"],
        "category": list(areas),
        "pool": list(POOL_WORDS.values()),
        "answer": [*LETTERS[:4], RIGHT_LABEL, WRONG_LABEL],
    }


def _validations(areas: Sequence[str]) -> Iterable[DataValidation]:
    lists = _lists(areas)
    for index, column in enumerate(COLUMNS, 1):
        if not lists.get(column.name):
            continue
        one = drop_down(LISTS, list(lists).index(column.name) + 1, len(lists[column.name]))
        one.showErrorMessage = column.name not in {"answer", "category"}
        one.error, one.errorTitle = "请从下拉里选一个", column.heading
        here = get_column_letter(index)
        one.add(f"{here}2:{here}{MOST_QUESTIONS + 1}")
        yield one
