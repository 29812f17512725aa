"""What a draft edition is made of, and how it may move. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

#: Who gave no sign for so long is not at the rule any more.
PRESENT_FOR: Final = timedelta(seconds=90)
#: A run that is silent for so long has lost its process.
LEASE: Final = timedelta(seconds=30)
#: A run that waits for so long is put in the queue anew.
PATIENCE: Final = timedelta(minutes=2)


class DraftState(StrEnum):
    """Where a draft is in its life; it is changed only while it is open."""

    OPEN = "open"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Change(StrEnum):
    """What the draft does to one version of a rule; a reverted row is kept, so that its revisions go on counting."""

    EDITED = "edited"
    REMOVED = "removed"
    REVERTED = "reverted"


class RunState(StrEnum):
    """How far a check or a publication is. A superseded check is one of a content that the draft has no more."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    SUPERSEDED = "superseded"


OPEN_RUNS: Final = (RunState.WAITING.value, RunState.RUNNING.value)


class Waived(StrEnum):
    """What somebody may accept with a reason; a conflict never."""

    GAP = "gap"
    DEAD = "dead"
    INVARIANT = "invariant"
    TIMEOUT = "timeout"


class PublicationKind(StrEnum):
    """Where the content of an edition comes from: a draft, or an edition of old."""

    DRAFT = "draft"
    ROLL_BACK = "roll-back"


def fingerprint(base: str, changes: Iterable[tuple[str, str, str, str, Mapping[str, Any] | None]]) -> str:
    """Return what names the content of a draft: equal for equal contents, whoever wrote them in whatever order.

    Args:
        base: id of the edition that the draft changes.
        changes: book, topic, code, version and raw rule (None: removed) of each change.
    """
    listed = sorted(
        (code, version, book, topic, _text(raw) if raw is not None else "")
        for book, topic, code, version, raw in changes
    )
    return hashlib.sha256(_text([base, *listed]).encode()).hexdigest()


def _text(value: object) -> str:
    """Return JSON with keys in the order that they have: it is that of display."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
