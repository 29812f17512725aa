"""What stood of a question when its paper was handed in, and what stands now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from certification.attempts.models import Attempt
from certification.bank.domain import LETTERS, QuestionType
from certification.bank.models import Derivation
from certification.core.punctuation import listed
from certification.grading.domain import points_text, shown_letters
from certification.grading.mending import Mended, mended, regrades_since
from certification.grading.models import Mark
from certification.papers.models import PaperQuestion
from certification.sitting.rulings.questions import Corrected


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was regraded, and when."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """The two states of a question. Without `reasons` nothing was regraded, only the rules have changed since.

    `is_now` tells which of the two the page explains; `edition_now` is by which edition the present one is explained.
    """

    is_now: bool
    key_then: str
    key_now: str
    points_then: str
    points_now: str
    out_of: str
    void: str
    is_void: bool
    edition_now: str
    same_edition: bool
    reasons: tuple[Reason, ...]
    corrected: Corrected


def history_of(attempt: Attempt, shown: PaperQuestion, asked: str, *, in_force: str) -> History | None:
    """Return the two states of a question; None where there is only one.

    Args:
        attempt: the handed-in attempt.
        shown: the question on its paper.
        asked: `then` or `now`, which of the two to explain; "" for the present one where a regrade touched it.
        in_force: the edition of today.
    """
    regrades = regrades_since(attempt.handed_in_at)
    fresh = _derivation(shown.version_id, in_force, other_than=attempt.edition)
    if not regrades and fresh is None:
        return None
    first, last = _marks(attempt, shown.position)
    since = mended(regrades, attempt, shown.version_id, marked_at=first.number)
    if since is not None:
        fresh = None
    elif fresh is None:
        return None
    key_now = fresh.key if fresh else _key(since, shown)
    void = since.correction.void_options if since else ()
    edition = fresh.edition if fresh else (since.edition if since else "") or attempt.edition
    return History(
        is_now=asked == "now" or (asked != "then" and since is not None),
        key_then=_spoken(shown, shown.derivation.key),
        key_now=_spoken(shown, [index for index in key_now if index not in void]),
        points_then=points_text(first.points),
        points_now=points_text(last.points),
        out_of=points_text(last.out_of),
        void=_spoken(shown, void),
        is_void=bool(since and since.correction.is_void),
        edition_now=edition,
        same_edition=edition == attempt.edition,
        reasons=tuple(Reason(one.at, one.reason) for one in since.regrades) if since else (),
        corrected=Corrected(tuple(key_now), void),
    )


def _key(since: Mended | None, shown: PaperQuestion) -> Sequence[int]:
    if since is None or since.correction.key is None:
        return tuple(shown.derivation.key)
    return since.correction.key


def _derivation(version: uuid.UUID, edition: str, *, other_than: str) -> Derivation | None:
    return None if edition == other_than else Derivation.objects.filter(version=version, edition=edition).first()


def _marks(attempt: Attempt, position: int) -> tuple[Mark, Mark]:
    marks = list(Mark.objects.filter(attempt=attempt, position=position).order_by("number"))
    return marks[0], marks[-1]


def _spoken(shown: PaperQuestion, options: Sequence[int]) -> str:
    """Say a judgement in its words, anything else in its letters."""
    if shown.type == QuestionType.TRUEFALSE:
        return listed(shown.version.read.options[index].text for index in options)
    return listed(letter for letter in LETTERS if letter in shown_letters(options, shown.option_order))
