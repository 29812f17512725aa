"""What the exam page shows: built field by field, so that nothing of key, rules or difficulty can slip in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases import api
from certification.attempts.domain import Cell, Sheet
from certification.attempts.models import Attempt
from certification.bank.cards import CaseCard, case_card
from certification.bank.domain import LETTERS, Content, QuestionType
from certification.bank.stems import Stem, read_stem
from certification.grading.domain import points_text
from certification.grading.scoring import MODE_NAMES, TYPE_NAMES
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode
from certification.sitting.exams.announcements import milliseconds
from certification.sitting.exams.palette import PaletteCell, cells_html, is_forward, palette, questions_url

#: What app.js imports, fetched at once instead of one after the other.
MODULES: Final = tuple(f"js/{name}.js" for name in ("clock", "focus", "outbox", "panel", "ping", "store"))


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
    mode_name: str
    options: tuple[OptionRow, ...]
    card: CaseCard
    cell: Cell


@dataclass(frozen=True, slots=True)
class TimeView:
    """How long somebody has: in words, and for the clock of the page in milliseconds since 1970."""

    seconds_left: int
    clock: str
    clock_state: str
    now: int
    deadline: int
    ends_at: datetime | None
    minutes: int
    extra_minutes: int
    credit: str


@dataclass(frozen=True, slots=True)
class ExamView:
    """The frame around the question: title, clock, answer sheet."""

    attempt_id: uuid.UUID
    person: uuid.UUID
    title: str
    size: int
    answered: int
    open_count: int
    flagged: int
    saved_at: datetime | None
    time: TimeView
    cells: tuple[PaletteCell, ...]
    cells_html: SafeString
    questions_url: str
    is_exam: bool
    is_forward: bool
    modules: tuple[str, ...] = MODULES


def question_view(question: PaperQuestion, cell: Cell, *, size: int, edition: api.Edition) -> QuestionView:
    """Return a question as it is shown while the attempt is open."""
    content = question.version.read
    return QuestionView(
        number=question.position,
        size=size,
        type_name=str(TYPE_NAMES[content.type]),
        points=points_text(question.points),
        stem=read_stem(content),
        is_many=content.type is QuestionType.MULTIPLE,
        mode_name=str(MODE_NAMES[Mode(question.mode)]),
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


def exam_view(attempt: Attempt, sheet: Sheet, *, current: int, now: datetime) -> ExamView:
    """Return the frame of the exam page."""
    size = len(sheet.cells)
    cells = palette(attempt, sheet, current=current)
    return ExamView(
        attempt_id=attempt.pk,
        person=attempt.trainee_id,
        title=attempt_title(attempt),
        size=size,
        answered=sheet.answered,
        open_count=size - sheet.answered,
        flagged=sheet.flagged,
        saved_at=sheet.saved_at,
        time=time_view(attempt, now),
        cells=cells,
        cells_html=cells_html(cells),
        questions_url=questions_url(attempt),
        is_exam=attempt.is_exam,
        is_forward=is_forward(attempt),
    )


def time_view(attempt: Attempt, now: datetime) -> TimeView:
    """Return the time of a running attempt, with what was granted and what was given back."""
    seconds = attempt.seconds_left(now)
    ends_at = attempt.deadline or now
    credit = timedelta(seconds=attempt.credit_seconds)
    minutes = ceil((ends_at - credit - attempt.started_at) / timedelta(minutes=1))
    return TimeView(
        seconds_left=seconds,
        clock=clock_text(seconds),
        clock_state=clock_state(seconds),
        now=milliseconds(now),
        deadline=milliseconds(ends_at),
        ends_at=attempt.deadline,
        minutes=minutes,
        extra_minutes=max(0, minutes - attempt.round.minutes) if attempt.round else 0,
        credit=clock_text(attempt.credit_seconds) if attempt.credit_seconds else "",
    )


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
