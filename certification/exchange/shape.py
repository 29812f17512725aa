"""Whether a foreign question is whole: what any format may get wrong is told in one place, column by column. Pure."""

from collections.abc import Iterator
from typing import Final

from certification.bank.domain import LETTERS, QuestionType
from certification.exchange.domain import (
    FEWEST_OPTIONS,
    HARDEST,
    LONGEST_OPTION,
    LONGEST_TEXT,
    ForeignQuestion,
    RowProblem,
    short,
)

LONGEST_ID: Final = 80
LONGEST_WORD: Final = 80
MOST_TAGS: Final = 20
LONGEST_TAG: Final = 30
LONGEST_CLAIM: Final = 1_000


def problems_of(question: ForeignQuestion) -> tuple[RowProblem, ...]:
    """Return what keeps a question from coming in, whatever the bank holds."""
    return (*_texts(question), *_options(question), *_answer(question), *_words(question))


def _texts(question: ForeignQuestion) -> Iterator[RowProblem]:
    if not question.stem.strip():
        yield RowProblem("题干", "", "题干是空的，请写上")
    for column, text in (("题干", question.stem), ("解析", question.explanation)):
        if len(text) > LONGEST_TEXT:
            yield RowProblem(column, short(text), f"有 {len(text)} 个字，最多 {LONGEST_TEXT} 个，请缩短")


def _options(question: ForeignQuestion) -> Iterator[RowProblem]:
    number = len(question.options)
    if not FEWEST_OPTIONS <= number <= len(LETTERS):
        yield RowProblem("选项", str(number), f"应有 {FEWEST_OPTIONS} 到 {len(LETTERS)} 个选项")
    seen: dict[str, int] = {}
    for index, one in enumerate(question.options[: len(LETTERS)]):
        column, text = f"选项{LETTERS[index]}", one.text.strip()
        if not text:
            yield RowProblem(column, "", "选项是空的，请写上文字，或去掉这个选项")
        elif text in seen:
            yield RowProblem(column, short(text), f"和选项{LETTERS[seen[text]]}文字相同，请改一个")
        elif len(text) > LONGEST_OPTION or len(one.feedback) > LONGEST_OPTION:
            yield RowProblem(column, short(text), f"选项和它的反馈最多各 {LONGEST_OPTION} 个字，请缩短")
        seen.setdefault(text, index)


def _answer(question: ForeignQuestion) -> Iterator[RowProblem]:
    said, right = "".join(question.answer), len(question.key)
    if not right:
        yield RowProblem("答案", "", f"没有答案，请写 {'、'.join(question.labels)} 中的")
    elif right > 1 and question.type is not QuestionType.MULTIPLE:
        yield RowProblem("答案", said, "单选题和判断题只能有一个答案；要多个，题型写“多选”")


def _words(question: ForeignQuestion) -> Iterator[RowProblem]:
    if not 0 <= question.difficulty <= HARDEST:
        yield RowProblem("难度", str(question.difficulty), f"写 1 到 {HARDEST} 的整数，或易、中、难")
    claims = (
        (f"主张{letter}", one.claim, LONGEST_CLAIM) for letter, one in zip(LETTERS, question.options, strict=False)
    )
    for column, text, longest in (
        *claims,
        ("编号", question.external_id, LONGEST_ID),
        ("相克组", question.enemies, LONGEST_WORD),
        ("题源", question.template, LONGEST_WORD),
    ):
        if len(text) > longest:
            yield RowProblem(column, short(text), f"最多 {longest} 个字")
    for tag in question.tags[:MOST_TAGS]:
        if len(tag) > LONGEST_TAG:
            yield RowProblem("标签", short(tag), f"一个标签最多 {LONGEST_TAG} 个字")
    if len(question.tags) > MOST_TAGS:
        yield RowProblem("标签", str(len(question.tags)), f"一题最多 {MOST_TAGS} 个标签")
