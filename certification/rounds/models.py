"""Rounds, seats, and what an invigilator grants or says."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.core.append_only import AppendOnlyModel
from certification.rounds.domain import (
    DEFAULT_GRACE_SECONDS,
    AllowanceCause,
    Forms,
    Navigation,
    Review,
    RoundState,
    cut_off,
    deadline_of,
)


class RoundQuerySet(models.QuerySet["Round"]):
    def published(self) -> Self:
        return self.filter(state=RoundState.PUBLISHED)

    def still_open(self, now: datetime) -> Self:
        """Published rounds whose window has not closed."""
        return self.published().filter(closes_at__gt=now)


#: What publishing fixes; only `state` and `review_at` change afterwards.
FIXED_COLUMNS = (
    *("title", "blueprint_id", "edition", "opens_at", "closes_at", "minutes", "grace_seconds", "cut_at_close"),
    *("attempts_allowed", "forms", "form_count", "navigation", "review", "closes_corpus", "credits_downtime"),
    *("check_in_minutes", "seed", "made_by_id", "made_at"),
)
_CHANGES = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in FIXED_COLUMNS)
_UNFIXING = (
    "OLD.state <> 'draft' AND "
    f"(NEW.state = 'draft' OR (OLD.state = 'cancelled' AND NEW.state <> OLD.state) OR {_CHANGES})"
)


class Round(models.Model):
    """One sitting of one blueprint by some people inside one window.

    Attempts may start from `opens_at` to `closes_at` (exclusive); `cut_at_close` ends them there too, otherwise each
    gets its full minutes. `edition` and `blueprint` are pinned when it is published; from then on the database refuses
    to change what was fixed.
    """

    refused_when: ClassVar[dict[str, str]] = {"update": _UNFIXING, "delete": "OLD.state <> 'draft'"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("名称"), max_length=60)
    blueprint = models.ForeignKey("certification.BlueprintVersion", models.PROTECT, related_name="rounds")
    edition = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=[(one, one) for one in RoundState], default=RoundState.DRAFT)
    opens_at = models.DateTimeField(pgettext_lazy("time", "开始"))
    closes_at = models.DateTimeField(_("截止"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    grace_seconds = models.PositiveIntegerField(default=DEFAULT_GRACE_SECONDS)
    cut_at_close = models.BooleanField(_("到截止时间一律收卷"), default=False)
    attempts_allowed = models.PositiveSmallIntegerField(_("可考次数"), default=1)
    forms = models.CharField(max_length=8, choices=[(one, one) for one in Forms], default=Forms.PERSONAL)
    form_count = models.PositiveSmallIntegerField(default=1)
    navigation = models.CharField(max_length=7, choices=[(one, one) for one in Navigation], default=Navigation.FREE)
    review = models.CharField(max_length=13, choices=[(one, one) for one in Review], default=Review.AFTER_CLOSE)
    review_at = models.DateTimeField(null=True, blank=True)
    closes_corpus = models.BooleanField(_("考试中关闭规则库和试一案"), default=True)
    credits_downtime = models.BooleanField(_("服务器中断的时间补回"), default=True)
    check_in_minutes = models.PositiveSmallIntegerField(_("提前签到（分钟）"), default=15)
    seed = models.BigIntegerField(default=0)
    makes_up_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="make_ups")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("场次")
        verbose_name_plural = _("场次")
        ordering = ("-opens_at", "id")
        constraints = [
            models.CheckConstraint(name="round_state_known", condition=Q(state__in=list(RoundState))),
            models.CheckConstraint(name="round_forms_known", condition=Q(forms__in=list(Forms))),
            models.CheckConstraint(name="round_navigation_known", condition=Q(navigation__in=list(Navigation))),
            models.CheckConstraint(name="round_review_known", condition=Q(review__in=list(Review))),
            models.CheckConstraint(name="round_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(name="round_minutes_given", condition=Q(minutes__gte=1)),
            models.CheckConstraint(name="round_attempts_allowed", condition=Q(attempts_allowed__gte=1)),
            models.CheckConstraint(name="round_forms_counted", condition=Q(form_count__gte=1)),
            models.CheckConstraint(
                name="round_edition_once_published",
                condition=Q(state=RoundState.DRAFT) | ~Q(edition="") | Q(state=RoundState.CANCELLED),
            ),
            models.CheckConstraint(
                name="round_review_at_iff_released",
                condition=Q(review=Review.ON_RELEASE) | Q(review_at=None),
            ),
        ]
        indexes = [
            # Serves RoundQuerySet.still_open and the list of rounds.
            models.Index(name="round_state_closes", fields=["state", "closes_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == RoundState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == RoundState.PUBLISHED

    def is_open(self, now: datetime) -> bool:
        """Say whether attempts may start at `now`."""
        return self.is_published and self.opens_at <= now < self.closes_at

    def deadline_from(self, started_at: datetime, allowed: timedelta, *, credit: timedelta = timedelta()) -> datetime:
        """Return when time is up for an attempt that began at `started_at`."""
        ends_at = cut_off(self.closes_at, self.minutes, allowed) if self.cut_at_close else None
        return deadline_of(started_at, allowed, credit=credit, ends_at=ends_at)


class RoundForm(AppendOnlyModel):
    """A paper that several people of a round may get: the one of a fixed round, A, B, C of parallel forms.

    They are dealt to seats in turn; a personal round has none.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="drawn_forms")
    number = models.PositiveSmallIntegerField()
    paper = models.ForeignKey("certification.Paper", models.PROTECT, related_name="round_forms")

    class Meta:
        app_label = "certification"
        verbose_name = _("场次试卷")
        verbose_name_plural = _("场次试卷")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(name="roundform_number_once", fields=["round", "number"]),
            models.CheckConstraint(name="roundform_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class Seat(models.Model):
    """A person's place in a round (考位); its papers are drawn before the window opens, see `SeatPaper`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="seats")
    trainee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    checked_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("考位")
        verbose_name_plural = _("考位")
        constraints = [
            models.UniqueConstraint(name="seat_once", fields=["round", "trainee"]),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.trainee_id}"


class SeatPaper(models.Model):
    """The paper that somebody gets at their `number`-th attempt (from 1) in a round."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField()
    paper = models.ForeignKey("certification.Paper", models.PROTECT, related_name="seat_papers")

    class Meta:
        app_label = "certification"
        verbose_name = _("考位试卷")
        verbose_name_plural = _("考位试卷")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(name="seatpaper_number_once", fields=["seat", "number"]),
            models.CheckConstraint(name="seatpaper_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.number}"


class AllowanceGrant(AppendOnlyModel):
    """More time for one person in one round; grants add up, see `domain.allowed_time`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="allowances")
    person = models.UUIDField()
    factor_percent = models.PositiveSmallIntegerField(default=100)
    minutes = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=13, choices=[(one, one) for one in AllowanceCause])
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("加时")
        verbose_name_plural = _("加时")
        constraints = [
            models.CheckConstraint(name="allowance_gives", condition=Q(factor_percent__gt=100) | Q(minutes__gt=0)),
            models.CheckConstraint(name="allowance_never_shortens", condition=Q(factor_percent__gte=100)),
            models.CheckConstraint(name="allowance_cause_known", condition=Q(cause__in=list(AllowanceCause))),
        ]
        indexes = [
            # Serves "what was granted to this person in this round".
            models.Index(name="allowance_round_person", fields=["round", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.factor_percent}% + {self.minutes}"


class Announcement(models.Model):
    """What the invigilator says to one person or, without one, to everybody in the round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="announcements")
    trainee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="announcements"
    )
    text = models.CharField(max_length=200)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ("said_at", "id")

    def __str__(self) -> str:
        return self.text
