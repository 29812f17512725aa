"""What is answered, in time or late: written once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.attempts.models.attempt import Attempt
from certification.core.append_only import AppendOnlyModel


class Response(AppendOnlyModel):
    """One answer or one flag, as received; ids give the order of receipt, the last one counts.

    `answer` holds the letters as shown ("" takes an answer back), `flag` the mark for later; a row has one of them.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=6, null=True)  # noqa: DJ001 - NULL says "this row is about the flag"
    flag = models.BooleanField(null=True)
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("作答")
        verbose_name_plural = _("作答")
        constraints = [
            models.UniqueConstraint(name="response_once", fields=["attempt", "position", "client", "sequence"]),
            models.CheckConstraint(
                name="response_answer_or_flag",
                condition=Q(answer=None, flag__isnull=False) | Q(answer__isnull=False, flag=None),
            ),
            models.CheckConstraint(name="response_position_from_one", condition=Q(position__gte=1)),
        ]
        indexes = [
            # Serves Attempt.sheet and the look at one question before saving: in order of receipt.
            models.Index(name="response_in_order", fields=["attempt", "position", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position} {self.answer if self.flag is None else self.flag}"


class LateResponse(AppendOnlyModel):
    """An answer that came after deadline and grace, or after hand-in: it counts only where an invigilator says so.

    `answered_at` is what the browser says; the server's own clock is `received_at`.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="late_responses")
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=6, blank=True)
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    answered_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "迟到的作答")
        verbose_name_plural = _("迟到的作答")
        constraints = [
            models.UniqueConstraint(name="lateresponse_once", fields=["attempt", "position", "client", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position} {self.answer}"


class LateDecision(AppendOnlyModel):
    """What the invigilator decided about a late answer, once."""

    late = models.OneToOneField(LateResponse, models.PROTECT, related_name="decision")
    is_accepted = models.BooleanField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("迟到作答的决定")
        verbose_name_plural = _("迟到作答的决定")

    def __str__(self) -> str:
        return f"{self.late_id} {self.is_accepted}"
