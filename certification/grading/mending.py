"""What the regrades since its hand-in have made of a question of an attempt. Read, never stored twice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

from django.db.models import Min

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.grading.domain import PERSONAL
from certification.grading.models import Regrade
from certification.grading.regrading import Correction

#: Two requests at once may be numbered by the ledger the other way round than by their clocks.
CLOCKS_DIFFER = timedelta(hours=1)
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


@dataclass(frozen=True, slots=True)
class Applied:
    """A regrade with the first line that it wrote into the ledger: the ledger, not the clock, says what came first."""

    regrade: Regrade
    begins: int


def regrades_since(moment: datetime | None) -> list[Applied]:
    """Return the regrades from about `moment` on, in the order of the ledger; all of them without one.

    There are few: one query.
    """
    corrections = Regrade.objects.exclude(cause__in=PERSONAL)  # those mend no question
    found = corrections.annotate(begins=Min("marks__number")).order_by("begins")
    return [
        Applied(one, one.begins)
        for one in (found.filter(at__gte=moment - CLOCKS_DIFFER) if moment else found)
        if one.begins is not None
    ]


def mended(regrades: Sequence[Applied], attempt: Attempt, version: uuid.UUID | str, *, marked_at: int) -> Mended | None:
    """Return what regrades say about a version on a handed-in attempt; None where they leave it as it was.

    Args:
        regrades: as `regrades_since` returns them.
        attempt: the attempt.
        version: the question version.
        marked_at: the line of the ledger by which the hand-in marked the question; what came before is no correction.
    """
    if attempt.kind not in REGRADED:
        return None
    touching = []
    for regrade in [one.regrade for one in regrades if one.begins > marked_at]:
        if not _covers(regrade, attempt):
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
