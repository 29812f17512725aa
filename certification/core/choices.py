"""What a select offers. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be picked."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A select that narrows down a list."""

    name: str
    label: str
    choices: tuple[Choice, ...]
