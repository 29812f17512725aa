"""Talks that people had: runs, their turns, what was looked up."""

import uuid
from enum import StrEnum
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel
from certification.drills.domain.acts import Hearing

LONGEST_REPLY = 2000


class EndedBy(StrEnum):
    """How a run came to its end: the talk itself, the person, or hand-in."""

    TALK = "talk"
    PERSON = "person"
    HAND_IN = "hand-in"


class DrillRunQuerySet(models.QuerySet["DrillRun"]):
    def of(self, person: uuid.UUID) -> Self:
        """Runs of one person: what anybody else asks for is not found."""
        return self.filter(person=person)

    def practice(self) -> Self:
        """Runs outside papers."""
        return self.filter(attempt=None)

    def finished(self) -> Self:
        """Runs that came to their end, the newest first."""
        return self.filter(ended_at__isnull=False).order_by("-ended_at")

    def locked(self) -> Self:
        """Runs with their versions, each run locked to the end of the transaction."""
        return self.select_for_update(of=("self",)).select_related("version")


class DrillRun(models.Model):
    """One talk of one person over one script: in practice, or at a position of an attempt.

    What was said is in its turns; `hints` is how many were taken, in the script's order. A run that replays another
    begins with copies of its first turns. `wording`: the buyer's lines in a model's words, as they were shown; play
    and judge read the script's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drill_runs")
    version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="drill_runs")
    edition = models.CharField(max_length=80)
    attempt = models.ForeignKey(
        "certification.Attempt", models.PROTECT, null=True, blank=True, related_name="drill_runs"
    )
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    seed = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=7, blank=True, choices=[(one, one) for one in EndedBy])
    hints = models.PositiveSmallIntegerField(default=0)
    replayed_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replays")
    replayed_turn = models.PositiveSmallIntegerField(default=0)
    wording = models.JSONField(default=dict)

    objects = DrillRunQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("演练")
        verbose_name_plural = _("演练")
        constraints = [
            models.CheckConstraint(
                name="drillrun_attempt_iff_position",
                condition=Q(attempt=None, position=None) | Q(attempt__isnull=False, position__gte=1),
            ),
            models.CheckConstraint(
                name="drillrun_ended_at_iff_by",
                condition=Q(ended_at=None, ended_by="") | Q(ended_at__isnull=False, ended_by__in=list(EndedBy)),
            ),
            models.CheckConstraint(
                name="drillrun_ends_after_start", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
            models.CheckConstraint(
                name="drillrun_no_hints_nor_replay_in_exam",
                condition=Q(attempt=None) | Q(hints=0, replayed_from=None),
            ),
            models.UniqueConstraint(
                name="drillrun_one_open_practice",
                fields=["person", "version"],
                condition=Q(attempt=None, ended_at=None),
            ),
            models.UniqueConstraint(
                name="drillrun_once_a_position",
                fields=["attempt", "position"],
                condition=Q(attempt__isnull=False),
            ),
        ]
        indexes = [
            # Serves DrillRunQuerySet.finished of one person: the list of past talks.
            models.Index(name="drillrun_person_started", fields=["person", "-started_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id}"

    @property
    def is_open(self) -> bool:
        """Say whether the talk goes on."""
        return self.ended_at is None

    @property
    def is_practice(self) -> bool:
        """Say whether it stands in no paper."""
        return self.attempt_id is None


class DrillTurn(AppendOnlyModel):
    """One reply, as it was received and recognised: once, by `recogniser`. `seconds` since the buyer's line."""

    erasable_words: ClassVar[tuple[str, ...]] = ("text",)

    run = models.ForeignKey(DrillRun, models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField()
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    text = models.CharField(max_length=LONGEST_REPLY)
    received_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    hearing = models.JSONField()
    recogniser = models.CharField(max_length=64)
    is_quick = models.BooleanField(default=False)

    class Meta:
        app_label = "certification"
        verbose_name = _("演练回复")
        verbose_name_plural = _("演练回复")
        ordering = ("run", "number")
        constraints = [
            models.UniqueConstraint(name="drillturn_number_once", fields=["run", "number"]),
            models.UniqueConstraint(name="drillturn_once", fields=["run", "client", "sequence"]),
            models.CheckConstraint(name="drillturn_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="drillturn_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"

    @property
    def heard(self) -> Hearing:
        """Return what was recognised, as a value."""
        return Hearing.from_json(self.hearing, self.recogniser)


class DrillLookup(AppendOnlyModel):
    """Something that was looked up by a button, after so many turns."""

    run = models.ForeignKey(DrillRun, models.PROTECT, related_name="lookups")
    name = models.CharField(max_length=40)
    after_turn = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("演练查询")
        verbose_name_plural = _("演练查询")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(name="drilllookup_once", fields=["run", "name"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"
