"""The ledger of marks: only ever longer, each line chained to the one before."""

from datetime import UTC, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel, AppendOnlyQuerySet
from certification.grading.domain import Entry, Mode, Reason


class MarkQuerySet(AppendOnlyQuerySet["Mark"]):
    def standing(self) -> Self:
        """Marks that no later one about the same question of the same attempt has replaced."""
        later = Mark.objects.filter(
            attempt=OuterRef("attempt"), position=OuterRef("position"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))


class Mark(AppendOnlyModel):
    """One line: this question of this attempt is worth so much, by this mode, for this reason.

    Points in hundredths. `person` is a bare id, and there is no free text: a person can be erased, the ledger stands.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    attempt = models.ForeignKey("certification.Attempt", models.PROTECT, related_name="marks")
    position = models.PositiveSmallIntegerField()
    person = models.UUIDField()
    version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="+")
    derivation = models.ForeignKey("certification.Derivation", models.PROTECT, related_name="+")
    edition = models.CharField(max_length=80)
    mode = models.CharField(max_length=20, choices=[(one, one) for one in Mode])
    points = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    reason = models.CharField(max_length=10, choices=[(one, one) for one in Reason])
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = MarkQuerySet.as_manager()  # type: ignore[misc]  # narrows the base class

    class Meta:
        app_label = "certification"
        verbose_name = _("得分")
        verbose_name_plural = _("得分")
        constraints = [
            models.UniqueConstraint(name="mark_follows_one", fields=["previous"]),
            models.CheckConstraint(name="mark_within_question", condition=Q(points__lte=F("out_of"))),
            models.CheckConstraint(name="mark_mode_known", condition=Q(mode__in=list(Mode))),
            models.CheckConstraint(name="mark_reason_known", condition=Q(reason__in=list(Reason))),
        ]
        indexes = [
            # Serves MarkQuerySet.standing and the result of one attempt.
            models.Index(name="mark_attempt_position", fields=["attempt", "position", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.points}/{self.out_of}"

    @property
    def entry(self) -> Entry:
        """Return the line as the value that is hashed."""
        return Entry(
            number=self.number,
            attempt=str(self.attempt_id),
            position=self.position,
            person=str(self.person),
            version=str(self.version_id),
            derivation=str(self.derivation_id),
            edition=self.edition,
            mode=self.mode,
            points=self.points,
            out_of=self.out_of,
            reason=self.reason,
            at=canonical_time(self.at),
            previous=self.previous,
        )


def canonical_time(at: datetime) -> str:
    """Return an instant the same way whatever zone it was read in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
