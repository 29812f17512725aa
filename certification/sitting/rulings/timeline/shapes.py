"""What the drawings read of a timeline: the shape of ``cases.api.TimelineView``, without importing it. Pure."""

from collections.abc import Sequence
from typing import Protocol


class Moment(Protocol):
    """An event: an instant, or a day when only its date is known. Minutes since 1970, Beijing wall clock."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def asked(self) -> bool: ...


class Period(Protocol):
    """A window that a rule opens; ``tone`` is act, good or old."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def tone(self) -> str: ...


class Timeline(Protocol):
    """Events and windows on one scale."""

    @property
    def events(self) -> Sequence[Moment]: ...
    @property
    def windows(self) -> Sequence[Period]: ...
