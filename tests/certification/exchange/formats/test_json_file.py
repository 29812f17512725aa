"""JSON: there and back, and whatever else somebody calls JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.bank.domain import Ask, Pool, QuestionType
from certification.core.refusals import RefusedError
from certification.exchange.domain import FileFormat, ForeignOption, ForeignQuestion
from certification.exchange.files import format_of, read_file
from certification.exchange.formats.json_file import SCHEMA, read_json, write_json
from tests.certification.exchange.strategies import questions

CASED = ForeignQuestion(
    QuestionType.SINGLE,
    "迟延了吗？",
    (
        ForeignOption("迟延", right=True, claim="late == yes", overlay={"facts": {"worn": "no"}}),
        ForeignOption("没有", claim="not late", pinned=True),
    ),
    external_id="MD-1", ask=Ask.INCORRECT, case={"as_of": "2026-01-01", "facts": {"worn": "yes"}}, enemies="甲",
    template="乙", pool=Pool.SECURE,
)  # fmt: skip
GOOD = json.loads(write_json([CASED], edition="e"))["questions"][0]


@given(st.lists(questions(), min_size=1, max_size=3))
def test_it_comes_back_as_it_went(several):
    rows = read_json(write_json(several, edition="sha256:1")).rows

    assert [row.problems for row in rows] == [()] * len(several)
    assert [(row.question.stem, row.question.options, row.question.tags) for row in rows] == [
        (one.stem, one.options, one.tags) for one in several
    ]


def test_a_case_a_clause_and_a_judgement_come_back_too():
    cited = ForeignQuestion(
        QuestionType.TRUEFALSE, "对吗？", (ForeignOption("正确", right=True), ForeignOption("错误")),
        cited=("R-1", "abc"), pool=Pool.OPEN,
    )  # fmt: skip

    rows = read_json(write_json([CASED, cited], edition="")).rows

    assert [row.question for row in rows] == [CASED, cited]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"type": "essay"}, "题型"),
        ({"stem": 5}, "题干"),
        ({"options": "A"}, "选项"),
        ({"options": [{"text": "甲", "right": "yes"}, {"text": "乙"}]}, "right"),
        ({"ask": "which"}, "问法"),
        ({"tags": [1]}, "标签"),
        ({"difficulty": "难"}, "难度"),
        ({"case": ["x"]}, "案情"),
        ({"cited": ["一项"]}, "引用条文"),
    ],
)
def test_what_is_of_another_kind_is_told_with_its_field(change, column):
    (row,) = read_json(json.dumps({"schema": SCHEMA, "questions": [{**GOOD, **change}]}).encode()).rows

    assert column in {one.column for one in row.problems}
    assert row.question is None


def test_a_case_too_deep_and_a_question_that_is_none_are_told():
    deep: dict = {}
    for _each in range(20):
        deep = {"facts": deep}
    rows = read_json(json.dumps({"schema": SCHEMA, "questions": [{**GOOD, "case": deep}, 5]}).encode()).rows

    assert [row.problems[0].column for row in rows] == ["案情", "题"]


def test_what_nobody_knows_is_told_as_left_out():
    (row,) = read_json(json.dumps({"schema": SCHEMA, "questions": [{**GOOD, "colour": "red"}]}).encode()).rows

    assert row.dropped == ("“colour”",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "json"),
        (b'{"schema": "mingduan.questions/1", "questions": [NaN]}', "json"),
        (b"\xff\xff", "encoding"),
        (b"[]", "not-our-json"),
        (b'{"schema": "other/1", "questions": []}', "not-our-json"),
        (b'{"schema": "mingduan.questions/1", "questions": []}', "no-questions"),
        (b"[" * 100_000, "too-deep"),
        (b"9" * 10_000, "json"),
    ],
)
def test_what_is_no_such_document_is_refused(data, code):
    with pytest.raises(RefusedError, match=f"exchange.{code}"):
        read_file(data, FileFormat.JSON, {})


def test_it_is_known_by_its_name():
    assert format_of("bank.json", b"{}") is FileFormat.JSON
