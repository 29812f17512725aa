"""Aiken: one line of question, lettered options, ANSWER. It holds single choices and nothing besides."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from certification.bank.domain import LETTERS, RIGHT_LABEL, WRONG_LABEL, QuestionType
from certification.bank.markup.plain import plain_line
from certification.exchange.decoding import decode
from certification.exchange.domain import ForeignOption, ForeignQuestion, Place, ReadRow, RowProblem, judgement, short
from certification.exchange.limits import check_length_of
from certification.exchange.reading import Gathered, ReadFile
from certification.exchange.shape import problems_of
from certification.exchange.sheets.values import letters_of
from certification.exchange.texts import markdown_of_line, markdown_of_plain, plain_of_line

_OPTION: Final = re.compile(r"\s*([A-Z])[.)．）、]\s*(.*)")
_ANSWER: Final = re.compile(r"\s*(?:ANSWER|答案)\s*[:：]\s*(.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Block:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str | None = None
    length: int = 0


def read_aiken(data: bytes) -> ReadFile:
    """Return the questions of an Aiken file.

    Raises:
        RefusedError: it is no text, or there is no question in it.
    """
    gathered = Gathered()
    for block in _blocks(decode(data)):
        gathered.add(_row(block))
    return gathered.file()


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        if not block.stem:  # whatever it looks like, the first line asks
            block.line = number
            check_length_of(len(line), number)
            block.stem.append(line.strip())
            continue
        _take(block, line.rstrip("\n"))
        if block.answer is not None:
            yield block
            block = _Block()
    if block.stem:
        yield block


def _take(block: _Block, line: str) -> None:
    block.length += len(line)
    check_length_of(block.length, block.line)
    if found := _ANSWER.fullmatch(line):
        block.answer = found.group(1).strip()
    elif found := _OPTION.fullmatch(line):
        block.letters.append(found.group(1))
        block.options.append(found.group(2).strip())
    elif block.options:
        block.options[-1] += f" {line.strip()}"
    else:
        block.stem.append(line.strip())


def _row(block: _Block) -> ReadRow:
    place = Place("", block.line)
    cells = ("\n".join([*block.stem, *block.options, f"ANSWER: {block.answer or ''}"]),)
    problem = _wrong(block)
    if problem is not None:
        return ReadRow(place, None, (problem,), cells=cells)
    key = letters_of(block.answer or "") or ()
    options: tuple[ForeignOption, ...] = judgement(right=key == (0,))
    kind = QuestionType.TRUEFALSE
    if block.options != [RIGHT_LABEL, WRONG_LABEL]:
        options = tuple(ForeignOption(markdown_of_line(one), i in key) for i, one in enumerate(block.options))
        kind = QuestionType.MULTIPLE if len(key) > 1 else QuestionType.SINGLE
    question = ForeignQuestion(kind, markdown_of_plain("\n".join(block.stem)), options)
    return ReadRow(place, question, problems_of(question), cells=cells)


def _wrong(block: _Block) -> RowProblem | None:
    if block.answer is None:
        return RowProblem("答案", "", "没有 ANSWER 一行；每题最后写 ANSWER: 和字母")
    named = "".join(block.letters)
    if not LETTERS.startswith(named) or not named:
        return RowProblem("选项", short(named), f"选项要从 A 起依次写，最多到 {LETTERS[-1]}")
    key = letters_of(block.answer)
    if key is None or any(index >= len(named) for index in key):
        return RowProblem("答案", short(block.answer), f"答案写选项的字母，{named[0]} 到 {named[-1]}")
    return None


def write_aiken(questions: Iterable[ForeignQuestion]) -> bytes:
    """Return what Aiken can hold; several right answers it cannot, see `fits_aiken`."""
    lines = []
    for one in filter(fits_aiken, questions):
        lines.append(plain_line(one.stem))
        lines += [
            f"{letter}. {plain_of_line(option.text)}" for letter, option in zip(LETTERS, one.options, strict=False)
        ]
        lines += [f"ANSWER: {''.join(LETTERS[index] for index in one.key)}", ""]
    return "\n".join(lines).encode()


def fits_aiken(question: ForeignQuestion) -> bool:
    """Say whether Aiken can hold a question at all."""
    return question.type is not QuestionType.MULTIPLE
