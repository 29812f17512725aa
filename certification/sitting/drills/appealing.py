"""What can be said to have been heard wrongly: acts that were recognised, and acts that were not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from certification.drills.catalogue import known_acts, label_of
from certification.drills.services import RunView, TurnView

#: What the form sends for one act of one turn: `turn:act`.
PARTS = 2


@dataclass(frozen=True, slots=True)
class ActChoice:
    """An act that may be ticked, with the words that were taken for it."""

    value: str
    name: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AppealTurn:
    """One reply: what was heard in it, what was not."""

    number: int
    text: str
    heard: tuple[ActChoice, ...]
    missed: tuple[ActChoice, ...]
    is_first: bool

    @property
    def is_open(self) -> bool:
        """Say whether the rarer list is shown at once."""
        return any(one.is_chosen for one in self.missed)


def appeal_turns(view: RunView, chosen: Collection[str], *, first: str) -> tuple[AppealTurn, ...]:
    """Return the replies of a run; `first` is the number of the one that the reader came from."""
    return tuple(_turn(one, chosen, is_first=str(one.row.number) == first) for one in view.turns)


def _turn(one: TurnView, chosen: Collection[str], *, is_first: bool) -> AppealTurn:
    number, text = one.row.number, one.row.text
    heard = {act.name: text[slice(*act.span)] for act in one.turn.spoken.acts if one.corrected.get(act.name, True)}
    heard |= {name: "" for name, is_so in one.corrected.items() if is_so and name not in heard}

    def choice(name: str) -> ActChoice:
        value = f"{number}:{name}"
        return ActChoice(value, label_of(name), heard.get(name, ""), value in chosen)

    return AppealTurn(
        number,
        text,
        tuple(map(choice, heard)),
        tuple(choice(name) for name in known_acts() if name not in heard),
        is_first,
    )


def asked_in(values: Sequence[str]) -> list[tuple[int, str]]:
    """Return (turn, act) of what was ticked; what no form of ours sends is left out."""
    parts = [one.split(":") for one in values]
    return [
        (int(one[0]), one[1])
        for one in parts
        if len(one) == PARTS and one[0].isascii() and one[0].isdigit() and len(one[0]) < PARTS + 1
    ]
