"""What the exam page shows: built field by field, so that nothing of key, rules or difficulty can slip in."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import api
from certification.attempts.domain import Cell, Sheet
from certification.attempts.models import Attempt
from certification.bank.cards import CaseCard, case_card
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.bank.stems import Stem, read_stem, stem_of
from certification.core.punctuation import commas, in_brackets
from certification.grading.domain import points_text
from certification.grading.scoring import MODE_NAMES, TYPE_NAMES
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode
from certification.sitting.exams.addresses import Addresses, addresses_of
from certification.sitting.exams.announcements import milliseconds
from certification.sitting.exams.palette import PaletteCell, cells_html, clock_of, is_forward, palette

CASE_CARD: Final = "certification/sitting/exams/_case_card.html"
#: How many cards a process keeps: a bank of questions, under one or two editions.
REMEMBERED: Final = 2_048


@dataclass(frozen=True, slots=True)
class OptionRow:
    letter: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as it may be seen before hand-in."""

    number: int
    size: int
    type_name: str
    points: str
    stem: Stem
    is_many: bool
    mode_hint: str
    options: tuple[OptionRow, ...]
    card: SafeString
    saved: str
    cell: Cell
    is_talk: bool = False


@dataclass(frozen=True, slots=True)
class TimeView:
    """How long somebody has: in words, and for the clock of the page in milliseconds since 1970."""

    seconds_left: int
    clock: str
    clock_state: str
    now: int
    deadline: int
    allowance: str


@dataclass(frozen=True, slots=True)
class ExamView:
    """The frame around the question: title, clock, answer sheet."""

    attempt_id: uuid.UUID
    person: uuid.UUID
    title: str
    page_title: str
    size: int
    answered: int
    open_count: int
    flagged: int
    saved_at: datetime | None
    time: TimeView
    cells: tuple[PaletteCell, ...]
    cells_html: SafeString
    at: Addresses
    is_exam: bool
    is_forward: bool


def question_view(question: PaperQuestion, cell: Cell, *, size: int, edition: api.Edition) -> QuestionView:
    """Return a question as it is shown while the attempt is open."""
    content = question.version.read
    if content.script is not None:
        return _talk_view(question, content.script, cell, size=size)
    is_many = content.type is QuestionType.MULTIPLE
    return QuestionView(
        number=question.position,
        size=size,
        type_name=str(TYPE_NAMES[content.type]),
        points=points_text(question.points),
        stem=read_stem(content),
        is_many=is_many,
        mode_hint=_("（%(mode)s）") % {"mode": MODE_NAMES[Mode(question.mode)]} if is_many else "",
        options=option_rows(content, question.option_order, cell.answer),
        card=card_html(Carded(question.version_id, edition.id, get_language(), content, edition)),
        saved=_("本题已保存 %(at)s") % {"at": clock_of(cell.saved_at)} if cell.saved_at else "",
        cell=cell,
    )


def _talk_view(question: PaperQuestion, script: Mapping[str, Any], cell: Cell, *, size: int) -> QuestionView:
    """Return a drill: its title, and nothing of its case; the talk itself stands in place of options."""
    return QuestionView(
        number=question.position,
        size=size,
        type_name=str(TYPE_NAMES[QuestionType.DRILL]),
        points=points_text(question.points),
        stem=stem_of(str(script["title"]), QuestionType.DRILL),
        is_many=False,
        mode_hint="",
        options=(),
        card=SafeString(""),
        saved=_("本题已保存 %(at)s") % {"at": clock_of(cell.saved_at)} if cell.saved_at else "",
        cell=cell,
        is_talk=True,
    )


@dataclass(frozen=True, slots=True)
class Carded:
    """The case of a question version as an edition words it; the ids say which, and what they name is along."""

    version: uuid.UUID
    edition_id: str
    language: str | None
    content: Content = field(compare=False)
    edition: api.Edition = field(compare=False)


@lru_cache(REMEMBERED)
def card_html(of: Carded) -> SafeString:
    """Return the card of a case: the same for everybody who meets the question."""
    card = case_card(of.content.case, of.edition) if of.content.has_case else CaseCard((), ())
    return render_to_string(CASE_CARD, {"card": card, "is_typed": of.content.typed is not None})


def option_rows(content: Content, option_order: Sequence[int], chosen: str) -> tuple[OptionRow, ...]:
    """Return the options under their letters on this paper."""
    return tuple(
        OptionRow(letter, content.options[index].text, letter in chosen)
        for letter, index in zip(LETTERS, option_order, strict=False)
    )


def exam_view(attempt: Attempt, sheet: Sheet, *, current: int, now: datetime) -> ExamView:
    """Return the frame of the exam page."""
    size = len(sheet.cells)
    cells, title = palette(attempt, sheet, current=current), attempt_title(attempt)
    return ExamView(
        attempt_id=attempt.pk,
        person=attempt.trainee_id,
        title=title,
        page_title=_("第 %(n)d 题 · %(title)s") % {"n": current, "title": title},
        size=size,
        answered=sheet.answered,
        open_count=size - sheet.answered,
        flagged=sheet.flagged,
        saved_at=sheet.saved_at,
        time=time_view(attempt, now),
        cells=cells,
        cells_html=cells_html(cells),
        at=addresses_of(attempt.pk),
        is_exam=attempt.is_exam,
        is_forward=is_forward(attempt),
    )


def time_view(attempt: Attempt, now: datetime) -> TimeView:
    """Return the time of a running attempt, with what was granted and what was given back."""
    seconds = attempt.seconds_left(now)
    ends_at = attempt.deadline or now
    return TimeView(
        seconds_left=seconds,
        clock=clock_text(seconds),
        clock_state=clock_state(seconds),
        now=milliseconds(now),
        deadline=milliseconds(ends_at),
        allowance=_allowance(attempt, ends_at),
    )


def _allowance(attempt: Attempt, ends_at: datetime) -> str:
    """Say how long somebody has in all and why, and when that ends."""
    credit = timedelta(seconds=attempt.credit_seconds)
    minutes = ceil((ends_at - credit - attempt.started_at) / timedelta(minutes=1))
    own = _("你的时间 %(minutes)d 分钟") % {"minutes": minutes}
    if attempt.round and minutes > attempt.round.minutes:
        own += in_brackets(_("含加时 %(n)d 分钟") % {"n": minutes - attempt.round.minutes})
    parts = [own]
    if credit:
        parts.append(_("另补回服务器中断 %(credit)s") % {"credit": clock_text(attempt.credit_seconds)})
    return commas([*parts, _("到 %(at)s 结束。") % {"at": clock_of(ends_at)}])


def attempt_title(attempt: Attempt) -> str:
    if attempt.round is not None:
        if attempt.round.attempts_allowed == 1:
            return attempt.round.title
        return _("%(title)s 第 %(n)d 次") % {"title": attempt.round.title, "n": attempt.number}
    return _("售后服务专员模拟卷 第 %(n)d 份") % {"n": attempt.number}


def clock_text(seconds: int) -> str:
    """Return 42:17; above an hour the minutes go on counting."""
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def clock_state(seconds: int) -> str:
    """Say how urgent the clock looks: low from ten minutes, last from five."""
    if seconds <= 5 * 60:
        return "last"
    return "low" if seconds <= 10 * 60 else "ok"
