"""From rows to the talk and its judgement: turns as they were recognised, with what people corrected since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from certification.drills.domain.acts import Hearing
from certification.drills.domain.judge import Verdict, judge
from certification.drills.domain.play import Play, Reply, Table, play
from certification.drills.domain.standing import Spoken
from certification.drills.models import DrillReview, DrillRun, DrillTurn, Reason
from certification.drills.services.scripts import table_of_version


@dataclass(frozen=True, slots=True)
class Talk:
    """A run as it stands: its table, its rows, the talk. `last_line`: what the buyer said last."""

    table: Table
    turns: tuple[DrillTurn, ...]
    play: Play

    @property
    def last_line(self) -> str:
        """Return the buyer's words that the next reply answers."""
        return " ".join(one.text for one in self.play.turns[-1].lines) if self.play.turns else self.play.opening


def talk_so_far(run: DrillRun) -> Talk:
    """Return the talk of a run: what was recognised when it was said moves it, whatever was corrected since."""
    table = table_of_version(run.version, run.edition)
    turns = tuple(run.turns.order_by("number"))
    pressed: dict[int, list[str]] = {}
    for one in run.lookups.all():
        pressed.setdefault(one.after_turn, []).append(one.name)
    replies = [Reply(one.heard, one.seconds, tuple(pressed.get(one.number - 1, ()))) for one in turns]
    return Talk(table, turns, play(table, replies, seed=run.seed))


def play_of(run: DrillRun) -> Play:
    """Return the talk alone."""
    return talk_so_far(run).play


def corrections_of(reviews: Sequence[DrillReview], *, trainers_only: bool = False) -> dict[int, dict[str, bool]]:
    """Return what people corrected, by turn and act; the later word counts, a trainer's above one's own."""
    found: dict[int, dict[str, bool]] = {}
    answered = [one for one in reviews if one.answered_at is not None]
    for one in sorted(answered, key=lambda one: (one.reason != Reason.SELF, one.answered_at, str(one.pk))):
        if trainers_only and one.reason == Reason.SELF:
            continue
        for turn, acts in one.marks.items():
            found.setdefault(turn, {}).update({name: bool(said) for name, said in acts.items()})
    return found


def verdict_of(run: DrillRun, talk: Talk, reviews: Sequence[DrillReview]) -> Verdict:
    """Return the judgement of a run as it stands, with what was corrected and the hints that were taken."""
    marks = corrections_of(reviews, trainers_only=not run.is_practice)
    spoken = [_corrected(one, marks, row) for one, row in zip(talk.play.spoken, talk.turns, strict=True)]
    costs = [one.cost for one in talk.table.script.hints[: run.hints]]
    return judge(talk.table, spoken, hints=costs)


def _corrected(spoken: Spoken, marks: Mapping[int, Mapping[str, bool]], row: DrillTurn) -> Spoken:
    if spoken.turn not in marks:
        return spoken
    read = Hearing(spoken.acts, spoken.abstained).corrected(marks[spoken.turn], len(row.text))
    return Spoken(spoken.turn, read.acts, spoken.seconds, spoken.asks, read.abstained)
