"""QTI packages: there and back in 2.2 and 3.0, items of other programs, the official schema where it is at hand."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from certification.bank.domain import QuestionType
from certification.bank.markup.html import render, render_line
from certification.core.refusals import RefusedError
from certification.exchange.domain import ForeignOption, ForeignPicture, ForeignQuestion, judgement
from certification.exchange.formats.qti_names import QTI_2_2, QTI_3_0
from certification.exchange.formats.qti_read import read_qti
from certification.exchange.formats.qti_write import item_bytes, write_qti
from certification.exchange.formats.xlsx_write import EXAMPLE_QUESTIONS
from tests.certification.exchange.strategies import questions
from tests.factories.pictures import picture_bytes

#: The folder of 1EdTech's schemas, which may not be copied into the project.
SCHEMAS = os.environ.get("MINGDUAN_QTI_SCHEMAS", "")
RICH = ForeignQuestion(
    QuestionType.MULTIPLE,
    "看**表**：\n\n| 天 | 结果 |\n| --- | --- |\n| 7 | 可退 |\n\n- 一\n- 二\n\n1. 甲\n\n> 引文\n\n`码`",
    (ForeignOption("**对** & <b>", True, "为什么"), ForeignOption("也对", True), ForeignOption("错", pinned=True)),
    external_id="MD-1",
    explanation="第一段\n\n第二段",
    difficulty=3,
    category="签收与举证",
    tags=("新人",),
)
PICTURE = ForeignPicture("3f0a4f9e-0000-4000-8000-000000000001", picture_bytes(size=(4, 4)), "面单")
SHOWN = ForeignQuestion(
    QuestionType.SINGLE,
    f"看：\n\n![面单](picture:{PICTURE.name})",
    (ForeignOption(f"![面单](picture:{PICTURE.name})", True), ForeignOption("乙")),
    pictures=(PICTURE,),
)
ITEM = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choice" title="Unattended" adaptive="false" timeDependent="false">
 <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>ChoiceA</value></correctResponse></responseDeclaration>
 <itemBody><p>Look at the text.</p><script>x()</script>
  <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>What does it say?</prompt>
   <simpleChoice identifier="ChoiceA">Stay<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">yes</feedbackInline> here.</simpleChoice>
   <simpleChoice identifier="ChoiceB">Go.</simpleChoice></choiceInteraction></itemBody>
</assessmentItem>"""


def shown(question):
    """What a reader sees of a question: marks may be written in several ways."""
    options = [(render_line(one.text), one.right, one.pinned, render(one.feedback).html) for one in question.options]
    return (
        question.type, render(question.stem).html.replace("\n", ""), options, render(question.explanation).html,
        question.external_id, question.difficulty, question.category, question.tags,
    )  # fmt: skip


#: What begins a block in Markdown is left out: QTI has no place for "text that looks like a list".
text = st.text(alphabet="买家卖退货abc019~={}&<\"'|/()!?.,，。？！@$;；、→♥", min_size=1, max_size=20).filter(
    lambda one: not one[0].isdigit()
)


@pytest.mark.parametrize("dialect", [QTI_2_2, QTI_3_0], ids=["2.2", "3.0"])
@given(several=st.lists(questions(texts=text, feedback=text), min_size=1, max_size=3))
@settings(max_examples=40)
def test_a_package_comes_back_as_it_went(dialect, several):
    rows = read_qti(write_qti(several, dialect)).rows

    assert [row.problems for row in rows] == [()] * len(several)
    assert [shown(row.question) for row in rows] == [shown(one) for one in several]


@pytest.mark.parametrize("dialect", [QTI_2_2, QTI_3_0], ids=["2.2", "3.0"])
def test_marks_blocks_and_words_survive(dialect):
    (row,) = read_qti(write_qti([RICH], dialect)).rows

    assert shown(row.question) == shown(RICH)
    assert row.dropped == ()


def test_version_three_writes_its_own_names():
    item = item_bytes(RICH, 1, QTI_3_0).decode()

    assert '<qti-choice-interaction response-identifier="RESPONSE"' in item
    assert "<qti-content-body>" in item
    assert "<p>" in item
    assert "choiceInteraction" not in item


@pytest.mark.skipif(not SCHEMAS, reason="MINGDUAN_QTI_SCHEMAS does not name the folder of the official schemas")
@given(question=questions())
@settings(max_examples=30)
def test_items_of_2_2_validate_against_the_official_schema(question):
    for one in (question, RICH, SHOWN, *EXAMPLE_QUESTIONS):
        item = etree.fromstring(item_bytes(one, 1, QTI_2_2))
        assert schema().validate(item), schema().error_log


_schema = []


def schema():
    if not _schema:
        _schema.append(etree.XMLSchema(file=str(Path(SCHEMAS) / "qtiv2p2" / "imsqti_v2p2.xsd")))
    return _schema[0]


def test_an_item_of_2_1_is_read_from_its_file_alone():
    (row,) = read_qti(ITEM.encode()).rows

    one = row.question
    assert (one.stem, one.external_id, one.answer) == ("Look at the text.\n\nWhat does it say?", "choice", ("A",))
    assert [(option.text, option.feedback) for option in one.options] == [("Stay here.", "yes"), ("Go.", "")]
    assert row.dropped == ("<script>",)


def zipped(**files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_what_is_no_choice_and_what_is_broken_is_told_by_its_file():
    other = ITEM.replace("choiceInteraction", "orderInteraction")
    rows = read_qti(zipped(items__a_xml=ITEM, items__b_xml=other, items__c_xml=ITEM[:400], readme_xml="<x/>")).rows

    assert [(row.place.sheet, bool(row.problems)) for row in rows] == [
        ("items/a.xml", False),
        ("items/b.xml", True),
        ("items/c.xml", True),
    ]
    assert "orderinteraction" in rows[1].problems[0].todo


def test_true_and_false_are_known_by_their_words():
    (row,) = read_qti(write_qti([ForeignQuestion(QuestionType.TRUEFALSE, "对吗？", judgement(right=False))])).rows

    assert (row.question.type, row.question.answer) == (QuestionType.TRUEFALSE, ("错误",))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(zipped(a_xml="<x/>"), "not-qti", id="no item"),
        pytest.param(b"PK\x03\x04 nothing", "no-package", id="no archive"),
        pytest.param(
            ITEM.replace("<assess", "<!DOCTYPE a [<!ENTITY b 'c'>]><assess").encode(), "entities", id="an entity"
        ),
        pytest.param(zipped(**{"..__..__x_xml": ITEM}), "path", id="a path that leads out"),
    ],
)
def test_hostile_packages_are_refused(data, code):
    with pytest.raises(RefusedError, match=code):
        read_qti(data)
