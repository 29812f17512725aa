"""What the exam page shows: built field by field, so that nothing of key, rules or difficulty can slip in."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases import api
from certification.attempts.domain import Cell, Sheet
from certification.attempts.models import Attempt
from certification.bank.cards import CaseCard, case_card
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.grading.domain import points_text
from certification.grading.scoring import TYPE_NAMES
from certification.papers.models import PaperQuestion

#: The words that say what is asked for; they are the only ones a stem may stress.
_POLARITY: Final = re.compile(
    r"不正确|不恰当|不妥当|不合理|不符合|不属于|不成立|不支持|不应当|不对|错误|正确|恰当|妥当|合理|构成|符合|属于"
)


@dataclass(frozen=True, slots=True)
class OptionRow:
    letter: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PaletteCell:
    """A cell of the answer sheet: `state` is for the style, `label` says the same in words."""

    number: int
    url: str
    state: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as it may be seen before hand-in."""

    number: int
    size: int
    type_name: str
    points: str
    stem: SafeString
    is_many: bool
    options: tuple[OptionRow, ...]
    card: CaseCard
    cell: Cell


@dataclass(frozen=True, slots=True)
class ExamView:
    """The frame around the question: title, clock, answer sheet."""

    attempt_id: uuid.UUID
    title: str
    size: int
    answered: int
    open_count: int
    flagged: int
    saved_at: datetime | None
    seconds_left: int
    clock: str
    clock_state: str
    cells: tuple[PaletteCell, ...]


def question_view(question: PaperQuestion, cell: Cell, *, size: int, edition: api.Edition) -> QuestionView:
    """Return a question as it is shown while the attempt is open."""
    content = question.version.read
    return QuestionView(
        number=question.position,
        size=size,
        type_name=str(TYPE_NAMES[content.type]),
        points=points_text(question.points),
        stem=stem_html(content),
        is_many=content.type is QuestionType.MULTIPLE,
        options=option_rows(content, question.option_order, cell.answer),
        card=case_card(content.case, edition) if content.cited is None else CaseCard((), ()),
        cell=cell,
    )


def option_rows(content: Content, option_order: Sequence[int], chosen: str) -> tuple[OptionRow, ...]:
    """Return the options under their letters on this paper."""
    return tuple(
        OptionRow(letter, content.options[index].text, letter in chosen)
        for letter, index in zip(LETTERS, option_order, strict=False)
    )


def stem_html(content: Content) -> SafeString:
    """Return the stem with the polarity of its question stressed: the last such word of the last sentence."""
    stem = content.stem
    start = max(stem.rstrip("。？?）)").rfind(mark) for mark in "。！；") + 1
    found = list(_POLARITY.finditer(stem, start)) if content.type is not QuestionType.TRUEFALSE else []
    if not found:
        return format_html("{}", stem)
    word = found[-1]
    return format_html("{}<em>{}</em>{}", stem[: word.start()], word.group(), stem[word.end() :])


def exam_view(attempt: Attempt, sheet: Sheet, *, current: int, now: datetime) -> ExamView:
    """Return the frame of the exam page."""
    seconds = attempt.seconds_left(now)
    size = len(sheet.cells)
    return ExamView(
        attempt_id=attempt.pk,
        title=attempt_title(attempt),
        size=size,
        answered=sheet.answered,
        open_count=size - sheet.answered,
        flagged=sheet.flagged,
        saved_at=sheet.saved_at,
        seconds_left=seconds,
        clock=clock_text(seconds),
        clock_state=clock_state(seconds),
        cells=palette(attempt.pk, sheet, current=current),
    )


def palette(attempt_id: uuid.UUID, sheet: Sheet, *, current: int = 0) -> tuple[PaletteCell, ...]:
    """Return the cells of the answer sheet."""
    url = reverse("sitting:question", args=(attempt_id, 1)).removesuffix("1/")
    return tuple(
        PaletteCell(n, f"{url}{n}/", cell_state(cell), cell_label(n, cell, is_current=n == current), n == current)
        for n, cell in enumerate(sheet.cells, start=1)
    )


def cell_state(cell: Cell) -> str:
    return " ".join(name for name, is_so in (("done", cell.is_answered), ("flag", cell.is_flagged)) if is_so)


def cell_label(number: int, cell: Cell, *, is_current: bool = False) -> str:
    parts = [_("第 %(n)d 题") % {"n": number}]
    if is_current:
        parts.append(_("当前"))
    parts.append(_("已答") if cell.is_answered else _("未答"))
    if cell.is_flagged:
        parts.append(_("已标记"))
    return "，".join(parts)


def attempt_title(attempt: Attempt) -> str:
    return _("售后服务专员模拟卷 第 %(n)d 份") % {"n": attempt.number}


def clock_text(seconds: int) -> str:
    """Return 42:17; above an hour the minutes go on counting."""
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def clock_state(seconds: int) -> str:
    """Say how urgent the clock looks: low from ten minutes, last from five."""
    if seconds <= 5 * 60:
        return "last"
    return "low" if seconds <= 10 * 60 else "ok"
