"""What merging a duplicate into a person would do, and why it may not be done. Nothing is written."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.bank.workflow.models import QuestionDraft
from certification.competency.assignments.models import Assignee
from certification.core.punctuation import listed
from certification.core.refusals import Refusal
from certification.oversight.people.duplicates.relations import MOVES, NAMES, OPEN_DRAFTS, UNLESS_BOTH
from certification.people.keeping import why_not_change
from certification.people.models import User
from certification.rounds.models import Round, Seat


@dataclass(frozen=True, slots=True)
class Line:
    """So many rows of a kind move, so many stay with the duplicate: the survivor has their like."""

    name: str
    moves: int
    stays: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging would do; with refusals it is not done."""

    duplicate: User
    survivor: User
    refusals: tuple[Refusal, ...]
    lines: tuple[Line, ...]

    @property
    def seen(self) -> str:
        """Return the digest of what somebody looked at: confirming names it."""
        told = [str(self.duplicate.pk), str(self.survivor.pk), [(one.name, one.moves, one.stays) for one in self.lines]]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def look_at_merge(duplicate: User, survivor: User, *, actor: User) -> Merge:
    """Return what would move from `duplicate` to `survivor`, and what speaks against it."""
    return Merge(
        duplicate, survivor, tuple(_refusals(duplicate, survivor, actor)), tuple(_lines(duplicate.pk, survivor.pk))
    )


def _refusals(duplicate: User, survivor: User, actor: User) -> Iterable[Refusal]:
    if duplicate.pk == survivor.pk:
        yield Refusal("people.merge-same")
        return
    if duplicate.pk == actor.pk:
        yield Refusal("people.own-account")
    for one in (duplicate, survivor):
        why = why_not_change(one, actor)
        if why is not None:
            yield why
    running = Attempt.objects.sat_by(duplicate.pk).filter(state=AttemptState.OPEN)
    if running.exclude(kind=AttemptKind.PRACTICE).exists():
        yield Refusal("people.merge-running")
    rounds = [held.title for held in both_sat(duplicate.pk, survivor.pk)]
    if rounds:
        yield Refusal("people.merge-same-round", {"rounds": listed(_("“%s”") % title for title in rounds)})
    crossed = crossed_drafts(duplicate.pk, survivor.pk).count()
    if crossed:
        yield Refusal("people.merge-own-review", {"number": crossed})


def both_sat(one: uuid.UUID, other: uuid.UUID) -> QuerySet[Round]:
    """Return the rounds that both began: two attempts of one person where one was allowed."""
    held = Round.objects.filter(pk__in=Attempt.objects.sat_by(one).values("round"))
    return held.filter(pk__in=Attempt.objects.sat_by(other).values("round")).order_by("opens_at", "pk")


def crossed_drafts(one: uuid.UUID, other: uuid.UUID) -> QuerySet[QuestionDraft]:
    """Return unpublished drafts that one wrote and the other reviews: as one person they would review their own."""
    return QuestionDraft.objects.filter(
        OPEN_DRAFTS, Q(author=one, reviewer=other) | Q(author=other, reviewer=one)
    )  # fmt: skip


def _lines(duplicate: uuid.UUID, survivor: uuid.UUID) -> Iterable[Line]:
    counts: dict[type[models.Model], tuple[int, int]] = {
        Attempt: (Attempt.objects.sat_by(duplicate).count(), 0),
        Seat: _both(Seat.objects.filter(trainee=duplicate), Seat.objects.filter(trainee=survivor), "round"),
        Assignee: _both(
            Assignee.objects.filter(person=duplicate), Assignee.objects.filter(person=survivor), "assignment"
        ),
        QuestionDraft: (drafts_of(duplicate).count(), 0),
    }
    for model, column in MOVES:
        counts[model] = (model._default_manager.filter(**{column: duplicate}).count(), 0)  # noqa: SLF001 - documented
    for model, column, alike, which in UNLESS_BOTH:
        rows = model._default_manager.filter(**{column: duplicate})  # noqa: SLF001 - documented
        kept = staying(model, column, alike, which, duplicate=duplicate, survivor=survivor).count()
        counts[model] = (rows.count() - kept, kept)
    for model, name in NAMES.items():
        moves, stays = counts[model]
        if moves or stays:
            yield Line(str(name), moves, stays)


def _both(mine: QuerySet[models.Model], theirs: QuerySet[models.Model], column: str) -> tuple[int, int]:
    alike = mine.filter(**{f"{column}__in": theirs.values(column)}).count()
    return mine.count() - alike, alike


def drafts_of(person: uuid.UUID) -> QuerySet[QuestionDraft]:
    """Return the unpublished drafts that name somebody."""
    return QuestionDraft.objects.filter(OPEN_DRAFTS, Q(author=person) | Q(updated_by=person) | Q(reviewer=person))


def staying(
    model: type[models.Model], column: str, alike: tuple[str, ...], which: Q, *, duplicate: uuid.UUID,
    survivor: uuid.UUID,
) -> QuerySet[models.Model]:  # fmt: skip
    """Return the rows of the duplicate whose like the survivor has."""
    rows = model._default_manager  # noqa: SLF001 - documented
    theirs = rows.filter(which, **{column: survivor})
    if not alike:
        return rows.filter(which, **{column: duplicate}) if theirs.exists() else rows.none()
    (by,) = alike
    return rows.filter(which, **{column: duplicate, f"{by}__in": theirs.values(by)})
