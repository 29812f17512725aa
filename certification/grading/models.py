"""The ledger of marks: only ever longer, each line chained to the one before."""

import uuid
from datetime import UTC, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel, AppendOnlyQuerySet
from certification.grading.domain import AppealKind, AppealOutcome, Cause, Entry, Policy, Reason
from certification.papers.modes import Mode


class Regrade(AppendOnlyModel):
    """One decision to mark anew: what was wrong, by which policy, who decided. Its marks follow in the ledger."""

    erasable_words: ClassVar[tuple[str, ...]] = ("reason",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cause = models.CharField(max_length=14, choices=[(one, one) for one in Cause])
    policy = models.CharField(max_length=11, choices=[(one, one) for one in Policy])
    edition = models.CharField(max_length=80, blank=True)
    change = models.JSONField()
    reason = models.CharField(max_length=300)
    actor = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("重新评分")
        verbose_name_plural = _("重新评分")
        ordering = ("-at", "id")
        constraints = [
            models.CheckConstraint(name="regrade_cause_known", condition=Q(cause__in=list(Cause))),
            models.CheckConstraint(name="regrade_policy_known", condition=Q(policy__in=list(Policy))),
            models.CheckConstraint(name="regrade_reason_given", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.at:%Y-%m-%d %H:%M}"


class Appeal(models.Model):
    """申诉: somebody disputes how a fact was read, or reports a question, from the result page.

    `disputed` is an overlay of facts and events, as the person reads the stem; empty for a plain report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey("certification.Attempt", models.PROTECT, related_name="appeals")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=[(one, one) for one in AppealKind])
    disputed = models.JSONField(default=dict)
    text = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, blank=True, choices=[(one, one) for one in AppealOutcome])
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="appeals_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, blank=True, related_name="appeals")

    class Meta:
        app_label = "certification"
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        ordering = ("-raised_at", "id")
        constraints = [
            models.CheckConstraint(name="appeal_kind_known", condition=Q(kind__in=list(AppealKind))),
            models.CheckConstraint(
                name="appeal_answered_iff_outcome",
                condition=Q(outcome="", answered_at=None, answered_by=None)
                | Q(outcome__in=list(AppealOutcome), answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="appeal_one_open_per_question",
                fields=["attempt", "position"],
                condition=Q(outcome=""),
                violation_error_message=_("这道题你已经提过申诉，请等培训师答复。"),
            ),
        ]
        indexes = [
            # Serves the trainer's queue: what waits for an answer, the oldest first.
            models.Index(name="appeal_waiting", fields=["raised_at"], condition=Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}"

    @property
    def is_open(self) -> bool:
        return not self.outcome


class MarkQuerySet(AppendOnlyQuerySet["Mark"]):
    def standing(self) -> Self:
        """Marks that no later one about the same question of the same attempt has replaced."""
        return self.filter(is_standing())


def is_standing() -> Q:
    """Return the condition that no later mark is about the same question of the same attempt."""
    later = Mark.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position"), number__gt=OuterRef("number")
    )
    return Q(~Exists(later))


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
    regrade = models.ForeignKey("certification.Regrade", models.PROTECT, null=True, blank=True, related_name="marks")
    actor = models.UUIDField(null=True, blank=True)
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
            models.CheckConstraint(
                name="mark_regrade_iff_reason",
                condition=Q(reason=Reason.REGRADE, regrade__isnull=False) | Q(reason=Reason.HAND_IN, regrade=None),
            ),
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
            regrade=str(self.regrade_id) if self.regrade_id else None,
            actor=str(self.actor) if self.actor else None,
        )


def canonical_time(at: datetime) -> str:
    """Return an instant the same way whatever zone it was read in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
