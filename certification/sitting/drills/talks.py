"""The lines of a talk as a page shows them: the buyer's, the trainee's with their markings, what was looked up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from certification.core.punctuation import clauses, labelled
from certification.drills.domain.judge import Score
from certification.drills.domain.play import BuyerLine, Play, Turn, card_of
from certification.drills.script.model import Lookup, Script
from certification.sitting.drills.marking import marked_reply
from certification.sitting.drills.presentation import ChatLine, Fact, Marking
from certification.sitting.drills.spans import Segment

#: act → what somebody said of it since, by turn.
Answers = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """One reply as it was sent: when it arrived, what was looked up before it, whether a prepared phrase was used."""

    text: str
    at: datetime | None = None
    lookups: tuple[str, ...] = ()
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk with everything that its lines need; `score` is None where nothing is to be marked."""

    script: Script
    play: Play
    said: Sequence[Said]
    started_at: datetime | None = None
    looked_up: tuple[str, ...] = ()
    score: Score | None = None
    answers: Answers = field(default_factory=dict)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return what is known besides the card of the beginning, in the order it came."""
        return (*self.play.shown, *(one for one in self.looked_up if one not in self.play.shown))


def lines_of(talk: Talk) -> tuple[ChatLine, ...]:
    """Return the lines from the first to the last; their keys never change, whatever is said later."""
    return tuple(_lines(talk))


def _lines(talk: Talk) -> Iterator[ChatLine]:
    buyer = talk.script.buyer.name
    yield _buyer_line("b0", buyer, BuyerLine(talk.play.opening), talk.started_at)
    lookups = {one.id: one for one in talk.script.lookups}
    for said, turn in zip(talk.said, talk.play.turns, strict=True):
        yield from (_looked(lookups[name]) for name in said.lookups if name in lookups)
        yield _own_line(talk, said, turn)
        yield from (
            _buyer_line(f"b{turn.number}-{n}", buyer, one, said.at) for n, one in enumerate(turn.lines, start=1)
        )
    yield from (_looked(lookups[name]) for name in talk.looked_up if name in lookups)


def _buyer_line(key: str, who: str, line: BuyerLine, at: datetime | None) -> ChatLine:
    return ChatLine(key, "buyer", who, at, (Segment(line.text),), line.picture)


def _looked(lookup: Lookup) -> ChatLine:
    told = clauses(labelled(row.label, row.text) for row in lookup.card)
    return ChatLine(f"l-{lookup.id}", "sys", "", None, (Segment(f"{lookup.label} · {told}"),))


def _own_line(talk: Talk, said: Said, turn: Turn) -> ChatLine:
    pieces: tuple[Segment, ...] = (Segment(said.text),)
    marking: Marking | None = None
    if talk.score is not None:
        pieces, marking = marked_reply(said.text, turn, talk.score, talk.answers.get(turn.number, {}))
    return ChatLine(f"m{turn.number}", "me", _("我"), said.at, pieces, "", marking, turn.number, said.is_quick)


def facts_of(talk: Talk) -> tuple[Fact, ...]:
    """Return the card as it stands; what came in the talk is news."""
    before = set(talk.script.card)
    return tuple(Fact(row.label, row.text, row not in before) for row in card_of(talk.script, talk.shown))
