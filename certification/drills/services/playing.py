"""From rows to the talk and its judgement: turns as they were recognised, with what people corrected since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from certification.drills.domain.acts import Hearing
from certification.drills.domain.judge import Verdict, judge
from certification.drills.domain.play import Play, Reply, Table, play
from certification.drills.domain.standing import Spoken
from certification.drills.models import DrillLookup, DrillReview, DrillRun, DrillTurn, Reason
from certification.drills.services.scripts import table_of_version

#: Turn → act → whether it was said.
Marks = Mapping[int, Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class Talk:
    """A run as it stands: its table, its rows, the talk. `last_line`: what the buyer said last."""

    table: Table
    turns: tuple[DrillTurn, ...]
    lookups: tuple[DrillLookup, ...]
    play: Play

    @property
    def last_line(self) -> str:
        """Return the buyer's words that the next reply answers."""
        return " ".join(one.text for one in self.play.turns[-1].lines) if self.play.turns else self.play.opening

    def turn_of(self, client: str, sequence: int) -> DrillTurn | None:
        """Return what a client said under a running number; None where it has not arrived."""
        return next((one for one in self.turns if (one.client, one.sequence) == (client, sequence)), None)


def talk_so_far(run: DrillRun) -> Talk:
    """Return the talk of a run: what was recognised when it was said moves it, whatever was corrected since."""
    return talk_from(run, tuple(run.turns.order_by("number")), tuple(run.lookups.all()))


def talk_from(run: DrillRun, turns: tuple[DrillTurn, ...], lookups: tuple[DrillLookup, ...]) -> Talk:
    """Return the talk that rows of a run make."""
    table = table_of_version(run.version, run.edition)
    pressed: dict[int, list[str]] = {}
    for one in lookups:
        pressed.setdefault(one.after_turn, []).append(one.name)
    replies = [Reply(one.heard, one.seconds, tuple(pressed.get(one.number - 1, ()))) for one in turns]
    return Talk(table, turns, lookups, play(table, replies, seed=run.seed))


def corrections_of(run: DrillRun, reviews: Iterable[DrillReview]) -> Marks:
    """Return what people corrected; the later word counts, a trainer's above one's own, which counts in practice."""
    found: dict[int, dict[str, bool]] = {}
    answered = [one for one in reviews if one.answered_at is not None]
    for one in sorted(answered, key=lambda one: (one.reason != Reason.SELF, one.answered_at, str(one.pk))):
        if one.reason == Reason.SELF and not run.is_practice:
            continue
        for turn, acts in one.marks.items():
            found.setdefault(turn, {}).update({name: bool(said) for name, said in acts.items()})
    return found


def verdict_of(run: DrillRun) -> Verdict:
    """Return the judgement of a run as it stands: three queries, and one for its version."""
    return judged(run, talk_so_far(run), corrections_of(run, run.reviews.all()))


def judged(run: DrillRun, talk: Talk, marks: Marks) -> Verdict:
    """Return the judgement of a talk, with what was corrected and the hints that were taken."""
    spoken = [_corrected(one, marks, row) for one, row in zip(talk.play.spoken, talk.turns, strict=True)]
    costs = [one.cost for one in talk.table.script.hints[: run.hints]]
    return judge(talk.table, spoken, hints=costs)


def _corrected(spoken: Spoken, marks: Marks, row: DrillTurn) -> Spoken:
    if spoken.turn not in marks:
        return spoken
    read = Hearing(spoken.acts, spoken.abstained).corrected(marks[spoken.turn], len(row.text))
    return Spoken(spoken.turn, read.acts, spoken.seconds, spoken.asks, read.abstained)
