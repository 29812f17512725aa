"""What a review of a touched question may come to. Pure."""

from enum import StrEnum


class Effect(StrEnum):
    """What the new edition does to the question."""

    KEY = "key"
    BLOCKED = "blocked"
    REASON = "reason"


class ReviewState(StrEnum):
    """Where the review is; it is superseded where a later edition touches the same question again."""

    OPEN = "open"
    SEEN = "seen"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
