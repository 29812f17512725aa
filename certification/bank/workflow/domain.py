"""The life of a draft as a table, and what is in one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from certification.bank.domain import LETTERS, Pool
from certification.core.refusals import Refusal

#: Codes that the program gives begin here; below are those of the files.
FIRST_NUMBER: Final = 9001
CODE_PREFIX: Final = "MD-"
LONGEST_CODE: Final = 40
LONGEST_COMMENT: Final = 500
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Origin(StrEnum):
    """Who keeps a question: the item files, or people at the workbench from its first publication there on."""

    FILES = "files"
    WORKBENCH = "workbench"


class Standing(StrEnum):
    """Whether a question may be drawn, and if not, why."""

    NEW = "new"
    PUBLISHED = "published"
    BLOCKED = "blocked"
    RETIRED = "retired"


def standing_of(*, is_retired: bool, is_current: bool, has_versions: bool) -> Standing:
    """Return where a question stands; whether it passed under the rules in force is told by its derivation."""
    if is_retired:
        return Standing.RETIRED
    if is_current:
        return Standing.PUBLISHED
    return Standing.BLOCKED if has_versions else Standing.NEW


class DraftState(StrEnum):
    """Where a draft stands. A returned one is a draft again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN_STATES: Final = (DraftState.DRAFT, DraftState.IN_REVIEW)

TRANSITIONS: Final[Mapping[DraftState, frozenset[DraftState]]] = {
    DraftState.DRAFT: frozenset({DraftState.IN_REVIEW, DraftState.DISCARDED}),
    DraftState.IN_REVIEW: frozenset({DraftState.DRAFT, DraftState.PUBLISHED, DraftState.DISCARDED}),
    DraftState.PUBLISHED: frozenset(),
    DraftState.DISCARDED: frozenset(),
}


def why_not(old: str, new: DraftState) -> Refusal | None:
    """Return why a draft in state `old` cannot become `new`; None where it can."""
    if new in TRANSITIONS[DraftState(old)]:
        return None
    return Refusal("workflow.wrong-state", {"state": str(old), "wanted": str(new)})


def why_not_save(state: str) -> Refusal | None:
    """Return why a draft cannot be written now: it lies with the reviewer, or it is history."""
    if state == DraftState.DRAFT:
        return None
    if state == DraftState.IN_REVIEW:
        return Refusal("workflow.in-review")
    return Refusal("workflow.closed")


def why_not_code(code: str) -> Refusal | None:
    """Return why a trainer's own code will not do."""
    if len(code) <= LONGEST_CODE and _CODE.fullmatch(code):
        return None
    return Refusal("workflow.bad-code", {"code": code, "longest": LONGEST_CODE})


#: Where a comment may stand; the whole is where a draft was returned for.
WHOLE: Final = "whole"
PLACES: Final = (WHOLE, "stem", "case", *(f"option:{index}" for index in range(len(LETTERS))))


def why_not_comment(place: str, text: str) -> Refusal | None:
    """Return why a comment cannot stand there or say nothing."""
    if place not in PLACES:
        return Refusal("workflow.unknown-place", {"place": place})
    if not text.strip():
        return Refusal("workflow.comment-empty")
    if len(text) > LONGEST_COMMENT:
        return Refusal("workflow.comment-long", {"longest": LONGEST_COMMENT})
    return None


@dataclass(frozen=True, slots=True)
class DraftWrite:
    """Everything of a draft that its page may write, at once.

    Attributes:
        content: loose content, the shape of `Content.to_json()`; may be unfinished.
        expected: the labels that the author holds right.
        enemies: the group that never shares a paper with it.
        template: the story it comes from; one of a story on a paper.
        pool: where it may be met once it is published.
        note: what the author wants the reviewer to know.
    """

    content: Mapping[str, Any]
    expected: tuple[str, ...] = ()
    enemies: str = ""
    template: str = ""
    pool: Pool = Pool.OPEN
    note: str = ""


class ChangeKind(StrEnum):
    """What publishing a draft would change for those who are graded."""

    NEW = "new"
    NOTHING = "nothing"
    WORDS = "words"
    SUBSTANCE = "substance"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in a diff: kept, only in the old text, or only in the new."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a question, before and after; `name` is stem, ask, case, cited, or an option's place."""

    name: str
    pieces: tuple[Piece, ...]
    affects_marks: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between a version and a draft or another version.

    Attributes:
        kind: whether marks are affected, and whether there is anything to publish.
        parts: what differs, in the order of the page.
        key_before: the labels of the key then.
        key_after: the labels of the key now.
    """

    kind: ChangeKind
    parts: tuple[PartChange, ...] = ()
    key_before: tuple[str, ...] = ()
    key_after: tuple[str, ...] = ()

    @property
    def affects_marks(self) -> bool:
        """Say whether somebody who answered the old version might have got other points by the new one."""
        return self.kind is ChangeKind.SUBSTANCE
