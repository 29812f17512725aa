"""A talk as it runs: states, the buyer's lines, patience, what was revealed, how it ended. Pure and deterministic."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from certification.drills.domain.acts import Heard, Hearing, KnownAct
from certification.drills.domain.owed import Owed as OwedPromises
from certification.drills.domain.standing import Spoken, Standing, heard_in, standing_of
from certification.drills.script.model import (
    MOST_PATIENCE,
    START,
    CardRow,
    Ending,
    Owed,
    Reveal,
    Script,
    State,
    Transition,
    When,
)
from certification.drills.script.patterns import ActPattern


class TalkOverError(ValueError):
    """A reply came after the talk had ended."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the conduct rules say of acts: `proper` or `improper` (empty: nothing to judge), and whom to ask."""

    outcome: str = ""
    rules: tuple[str, ...] = ()
    escalate: str = ""
    escalate_rules: tuple[str, ...] = ()


#: Judges the replies so far by the conduct rules of the case's stack.
Judge = Callable[[Sequence[Spoken]], Conduct]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the agent sent: as recognised, how long after the buyer's line, and the look-ups pressed before it."""

    hearing: Hearing
    seconds: int = 0
    lookups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """What the buyer says; `reveal`: the id of what they show with it, `picture` describes it."""

    text: str
    reveal: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply and what it did. `state` is where it was said, `to` where it led; `patience` is left afterwards."""

    number: int
    state: str
    to: str
    spoken: Spoken
    change: int
    patience: int
    lines: tuple[BuyerLine, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Play:
    """A talk so far. `ending` is None while it goes on."""

    opening: str
    turns: tuple[Turn, ...]
    state: str
    patience: int
    shown: tuple[str, ...]
    ending: Ending | None

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        """Return the replies as the judge reads them."""
        return tuple(one.spoken for one in self.turns)


@dataclass(frozen=True, slots=True)
class Table:
    """What a talk is played on: the script, what is owed, the known acts, and who judges conduct."""

    script: Script
    owed: OwedPromises
    acts: Mapping[str, KnownAct]
    conduct: Judge = field(default=lambda _spoken: Conduct())


def play(table: Table, replies: Sequence[Reply], *, seed: str) -> Play:
    """Play a talk from its start. Equal input, equal talk.

    Args:
        table: what is played.
        replies: what the agent sent, in order.
        seed: chooses the buyer's wording.

    Raises:
        TalkOverError: there are replies after the end.
    """
    script = table.script
    talk = Play(choose(script.opening, seed, "opening"), (), START, min(script.buyer.patience, MOST_PATIENCE), (), None)
    for reply in replies:
        talk = _step(table, talk, reply, seed)
    return talk


def choose(variants: Sequence[str], seed: str, place: str) -> str:
    """Return the variant that this seed says at this place; empty where there is none."""
    if not variants:
        return ""
    number = int.from_bytes(hashlib.sha256(f"{seed}|{place}".encode()).digest()[:8], "big")
    return variants[number % len(variants)]


def _step(table: Table, talk: Play, reply: Reply, seed: str) -> Play:
    if talk.ending is not None:
        raise TalkOverError(f"the talk ended after turn {len(talk.turns)}")
    script, number = table.script, len(talk.turns) + 1
    state = script.states[talk.state]
    spoken = Spoken(number, reply.hearing.acts, reply.seconds, state.asks, reply.hearing.abstained)
    shown = (*talk.shown, *(one for one in reply.lookups if one not in talk.shown))
    reveals = [one for one in script.reveals if one.id not in shown and _is_said(one.asked, spoken.acts)]
    shown = (*shown, *(one.id for one in reveals))
    moment = _Moment(table, (*talk.spoken, spoken), talk.patience, shown)
    reaction = sum(one.patience for one in script.reactions if moment.fits(one.when))
    moment.patience = _within(talk.patience + reaction)
    move = next(one for one in state.on if one.when is None or moment.fits(one.when))
    is_answered = move.when is None and bool(reveals)
    change = reaction + (0 if is_answered else move.patience)
    patience = _within(talk.patience + change)
    ending = _ending(script, move, state if is_answered else None, number=number, patience=patience)
    lines = [_revealed(one, seed, number) for one in reveals]
    if not is_answered:
        lines.append(BuyerLine(choose(move.say, seed, f"{number}:{state.id}")))
    if ending is not None:
        lines.append(BuyerLine(choose(ending.say, seed, f"{number}:{ending.id}")))
    to = ending.id if ending else (state.id if is_answered else move.to)
    said = tuple(one for one in lines if one.text)
    turn = Turn(number, state.id, to, spoken, patience - talk.patience, patience, said, moment.standing)
    return Play(talk.opening, (*talk.turns, turn), to, patience, shown, ending)


def _within(patience: int) -> int:
    return max(0, min(MOST_PATIENCE, patience))


def _revealed(reveal: Reveal, seed: str, number: int) -> BuyerLine:
    return BuyerLine(choose(reveal.say, seed, f"{number}:{reveal.id}"), reveal.id, reveal.picture)


def _ending(script: Script, move: Transition, stays: State | None, *, number: int, patience: int) -> Ending | None:
    """Return how the talk ends with this turn: by the transition, for want of patience, or of turns."""
    if stays is None and move.to in script.endings:
        return script.endings[move.to]
    if patience <= 0:
        return script.endings[script.patience_out]
    return script.endings[script.turns_out] if number >= script.turns else None


def _is_said(patterns: Sequence[ActPattern], acts: Sequence[Heard]) -> bool:
    """Say whether one of the patterns is among the acts."""
    return any(pattern.matches(act.name, act.args) for pattern in patterns for act in acts)


class _Moment:
    """What a condition may look at."""

    def __init__(self, table: Table, spoken: tuple[Spoken, ...], patience: int, shown: tuple[str, ...]) -> None:
        self.table, self.spoken, self.patience, self.shown = table, spoken, patience, shown
        script = table.script
        self.standing = standing_of(table.owed, spoken, acts=table.acts, forbidden=script.forbidden)
        self.now = spoken[-1]
        self.ever = [act for _reply, act in heard_in(spoken)]

    def fits(self, when: When) -> bool:
        """Say whether everything that the condition names holds."""
        return self._fits_acts(when) and self._fits_rules(when) and self._fits_numbers(when)

    def _fits_acts(self, when: When) -> bool:
        acts = self.now.acts
        return (
            all(_is_said((one,), acts) for one in when.all)
            and (not when.any or _is_said(when.any, acts))
            and not _is_said(when.none, acts)
            and all(_is_said((one,), self.ever) for one in when.so_far)
            and not _is_said(when.never, self.ever)
        )

    def _fits_rules(self, when: When) -> bool:
        return (
            (not when.owed or self._share() in when.owed)
            and (when.breach is None or when.breach is bool(self.standing.vetoes))
            and (not when.conduct or self.table.conduct(self.spoken).outcome == when.conduct)
            and all(one in self.shown for one in when.revealed)
            and not any(one in self.shown for one in when.hidden)
        )

    def _share(self) -> Owed:
        if self.standing.is_all_given:
            return Owed.ALL
        return Owed.SOME if self.standing.is_some_given else Owed.NONE

    def _fits_numbers(self, when: When) -> bool:
        pairs = ((when.patience, self.patience), (when.seconds, self.now.seconds), (when.turn, self.now.turn))
        return all(bound is None or bound.holds(number) for bound, number in pairs)


def card_of(script: Script, shown: Sequence[str]) -> tuple[CardRow, ...]:
    """Return the rows of the card that are seen by now; a later row takes the place of one with the same label."""
    rows = {one.label: one for one in script.card}
    givers = {one.id: one.card for one in script.reveals} | {one.id: one.card for one in script.lookups}
    for name in shown:
        rows |= {row.label: row for row in givers.get(name, ())}
    return tuple(rows.values())
