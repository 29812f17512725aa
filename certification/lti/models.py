"""Platforms, the launches under way, who people are there, what links lead to, and the outbox of scores."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.lti.domain import (
    LASTS,
    LONGEST_ADDRESS,
    LONGEST_ID,
    LONGEST_NAME,
    PersonClaim,
    Service,
    Target,
    TargetKind,
)

LONGEST_PROBLEM = 300
_HASH = 64


class Platform(models.Model):
    """A registration: a platform that may send people here, as one of its clients.

    `new_people_cohort`: whom nobody here knows becomes a trainee in it; None: is refused. `problem`: why a launch
    failed last. `send_problem`, `tries`, `next_try_at`: how the outbox fared with it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    issuer = models.CharField(max_length=LONGEST_ID)
    client_id = models.CharField(max_length=LONGEST_ID)
    auth_login_url = models.CharField(max_length=LONGEST_ADDRESS)
    auth_token_url = models.CharField(max_length=LONGEST_ADDRESS)
    key_set_url = models.CharField(max_length=LONGEST_ADDRESS)
    auth_audience = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    deployments = models.JSONField(default=list)
    person_claim = models.CharField(
        max_length=12, choices=[(one, one) for one in PersonClaim], default=PersonClaim.SOURCED_ID
    )
    new_people_cohort = models.ForeignKey(
        "certification.Cohort", models.SET_NULL, null=True, blank=True, related_name="+"
    )  # fmt: skip
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    launched_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=80, blank=True)
    problem_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    send_problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("学习平台")
        verbose_name_plural = _("学习平台")
        constraints = [
            models.UniqueConstraint(name="platform_client_once", fields=["issuer", "client_id"]),
            models.CheckConstraint(name="platform_named", condition=~Q(name="") & ~Q(issuer="") & ~Q(client_id="")),
            models.CheckConstraint(name="platform_claim_known", condition=Q(person_claim__in=list(PersonClaim))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class PlatformAccount(models.Model):
    """Who somebody is on a platform."""

    id = models.BigAutoField(primary_key=True)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="accounts")
    sub = models.CharField(max_length=LONGEST_ID)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="platform_accounts")
    linked_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("学习平台账号")
        verbose_name_plural = _("学习平台账号")
        constraints = [models.UniqueConstraint(name="platformaccount_once", fields=["platform", "sub"])]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.person_id}"


class PlatformLink(models.Model):
    """A link in a course there (resource link): what it leads to, and where its scores go; at most one of the three."""

    id = models.BigAutoField(primary_key=True)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="links")
    deployment = models.CharField(max_length=LONGEST_ID)
    resource = models.CharField(max_length=LONGEST_ID)
    title = models.CharField(max_length=200, blank=True)
    round = models.ForeignKey("certification.Round", models.CASCADE, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey("certification.Assignment", models.CASCADE, null=True, blank=True, related_name="+")
    drill = models.CharField(max_length=LONGEST_ID, blank=True)
    lineitem = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    lineitems = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    scopes = models.JSONField(default=list)

    class Meta:
        app_label = "certification"
        verbose_name = _("学习平台链接")
        verbose_name_plural = _("学习平台链接")
        constraints = [
            models.UniqueConstraint(name="platformlink_once", fields=["platform", "deployment", "resource"]),
            models.CheckConstraint(
                name="platformlink_one_target",
                condition=Q(round=None, assignment=None) | Q(round=None, drill="") | Q(assignment=None, drill=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.resource}"

    @property
    def target(self) -> Target | None:
        """Return what it leads to; None: the front page."""
        if self.round_id:
            return Target(TargetKind.ROUND, str(self.round_id))
        if self.assignment_id:
            return Target(TargetKind.ASSIGNMENT, str(self.assignment_id))
        return Target(TargetKind.DRILL, self.drill) if self.drill else None

    @property
    def service(self) -> Service:
        return Service(self.lineitem, self.lineitems, tuple(self.scopes))


class ScoreQuerySet(models.QuerySet["PlatformScore"]):
    def waiting(self) -> Self:
        """Scores that the platform has not got yet, oldest first."""
        return self.filter(waiting_since__isnull=False).order_by("waiting_since", "pk")


class PlatformScore(models.Model):
    """What one account got at one link, as it stands: the newest score alone waits or was sent.

    `mark`: how far the ledger was when it was worked out. `at`: the time the score bears, later with every score.
    """

    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(PlatformLink, models.CASCADE, related_name="scores")
    account = models.ForeignKey(PlatformAccount, models.CASCADE, related_name="scores")
    mark = models.PositiveBigIntegerField(default=0)
    given = models.FloatField(null=True, blank=True)
    maximum = models.FloatField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("回传的成绩")
        verbose_name_plural = _("回传的成绩")
        constraints = [
            models.UniqueConstraint(name="platformscore_once", fields=["link", "account"]),
            models.CheckConstraint(
                name="platformscore_waits_or_refused", condition=Q(waiting_since=None) | Q(refused_at=None)
            ),
            models.CheckConstraint(
                name="platformscore_whole",
                condition=Q(given=None, maximum=None, at=None, waiting_since=None)
                | Q(given__gte=0, maximum__gt=0, at__isnull=False),
            ),
        ]
        indexes = [
            # Serves what waits, oldest first.
            models.Index(
                name="platformscore_waiting", fields=["waiting_since"], condition=Q(waiting_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.account_id}"


class Launch(models.Model):
    """Somebody on their way in, ten minutes at most. Of state, nonce, browser and ticket only hashes are kept.

    `answered_at`: the platform's answer came, whatever it was: it comes once. `entered_at`: the ticket was used.
    `choosing`: what the platform said for deep linking.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="launches")
    state_hash = models.CharField(max_length=_HASH, unique=True)
    nonce_hash = models.CharField(max_length=_HASH)
    browser_hash = models.CharField(max_length=_HASH)
    started_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ticket_hash = models.CharField(max_length=_HASH, null=True, blank=True, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    link = models.ForeignKey(PlatformLink, models.CASCADE, null=True, blank=True, related_name="+")
    choosing = models.JSONField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("学习平台登录")
        verbose_name_plural = _("学习平台登录")
        constraints = [
            models.CheckConstraint(
                name="launch_ticket_for_somebody", condition=Q(ticket_hash=None) | Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may still go on."""
        return now < self.started_at + LASTS
