"""Questions as they stand on paper, in sections by type, worth and mode."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.bank.domain import LETTERS, QuestionType
from certification.bank.stems import Stem, read_stem
from certification.grading.domain import points_text
from certification.grading.scoring import MODE_NAMES
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode

NUMERALS: Final = (
    pgettext_lazy("numeral", "一"), pgettext_lazy("numeral", "二"), pgettext_lazy("numeral", "三"),
    pgettext_lazy("numeral", "四"), pgettext_lazy("numeral", "五"), pgettext_lazy("numeral", "六"),
)  # fmt: skip
SECTION_NAMES: Final = {
    QuestionType.SINGLE: _("单项选择"),
    QuestionType.MULTIPLE: _("多项选择"),
    QuestionType.TRUEFALSE: _("判断"),
    QuestionType.DRILL: _("对话演练（在电脑上进行）"),
}


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """One question as it stands on paper."""

    number: int
    stem: Stem
    is_judgement: bool
    options: tuple[str, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All questions of one type: number, name, what each is worth and how it is marked."""

    numeral: str
    name: str
    points: str
    total: str
    mode: str
    questions: tuple[PrintedQuestion, ...]


def sections_of(questions: Sequence[PaperQuestion]) -> tuple[Section, ...]:
    """Return questions in their order, those that are of one type, worth and mode together."""
    groups = groupby(questions, key=lambda one: (one.type, one.points, one.mode))
    return tuple(
        _section(number, kind, points, mode, list(found)) for number, ((kind, points, mode), found) in enumerate(groups)
    )


def _section(number: int, kind: str, points: int, mode: str, found: Sequence[PaperQuestion]) -> Section:
    return Section(
        numeral=str(NUMERALS[number]),
        name=str(SECTION_NAMES[QuestionType(kind)]),
        points=points_text(points),
        total=points_text(points * len(found)),
        mode=str(MODE_NAMES[Mode(mode)]) if kind == QuestionType.MULTIPLE else "",
        questions=tuple(_printed(one) for one in found),
    )


def _printed(question: PaperQuestion) -> PrintedQuestion:
    content = question.version.read
    is_judgement = content.type is QuestionType.TRUEFALSE
    return PrintedQuestion(
        number=question.position,
        stem=read_stem(content),
        is_judgement=is_judgement,
        options=() if is_judgement else tuple(content.options[index].text for index in question.option_order),
        letters=("√", "×") if is_judgement else tuple(LETTERS[: len(question.option_order)]),
    )
