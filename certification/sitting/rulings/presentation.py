"""From an explanation to what the 裁决书 shows: numbered issues, figure, links, options with letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from cases.api import Edition, Explanation, FlipView, IssueView, OptionReview, Rule, TimelineView
from certification.bank.domain import QuestionType, Typed
from certification.bank.stems import Stem, stem_of
from certification.core.case_links import try_url
from certification.core.numerals import chinese_number
from certification.core.punctuation import listed
from certification.people.domain import Language, language_among
from certification.sitting.rulings.timeline import Drawing, draw_tall, draw_wide, title_of
from certification.sitting.rulings.timeline.clock import iso_text


@dataclass(frozen=True, slots=True)
class Figure:
    """The same timeline drawn for a wide page and for a phone."""

    wide: Drawing
    tall: Drawing
    title: str


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A row of the table that says what the figure shows."""

    label: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class NumberedIssue:
    """An issue with its number as the reader writes it: 一 in Chinese, 1 elsewhere."""

    number: str
    view: IssueView


@dataclass(frozen=True, slots=True)
class FlipLink:
    """A change that would alter the outcome, and the address that tries it."""

    view: FlipView
    url: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option as the trainee saw it: its letter on the paper, whether to choose it, and why."""

    letter: str
    text: str
    is_key: bool
    is_picked: bool
    reason: str = ""
    misreading: str = ""
    flip: FlipLink | None = None
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked and answered."""

    stem: Stem
    options: tuple[OptionRow, ...]
    is_judgement: bool = False
    is_many: bool = False

    @property
    def reviewed(self) -> list[OptionRow]:
        """Return the options as they are discussed: the mistakes first, then the key, then the others."""
        return sorted(self.options, key=lambda option: (option.is_key or not option.is_picked, not option.is_key))

    @property
    def key(self) -> str:
        """Return what to choose: letters, or 正确 or 错误 of a judgement."""
        return self._spoken([option for option in self.options if option.is_key])

    @property
    def picked(self) -> str:
        """Return what was chosen, in the same words."""
        return self._spoken([option for option in self.options if option.is_picked])

    def _spoken(self, options: list[OptionRow]) -> str:
        return listed(option.text if self.is_judgement else option.letter for option in options)

    @property
    def is_right(self) -> bool:
        """Tell whether exactly the key was chosen."""
        return self.key == self.picked


@dataclass(frozen=True, slots=True)
class Ruling:
    """Everything a 裁决书 shows: of a decided case, of a recall question (it only cites a rule), or of a typed one."""

    reference: str
    edition_label: str
    explanation: Explanation | None = None
    cited: Rule | None = None
    typed: Typed | None = None
    issues: tuple[NumberedIssue, ...] = ()
    figure: Figure | None = None
    times: tuple[TimeRow, ...] = ()
    flips: tuple[FlipLink, ...] = ()
    try_url: str = ""
    answer: Answer | None = None
    supposed: str = ""
    scope: str = ""
    dated: datetime | None = None

    @property
    def told(self) -> Stem | None:
        """Return what the author of a typed question wrote about it."""
        said = self.typed.explanation if self.typed else ""
        return stem_of(said, QuestionType.TRUEFALSE) if said else None

    @property
    def checksum(self) -> str:
        """Return the first eight digits of the decision's checksum, as the seal shows them."""
        full = self.explanation.checksum if self.explanation else ""
        return f"{full[:4]}·{full[4:8]}" if full else ""


def draw_figure(timeline: TimelineView) -> Figure | None:
    """Return the figure of a timeline; None where nothing is dated."""
    if not timeline.dated or not timeline.events:
        return None
    return Figure(draw_wide(timeline), draw_tall(timeline), title_of(timeline))


def table_rows(timeline: TimelineView) -> tuple[TimeRow, ...]:
    """Return events, then windows, in words."""
    if not timeline.dated:
        return ()
    rows = [TimeRow(event.label, iso_text(event.start, event.end), event.text) for event in timeline.events]
    rows += [TimeRow(w.label, f"{iso_text(w.start)} — {iso_text(w.end)}", w.text) for w in timeline.windows]
    return tuple(rows)


def link_flip(case: Mapping[str, Any], flip: FlipView) -> FlipLink:
    """Return a flip with the address of 试一案 under its overlay."""
    return FlipLink(flip, try_url(case, flip.overlay))


def present(
    explanation: Explanation,
    case: Mapping[str, Any],
    *,
    edition: Edition,
    reference: str,
    answer: Answer | None = None,
    dated: datetime | None = None,
) -> Ruling:
    """Return the 裁决书 of a case.

    Args:
        explanation: what the adjudicator says.
        case: the case in its raw form, for the links to 试一案.
        edition: the rules it was decided by.
        reference: what this document is called.
        answer: the question and the trainee's choice, if there was one.
        dated: when it was decided.
    """
    return Ruling(
        explanation=explanation,
        reference=reference,
        edition_label=edition.label,
        issues=tuple(NumberedIssue(_numeral(number), view) for number, view in enumerate(explanation.issues, start=1)),
        figure=draw_figure(explanation.timeline),
        times=table_rows(explanation.timeline),
        flips=tuple(link_flip(case, flip) for flip in explanation.flips),
        try_url=try_url(case),
        answer=answer,
        dated=dated,
    )


def review_rows(
    options: Sequence[tuple[str, str]],
    reviews: Mapping[int, OptionReview],
    *,
    order: Sequence[int],
    key: Sequence[int],
    picked: Sequence[int],
    cases: Mapping[int, Mapping[str, Any]],
) -> tuple[OptionRow, ...]:
    """Return the options in the order of the paper.

    Args:
        options: letter and text by place on the paper.
        reviews: what the adjudicator says of each option, by index in the question.
        order: the index in the question of each place on the paper.
        key: indexes to choose.
        picked: indexes chosen.
        cases: the raw case that each option speaks of, by index, for the links.
    """
    rows = []
    for (letter, text), index in zip(options, order, strict=True):
        review = reviews.get(index)
        flip = link_flip(cases[index], review.flip) if review and review.flip else None
        rows.append(
            OptionRow(
                letter=letter,
                text=text,
                is_key=index in key,
                is_picked=index in picked,
                reason=review.reason if review else "",
                misreading=review.misreading if review else "",
                flip=flip,
            )
        )
    return tuple(rows)


def _numeral(number: int) -> str:
    return chinese_number(number) if language_among(get_language()) is Language.CHINESE else str(number)
