"""An appeal as a trainer reads it: the question, both readings decided side by side, what it would do to the mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import api
from certification.bank.cards import CaseCard, case_card
from certification.bank.domain import LETTERS
from certification.bank.stems import Stem, read_stem
from certification.core.punctuation import clauses, listed
from certification.grading.disputes import (
    DisputeLine,
    Effect,
    dispute_lines,
    disputed_content,
    explanation_of,
    read_under,
)
from certification.grading.domain import AppealKind, chosen_options, points_text
from certification.grading.models import Appeal
from certification.grading.reading import MarkedQuestion, marked_question
from certification.grading.wording import KIND_NAMES, OUTCOME_NAMES


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One line of the queue."""

    url: str
    who: str
    cohort: str
    kind: str
    position: int
    text: str
    raised_at: datetime
    outcome: str
    outcome_name: str


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option as the trainee saw it."""

    letter: str
    text: str
    is_key: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What comes out under one reading: the key in letters, what it says, and the trace."""

    title: str
    key: str
    said: str
    tone: str
    explanation: api.Explanation | None


@dataclass(frozen=True, slots=True)
class AppealPage:
    """The whole page."""

    code: str
    stem: Stem
    card: CaseCard
    options: tuple[OptionLine, ...]
    points: str
    out_of: str
    lines: tuple[DisputeLine, ...]
    readings: tuple[ReadingView, ...]
    regrade_url: str
    scope: str = ""


def appeal_row(appeal: Appeal) -> AppealRow:
    """Return an appeal as a line of a list."""
    person = appeal.attempt.trainee
    return AppealRow(
        url=reverse("authoring:appeal", args=[appeal.pk]),
        who=person.display_name,
        cohort=str(person.cohort or ""),
        kind=str(KIND_NAMES[appeal.kind]),
        position=appeal.position,
        text=appeal.text,
        raised_at=appeal.raised_at,
        outcome=appeal.outcome,
        outcome_name=str(OUTCOME_NAMES[appeal.outcome]) if appeal.outcome else "",
    )


def appeal_page(appeal: Appeal) -> AppealPage:
    """Return everything to judge an appeal by."""
    one = marked_question(appeal.attempt, appeal.position)
    edition = api.load_edition(one.attempt.edition)
    content = one.content
    return AppealPage(
        code=one.code,
        stem=read_stem(content),
        card=case_card(content.case, edition) if content.has_case else CaseCard((), ()),
        options=tuple(
            OptionLine(letter, content.options[index].text, letter in one.key, letter in one.cell.answer)
            for letter, index in zip(LETTERS, one.option_order, strict=False)
        ),
        points=points_text(one.points),
        out_of=points_text(one.out_of),
        lines=dispute_lines(content.case, appeal.disputed, edition=edition),
        readings=tuple(_readings(appeal, one, edition)),
        regrade_url=f"{reverse('authoring:regrade-new')}?appeal={appeal.pk}",
        scope=_("各选项的案情不同，下面裁决的是答案所说的情形。")
        if any(option.overlay for option in content.options)
        else "",
    )


def _readings(appeal: Appeal, one: MarkedQuestion, edition: api.Edition) -> Sequence[ReadingView]:
    held = chosen_options(one.key, one.option_order)
    as_written = ReadingView(
        _("按题目写的"),
        listed(one.key),
        _("答案 %(key)s") % {"key": listed(one.key)},
        "",
        explanation_of(one.content, held, edition=edition),
    )
    if appeal.kind != AppealKind.FACTS:
        return (as_written,)
    reading = read_under(one, appeal.disputed, edition=edition)
    letters = listed(letter for letter, index in zip(LETTERS, one.option_order, strict=False) if index in reading.key)
    said = {
        Effect.SAME: _("答案不变，这处读法不影响得分"),
        Effect.OTHER: _("答案会变成 %(key)s，这位学员会得 %(points)s 分")
        % {"key": letters or _("（没有一项）"), "points": points_text(reading.points)},
        Effect.UNDECIDED: _("答案定不下来：%(why)s") % {"why": clauses(reading.problems)},
        Effect.IMPOSSIBLE: _("案情不成立：%(why)s") % {"why": clauses(reading.problems)},
    }[reading.effect]
    tone = {Effect.SAME: "act", Effect.OTHER: "warn"}.get(reading.effect, "seal")
    told = explanation_of(disputed_content(one.content, appeal.disputed), reading.key, edition=edition)
    return (as_written, ReadingView(_("按学员读的"), letters, said, tone, told))
