"""Our readers beside those of other houses: on tricky files and on random ones both say the same.

Where the others are wrong or of another mind, the difference is named here, not tested away.
"""

import csv
import html
import io
import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from certification.bank.domain import QuestionType
from certification.exchange.formats.aiken import fits_aiken, read_aiken, write_aiken
from certification.exchange.formats.csv_file import csv_rows, table_bytes
from certification.exchange.formats.gift import read_gift, write_gift
from certification.exchange.formats.moodle import read_moodle, write_moodle
from certification.exchange.formats.xlsx_read import read_rows
from certification.exchange.formats.xlsx_write import EXAMPLE_QUESTIONS, write_xlsx
from certification.exchange.sheets.values import without_guard
from certification.exchange.texts import markdown_of_html, plain_of
from tests.certification.exchange.formats.test_tables import COMMON, sheet_bytes
from tests.certification.exchange.strategies import questions
from tests.node import needs_node, told_by

several = st.lists(questions(), min_size=10, max_size=30)
#: Each example asks a process: few, and what fails is not made smaller.
FEW = settings(max_examples=4, phases=[Phase.explicit, Phase.generate])


def words(text: str) -> str:
    return " ".join(text.split())


def ours(row):
    """What a question says, in words alone."""
    one = row.question
    options = [(words(plain_of(option.text)), option.right, words(plain_of(option.feedback))) for option in one.options]
    return one.type, words(plain_of(one.stem)), options, words(plain_of(one.explanation))


# GIFT, beside gift-pegjs. It gives the first comment of a true or false question to "true"; Moodle, whose format it
# is, shows it for a wrong answer, as we do: those comments are left out. After `=` it takes any % for a weight, where
# Moodle knows none: right choices that begin with one are left out.


def in_words(text) -> str:
    """A text of gift-pegjs, by the format that it says."""
    if not text or not text["text"]:
        return ""
    if text["format"] == "html" or (text["format"] == "moodle" and re.search(r"<\w", text["text"])):
        return words(plain_of(markdown_of_html(text["text"]).markdown))
    return words(plain_of(text["text"])) if text["format"] == "markdown" else words(text["text"])


def pegs(question):
    kind, explanation = question["type"], in_words(question["globalFeedback"])
    if kind == "TF":
        options = [("正确", question["isTrue"], ""), ("错误", not question["isTrue"], "")]
        return QuestionType.TRUEFALSE, in_words(question["stem"]), options, explanation
    options = [
        (in_words(one["text"]), one["isCorrect"] or (one["weight"] or 0) > 0, in_words(one["feedback"]))
        for one in question["choices"]
    ]
    many = sum(right for _text, right, _feedback in options) > 1 or not any(
        one["isCorrect"] for one in question["choices"]
    )
    return QuestionType.MULTIPLE if many else QuestionType.SINGLE, in_words(question["stem"]), options, explanation


def without_judged_feedback(told):
    kind, stem, options, explanation = told
    if kind is QuestionType.TRUEFALSE:
        options = [(text, right, "") for text, right, _feedback in options]
    return kind, stem, options, explanation


GIFT = [
    "::t::买家能退吗？{=能 ~不能}",
    "能退吗？{\n=能#对的\n~不能#错 \\= 不对\n####见第 7 条\n}",
    "// 说明\n\n$CATEGORY: $course$/top/签收\n\n::甲::[html]<p>选<b>一</b>个</p>{=<i>一</i> ~二&amp;三}",
    "[markdown]选**两**个{~%50%一 ~%50%二 ~%-100%三}",
    "[plain]1 < 2 & 3 > 2 {T}",
    "太阳从西边出来。{FALSE}",
    "太阳是{=黄的 ~绿的}。",
    "特殊\\: \\{花括号\\} \\~ \\= \\# 都是字{=\\~波浪 ~\\#井号}",
    "// [id:Q-1] [tag:新人]\n::标题 \\: 冒号::题干{~甲 =乙 ~丙}",
    "一行\n两行\n三行{=甲 ~乙}",
    "没有空格{=甲~乙~丙}",
    "权重{~%100%甲 ~%33.33333%乙 ~%0%丙}",
]


@needs_node
@pytest.mark.parametrize("text", GIFT)
def test_gift_of_many_hands_is_read_as_gift_pegjs_reads_it(text):
    (told,) = told_by("gift.cjs", [text])
    theirs = [pegs(one) for one in told["read"] if one["type"] in {"MC", "TF", "Short"}]

    assert [without_judged_feedback(ours(row)) for row in read_gift(text.encode()).rows] == theirs


@needs_node
@given(several)
@FEW
def test_gift_that_we_write_is_read_by_gift_pegjs(several):
    several = [one for one in several if not any(option.text.startswith("%") for option in one.options if option.right)]
    text = write_gift(several).decode()
    (told,) = told_by("gift.cjs", [text])
    theirs = [pegs(one) for one in told["read"] if one["type"] != "Category"]

    assert [without_judged_feedback(ours(row)) for row in read_gift(text.encode()).rows] == theirs


# Aiken, beside aiken-to-moodlexml: what it makes of a file, read as Moodle XML.

AIKEN = [
    "买家多久内可以退货？\nA. 3 天\nB. 7 天\nANSWER: B",
    "一？\nA) 是\nB) 否\nANSWER: A\n\n二？\nA. 甲\nB. 乙\nC. 丙\nANSWER: C\n",
    "题干有\n两行？\nA. 甲\nB. 乙\nANSWER: A",
    "前后有空格？\n  A. 甲 \n  B. 乙\n  ANSWER:   B",
    "小写的答案？\nA. 甲\nB. 乙\nanswer: b",
]
line = st.text(alphabet="买家卖退货天abc019=~？。", min_size=1, max_size=16).filter(lambda text: not text[0].isascii())


def moodled(xml: str):
    return [ours(row) for row in read_moodle(xml.encode()).rows]


@needs_node
@pytest.mark.parametrize("text", AIKEN)
def test_aiken_is_read_as_aiken_to_moodlexml_reads_it(text):
    (told,) = told_by("aiken.cjs", [text])

    assert [ours(row) for row in read_aiken(text.encode()).rows] == moodled(told["read"])


@needs_node
@given(st.lists(questions(texts=line, feedback=st.just(""), named=st.just(""), meta=False), min_size=5, max_size=20))
@FEW
def test_aiken_that_we_write_is_read_by_aiken_to_moodlexml(several):
    choices = [one for one in several if fits_aiken(one) and one.type is QuestionType.SINGLE]
    text = write_aiken(choices).decode()
    if not choices:
        return
    (told,) = told_by("aiken.cjs", [text])

    assert [ours(row) for row in read_aiken(text.encode()).rows] == moodled(told["read"])


# Moodle XML, beside moodle-xml-parser, which knows choices alone and takes entities apart once more than it should.


def parsed(data: bytes):
    parser = pytest.importorskip("moodle_xml_parser.parser", reason="moodle-xml-parser is not installed")
    return parser.parse_bytes(data)["multichoice"]


def as_html(text: str) -> str:
    """A text in the format that `write_moodle` chose, taken apart by the other's extra step."""
    return words(html.unescape(text))


def unescaped(text: str) -> str:
    """Markdown without its backslashes: their reader leaves them, Moodle does not show them."""
    return re.sub(r"\\(?=[^\w\s])", "", text)


@given(st.lists(questions(feedback=st.just("好")), min_size=5, max_size=20))
@FEW
def test_moodle_xml_that_we_write_is_read_by_moodle_xml_parser(several):
    choices = [one for one in several if one.type is not QuestionType.TRUEFALSE]
    theirs = parsed(write_moodle(several))

    assert [one.single for one in theirs] == [one.type is QuestionType.SINGLE for one in choices]
    for one, other in zip(choices, theirs, strict=True):
        said, read = unescaped(plain_of(one.stem)), unescaped(plain_of(other.text_pre_parse))
        assert as_html(said) == words(read) or unescaped(one.stem) == unescaped(other.text_pre_parse)
        assert [option.right for option in one.options] == [option.score_fraction > 0 for option in other.options]
        assert [option.feedback for option in one.options] == [option.feedback or "" for option in other.options]


MOODLE = """<quiz><question type="multichoice"><name><text>一</text></name>
<questiontext format="html"><text><![CDATA[<p>选 <b>一</b> 个</p>]]></text></questiontext><single>false</single>
<answer fraction="33.33333" format="html"><text>&lt;p&gt;甲&lt;/p&gt;</text><feedback><text>对</text></feedback></answer>
<answer fraction="66.66667"><text>乙</text></answer><answer fraction="-50"><text><![CDATA[丙]]></text></answer>
</question><question type="essay"><questiontext><text>写</text></questiontext></question></quiz>"""


def test_moodle_xml_of_other_hands_is_read_as_moodle_xml_parser_reads_it():
    (theirs,) = parsed(MOODLE.encode())
    first, _essay = read_moodle(MOODLE.encode()).rows

    said = [(option.text, option.right) for option in first.question.options]
    assert said == [(markdown_of_html(one.answer).markdown, one.score_fraction > 0) for one in theirs.options]
    assert first.question.stem == markdown_of_html(theirs.text_pre_parse).markdown
    assert (first.question.type is QuestionType.SINGLE) is theirs.single


# Workbooks, beside calamine.


def by_calamine(data: bytes) -> dict[str, list[list[str]]]:
    calamine = pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: [[_cell(value) for value in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def _cell(value) -> str:
    if isinstance(value, bool):
        return "正确" if value else "错误"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def trimmed(rows):
    """Rows without what is empty at their ends, which readers leave out or not."""
    found = [list(row) for row in rows]
    for row in found:
        while row and not row[-1]:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


TRICKY = [
    ["题型", "题干", "选项A", "选项B", "答案"],
    ["单选", "  前后空格  ", 3, 7.0, "A"],
    ["单选", "换\n行", 0.1, -1e-7, True],
    ["判断", "表情 😀 和生僻字 𠮷", "", None, "错"],
    [None, None, None, None, None],
    ["单选", "<b>&amp;</b> \"引号\" '撇号'", 12345678901, "007", "B"],
]


@pytest.mark.parametrize("data", [sheet_bytes(TRICKY), sheet_bytes(COMMON), write_xlsx(EXAMPLE_QUESTIONS)])
def test_a_workbook_is_read_as_calamine_reads_it(data):
    theirs = by_calamine(data)

    for name, rows in read_rows(data):
        assert trimmed(rows) == trimmed(theirs[name])


@given(st.lists(questions(), min_size=1, max_size=10))
@FEW
def test_a_workbook_that_we_write_is_read_by_calamine(several):
    data = write_xlsx(several)

    assert trimmed(dict(read_rows(data))["试题"]) == trimmed(by_calamine(data)["试题"])


# CSV, beside csv-parse. What guards a cell from running is ours; the other keeps it.

CSV = [
    "题干,答案\r\n选？,对\r\n",
    '题干,答案\n"有,逗号","有""引号"""\n"换\n行",x\n',
    "\ufeff题干,答案\n一,\n,二\n",
    '"只有一列"\n"="\n',
    "a,b\n1,2,3\n4\n",
]


def by_csv_parse(text: str):
    (told,) = told_by("csv.cjs", [text])
    return [[without_guard(cell) for cell in row] for row in told["read"]]


@needs_node
@pytest.mark.parametrize("text", CSV)
def test_csv_is_read_as_csv_parse_reads_it(text):
    assert [row for row in csv_rows(text.encode()) if row] == [row for row in by_csv_parse(text) if row != [""]]


@needs_node
@given(
    st.lists(st.lists(st.text(alphabet='买家a1,"=+\n@ ', min_size=1, max_size=8), min_size=2, max_size=4), min_size=1)
)
@FEW
def test_csv_that_we_write_is_read_by_csv_parse_and_by_python(rows):
    data = table_bytes(rows)

    assert by_csv_parse(data.decode()) == rows
    assert [
        [without_guard(cell) for cell in row] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    ] == rows
