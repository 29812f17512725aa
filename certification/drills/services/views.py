"""What pages get of a run: everything that was said, decided and judged, as plain values. They add words and places."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from certification.drills.domain.judge import Verdict, times_of
from certification.drills.domain.play import Play, Table, Turn, card_of
from certification.drills.model.talks import as_shown
from certification.drills.models import DrillReview, DrillRun, DrillTurn
from certification.drills.script.model import CardRow, Hint, Script
from certification.drills.services.playing import Marks, Talk, corrections_of, judged, talk_so_far
from certification.drills.services.talks import line_at


@dataclass(frozen=True, slots=True)
class TurnView:
    """One reply: the row (`text`, `received_at`, `seconds`, `heard`), what it did (`turn`), what was corrected in it.

    `corrected`: act → whether it was said, as a trainer (or in practice oneself) says.
    """

    row: DrillTurn
    turn: Turn
    corrected: Mapping[str, bool]


@dataclass(frozen=True)
class RunView:
    """A run as it stands.

    Attributes:
        run: the row; `run.is_open`, `run.is_practice`, `run.hints`, `run.started_at`, `run.replayed_turn`.
        script: title, buyer, `turns` (the most), `hints`, `perfect` (the model answer; show it when it is over).
        table: `table.owed` has duties, limits and outcomes with rules; `table.conduct.of_veto(veto)` further rules.
        play: opening, turns (the buyer's lines as shown, patience, state), `play.patience`, `play.ending`.
        turns: one for each reply.
        card: the rows beside the chat by now, look-ups and reveals included.
        fresh: labels of rows that were not there at the start.
        pressed: ids of the look-ups that were pressed.
        hints: those that were taken; `next_hint` the one that may be, None where there is none (always in an exam).
        times: `first` and `average` response in seconds, None before the first reply.
        line_at: when the buyer's last line was said: the response clock runs from it.
        reviews: appeals and readings of this run, the oldest first.
        talk: the rows, and the talk in the script's own words; `marks` what was corrected in it.
    """

    run: DrillRun
    script: Script
    table: Table
    play: Play
    turns: tuple[TurnView, ...]
    card: tuple[CardRow, ...]
    fresh: frozenset[str]
    pressed: frozenset[str]
    hints: tuple[Hint, ...]
    next_hint: Hint | None
    times: Mapping[str, int | None]
    line_at: datetime
    reviews: tuple[DrillReview, ...]
    talk: Talk
    marks: Marks

    @cached_property
    def verdict(self) -> Verdict:
        """Return the judgement so far, made when it is first asked for; final when `run.is_open` is false.

        `verdict.low` stands; `is_provisional` and `could_flip` say whether a trainer's reading may change it. In an
        exam show nothing of it before hand-in.
        """
        return judged(self.run, self.talk, self.marks)

    @property
    def id(self) -> uuid.UUID:
        """Return the id of the run."""
        return self.run.pk

    @property
    def is_over(self) -> bool:
        """Say whether nothing more can be said."""
        return not self.run.is_open


def view_of(run: DrillRun) -> RunView:
    """Return a run as it stands: four queries, whatever was said.

    Args:
        run: the row, with its version (`select_related("version")` spares a query).
    """
    talk = talk_so_far(run)
    shown = as_shown(talk.play, run.wording)
    script = talk.table.script
    reviews = tuple(run.reviews.order_by("opened_at", "id"))
    marks = corrections_of(run, reviews)
    pressed = [one.name for one in talk.lookups]
    card = card_of(script, [*talk.play.shown, *(one for one in pressed if one not in talk.play.shown)])
    left = script.hints[run.hints : run.hints + 1] if run.is_practice and run.is_open else ()
    return RunView(
        run=run,
        script=script,
        table=talk.table,
        play=shown,
        turns=tuple(
            TurnView(row, turn, marks.get(turn.number, {})) for row, turn in zip(talk.turns, shown.turns, strict=True)
        ),
        card=card,
        fresh=frozenset(one.label for one in card if one not in script.card),
        pressed=frozenset(pressed),
        hints=script.hints[: run.hints],
        next_hint=left[0] if left else None,
        times=times_of(talk.play.spoken),
        line_at=line_at(run, talk.turns),
        reviews=reviews,
        talk=talk,
        marks=marks,
    )
