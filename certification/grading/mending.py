"""What the regrades since its hand-in have made of a question of an attempt. Read, never stored twice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.grading.models import Regrade
from certification.grading.regrading import Correction

#: What a regrade may touch: papers that were marked as a whole. Practice is told at once and keeps what it said.
REGRADED: tuple[AttemptKind, ...] = (AttemptKind.EXAM, AttemptKind.MOCK)


@dataclass(frozen=True, slots=True)
class Mended:
    """All corrections of one question together.

    Attributes:
        correction: what they come to.
        edition: the edition that a regrade took the key from, "" where none did.
        regrades: the regrades, the oldest first.
    """

    correction: Correction
    edition: str
    regrades: tuple[Regrade, ...]


def regrades_since(moment: datetime | None) -> list[Regrade]:
    """Return the regrades from `moment` on, the oldest first; all of them without one. There are few: one query."""
    found = Regrade.objects.order_by("at", "id")
    return list(found.filter(at__gte=moment) if moment else found)


def mended(regrades: Sequence[Regrade], attempt: Attempt, version: uuid.UUID | str) -> Mended | None:
    """Return what `regrades` say about a version on a handed-in attempt; None where they leave it as it was."""
    if attempt.kind not in REGRADED or attempt.handed_in_at is None:
        return None
    touching = []
    for regrade in regrades:
        if regrade.at < attempt.handed_in_at or not _covers(regrade, attempt):
            continue
        found = [one for one in corrections_of(regrade) if one.version == str(version)]
        touching += [(regrade, one) for one in found]
    if not touching:
        return None
    correction = reduce(Correction.followed_by, [one for _regrade, one in touching])
    editions = [regrade.edition for regrade, _one in touching if regrade.edition]
    return Mended(correction, editions[-1] if editions else "", tuple(regrade for regrade, _one in touching))


def corrections_of(regrade: Regrade) -> tuple[Correction, ...]:
    """Return what a regrade corrected."""
    return tuple(Correction.from_json(one) for one in regrade.change.get("corrections", ()))


def _covers(regrade: Regrade, attempt: Attempt) -> bool:
    only = regrade.change.get("round")
    return only is None or only == str(attempt.round_id)
