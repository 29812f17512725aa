"""Word documents to print or hand on: questions by type, the key and the explanations behind them or left out."""

import io
from collections.abc import Iterable
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from certification.bank.domain import CHOICE_TYPES, LETTERS, QuestionType
from certification.exchange.domain import ForeignQuestion
from certification.exchange.texts import plain_of, plain_of_line

_TYPES: Final = {QuestionType.SINGLE: "单选题", QuestionType.MULTIPLE: "多选题", QuestionType.TRUEFALSE: "判断题"}
_FONT: Final = "宋体"


def write_word(questions: Iterable[ForeignQuestion], *, title: str, with_key: bool, with_explanations: bool) -> bytes:
    """Return questions as a Word document.

    Args:
        questions: in their order; they are grouped by type.
        title: what stands above.
        with_key: whether a table of answers ends the document.
        with_explanations: whether each answer is explained there; needs the key.
    """
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(_safe(title), level=0)
    listed = list(questions)
    ordered = [one for kind in CHOICE_TYPES for one in listed if one.type is kind]
    number = 0
    for kind in CHOICE_TYPES:
        own = [one for one in ordered if one.type is kind]
        if own:
            document.add_heading(f"{_TYPES[kind]}（{len(own)} 题）", level=1)
        for one in own:
            number += 1
            _add_question(document, one, number)
    if with_key:
        _add_key(document, ordered, with_explanations=with_explanations)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_question(document: Any, one: ForeignQuestion, number: int) -> None:
    paragraph = document.add_paragraph(_safe(f"{number}. {plain_of(one.stem)}"))
    paragraph.paragraph_format.keep_with_next = True
    if one.type is QuestionType.TRUEFALSE:
        document.add_paragraph("（　　）正确　　（　　）错误")
        return
    for letter, option in zip(LETTERS, one.options, strict=False):
        line = document.add_paragraph(_safe(f"{letter}. {plain_of_line(option.text)}"))
        line.paragraph_format.left_indent = Pt(18)
        line.paragraph_format.keep_with_next = letter != LETTERS[len(one.options) - 1]


def _add_key(document: Any, ordered: list[ForeignQuestion], *, with_explanations: bool) -> None:
    document.add_page_break()
    document.add_heading("答案与解析" if with_explanations else "答案", level=1)
    for number, one in enumerate(ordered, 1):
        judged = one.type is QuestionType.TRUEFALSE
        unproven = "" if one.case or one.cited else "（未证明）"
        document.add_paragraph(f"{number}. {'、'.join(one.answer) if judged else ''.join(one.answer)}{unproven}")
        if not with_explanations:
            continue
        if one.explanation:
            document.add_paragraph(_safe(plain_of(one.explanation)))
        for letter, option in zip(one.labels, one.options, strict=False):
            if option.feedback:
                document.add_paragraph(_safe(f"{letter}：{plain_of(option.feedback)}"))


def _safe(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(one for one in text if one in "\t\n" or " " <= one not in "\ufffe\uffff")
