"""A talk that a person has to read: what was asked, what the program made of it, what others propose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.core.punctuation import clauses, stops
from certification.drills.catalogue import known_acts, label_of
from certification.drills.models import DrillReview, Reason
from certification.drills.services import RunView, TurnView
from certification.people.models import User

REASONS: Final = {
    Reason.ABSTENTION: gettext_lazy("系统没把握，会影响结果"),
    Reason.APPEAL: gettext_lazy("学员申诉"),
    Reason.TRAINER: gettext_lazy("培训师更正"),
    Reason.SELF: gettext_lazy("学员自己判断"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `marked` where it is what was taken for an act in question."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A line of the talk; `is_asked` where it is to be judged."""

    kind: str
    who: str
    pieces: tuple[Piece, ...]
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class ActQuestion:
    """Was this act said in this turn? `said` is what the program thinks, `proposal` what a model does."""

    id: str
    name: str
    said: str
    proposal: str = ""
    chosen: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the queue."""

    url: str
    title: str
    kind: str
    at: datetime
    text: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The whole page of a reading."""

    url: str
    title: str
    who: str
    kind: str
    claim: str
    lines: tuple[ReadingLine, ...]
    acts: tuple[ActQuestion, ...]
    others: tuple[ActQuestion, ...]
    is_answered: bool
    answered: str
    answer: str = ""
    proposals: Mapping[str, str] = field(default_factory=dict)


def review_row(review: DrillReview, title: str, who: str) -> ReviewRow:
    """Return a reading as a line of a list."""
    asked = clauses(_("第 %(n)d 轮 %(act)s") % {"n": turn, "act": label_of(act)} for turn, act in review.asked)
    is_open = review.answered_at is None
    return ReviewRow(
        url=reverse("authoring:drill-review", args=[review.pk]),
        title=f"{who} · {title}",
        kind=str(REASONS[Reason(review.reason)]),
        at=review.answered_at or review.opened_at,
        text=stops(part for part in (asked, review.text) if part),
        status=_("等待确认") if is_open else _("已更正") if review.corrections else _("识别不变"),
        tone="act" if is_open else "good" if review.corrections else "",
    )


def review_page(
    review: DrillReview,
    view: RunView,
    answered_by: User | None,
    *,
    chosen: Mapping[str, str],
    proposed: Mapping[str, str],
) -> ReviewPage:
    """Return everything to judge a reading by.

    Args:
        review: the reading.
        view: its run.
        answered_by: who answered it.
        chosen: `turn:act` → yes or no, as the form was filled in.
        proposed: `turn:act` → what the optional model says of it.
    """
    asked = {(int(turn), str(act)) for turn, act in review.asked}
    turns = {turn for turn, _act in asked} or {one.row.number for one in view.turns}
    marks = {f"{turn}:{act}": bool(said) for turn, acts in review.marks.items() for act, said in acts.items()}
    every = {one.id: one for one in _questions(view, turns, chosen, proposed, marks)}
    first = [f"{turn}:{act}" for turn, act in sorted(asked)]
    first += [key for key in (*marks, *chosen, *proposed) if key not in first and key in every]
    first = list(dict.fromkeys(first))
    return ReviewPage(
        url=reverse("authoring:drill-review", args=[review.pk]),
        title=view.script.title,
        who=view.run.person.display_name,
        kind=str(REASONS[Reason(review.reason)]),
        claim=review.text,
        lines=tuple(_lines(view, turns, asked)),
        acts=tuple(every[key] for key in first if key in every),
        others=tuple(one for key, one in every.items() if key not in first),
        is_answered=review.answered_at is not None,
        answered=_("%(who)s 已确认。%(answer)s") % {"who": answered_by.display_name, "answer": review.answer}
        if answered_by
        else "",
        proposals=proposed,
    )


def _questions(
    view: RunView,
    turns: Iterable[int],
    chosen: Mapping[str, str],
    proposed: Mapping[str, str],
    marks: Mapping[str, bool],
) -> Iterator[ActQuestion]:
    words = {True: _("说了"), False: _("没说")}
    for one in view.turns:
        for name in known_acts() if one.row.number in turns else ():
            key = f"{one.row.number}:{name}"
            yield ActQuestion(
                id=key,
                name=_("第 %(n)d 轮 · %(act)s") % {"n": one.row.number, "act": label_of(name)},
                said=_heard(one, name),
                proposal=proposed.get(key, ""),
                chosen=chosen.get(key, ""),
                answer=words[marks[key]] if key in marks else "",
            )


def _heard(one: TurnView, name: str) -> str:
    found = next((act for act in one.row.heard.acts if act.name == name), None)
    if found is not None:
        words = one.row.text[slice(*found.span)]
        return _("系统认为说了，凭“%(words)s”") % {"words": words}
    return _("系统没把握") if name in one.row.heard.abstained else _("系统认为没说")


def _lines(view: RunView, turns: Iterable[int], asked: Iterable[tuple[int, str]]) -> Iterator[ReadingLine]:
    buyer, own = view.script.buyer.name, view.run.person.display_name
    yield ReadingLine("buyer", buyer, (Piece(view.play.opening),))
    for one in view.turns:
        names = {act for turn, act in asked if turn == one.row.number}
        yield ReadingLine("me", own, tuple(_pieces(one, names)), one.row.number in turns)
        for line in one.turn.lines:
            yield ReadingLine("buyer", buyer, (Piece(line.text),))


def _pieces(one: TurnView, names: set[str]) -> Iterator[Piece]:
    text, at = one.row.text, 0
    spans: list[Any] = sorted(act.span for act in one.row.heard.acts if act.name in names)
    for start, end in spans:
        if start >= at:
            yield Piece(text[at:start])
            yield Piece(text[start:end], marked=True)
            at = end
    yield Piece(text[at:])
