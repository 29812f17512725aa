"""Programmes, certificates, what happened to them, and what their holders let others see."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.core.append_only import AppendOnlyModel, AppendOnlyQuerySet
from certification.credentials.domain import (
    MOST_GRACE_DAYS,
    MOST_MONTHS,
    MOST_WITHIN_DAYS,
    Event,
    Happening,
    RevokeReason,
    Scope,
    Shown,
    Standing,
    standing,
)


class Programme(models.Model):
    """认证项目: which exams count, what else is asked for, how long the certificate holds and over which rules.

    An exam counts if its round is one of `rounds`, or was held by a blueprint named in `blueprints`. One passed exam is
    enough, or with `every_paper` one by each of these blueprints, and by those of `rounds`. `drills` are codes
    of scripts to be passed in practice; with `within_days` exam and drills lie no further back than that. `areas` and
    `books` are the scope; neither means every rule. A certificate keeps what the programme said on the day: what is
    changed here holds for the next ones. `is_automatic`: the program issues by itself what is due; `is_caught_up` says
    that exams of before were looked at by the terms of now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("认证名称"), max_length=40, unique=True)
    issuer = models.CharField(_("发证机构"), max_length=40)
    months = models.PositiveSmallIntegerField(_("有效期（月）"), default=12)
    blueprints = models.JSONField(default=list)
    rounds = models.ManyToManyField("certification.Round", related_name="programmes", blank=True)
    every_paper = models.BooleanField(_("每份试卷都要通过"), default=False)
    drills = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    books = models.JSONField(default=list)
    ends_on_change = models.BooleanField(_("范围内的规则有实质改动时要补测"), default=True)
    grace_days = models.PositiveSmallIntegerField(_("补测期限（天）"), default=30)
    within_days = models.PositiveSmallIntegerField(_("考试和演练要在几天之内（0 为不限）"), default=0)
    is_automatic = models.BooleanField(_("条件都满足就自动发证"), default=False)
    is_caught_up = models.BooleanField(default=False)
    is_open = models.BooleanField(_("还在发证"), default=True)
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("认证项目")
        verbose_name_plural = _("认证项目")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(name="programme_named", condition=~Q(name="") & ~Q(issuer="")),
            models.CheckConstraint(name="programme_months", condition=Q(months__gte=1, months__lte=MOST_MONTHS)),
            models.CheckConstraint(name="programme_grace", condition=Q(grace_days__lte=MOST_GRACE_DAYS)),
            models.CheckConstraint(name="programme_within", condition=Q(within_days__lte=MOST_WITHIN_DAYS)),
        ]

    def __str__(self) -> str:
        return self.name


_COMPARED: Final = ("issued_at", "valid_until")


class CertificateQuerySet(AppendOnlyQuerySet["Certificate"]):
    def of(self, person: uuid.UUID) -> Self:
        """Certificates of one person, the newest first: what anybody else asks for is not found.

        Whose it is today the attempt says: `person` goes on naming a duplicate account that was merged.
        """
        return self.filter(attempt__trainee=person).order_by("-issued_at", "number")

    def running(self, now: datetime) -> Self:
        """Those whose time is not over and that nobody took back."""
        return self.filter(valid_until__gt=now).exclude(pk__in=_taken_back())

    def told(self) -> Self:
        """Each with what happened to it and whether there is a newer one: what `standing_at` asks for, for many."""
        return self.annotate(newer=Exists(_newer(OuterRef))).prefetch_related("events", "further")

    def replaced(self) -> Self:
        """Those whose holder has a newer one."""
        return self.filter(Exists(_newer(OuterRef)))


def _taken_back() -> models.QuerySet["CertificateEvent", Any]:
    return CertificateEvent.objects.filter(kind=Happening.REVOKED).values("certificate")


def _newer(of: Callable[[str], Any]) -> models.QuerySet["Certificate"]:
    """Certificates of the same holder and programme that came later, last as long, and were not lost again.

    As in `CertificateQuerySet.of` the attempts say whose they are: also those of a duplicate account that was merged.
    """
    mended = CertificateEvent.objects.filter(
        certificate=OuterRef("certificate"), kind=Happening.PASSED_AGAIN, number__gt=OuterRef("number")
    )
    lost = CertificateEvent.objects.filter(~Exists(mended), kind=Happening.FAILED).values("certificate")
    same = Certificate.objects.filter(
        programme=of("programme"), attempt__trainee=of("attempt__trainee"), issued_at__gt=of("issued_at")
    )
    return same.filter(valid_until__gte=of("valid_until")).exclude(pk__in=_taken_back()).exclude(pk__in=lost)


class Certificate(AppendOnlyModel):
    """What was certified: written once, by pseudonym. Whether it still holds is folded from its events."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    person = models.UUIDField(db_index=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="certificates")
    attempt = models.ForeignKey("certification.Attempt", models.PROTECT, related_name="certificates")
    title = models.CharField(max_length=40)
    issuer = models.CharField(max_length=40)
    edition = models.CharField(max_length=80)
    points = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    areas = models.JSONField(default=list)
    books = models.JSONField(default=list)
    ends_on_change = models.BooleanField()
    grace_days = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    issued_by = models.UUIDField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()  # type: ignore[misc]  # narrows the base class

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "证书")
        verbose_name_plural = _("证书")
        constraints = [
            models.UniqueConstraint(name="certificate_once", fields=["programme", "attempt"]),
            models.CheckConstraint(name="certificate_ends_later", condition=Q(valid_until__gt=F("issued_at"))),
            models.CheckConstraint(name="certificate_points", condition=Q(points__lte=F("out_of"))),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def scope(self) -> Scope:
        """Return what it covers."""
        return Scope(tuple(self.areas), tuple(self.books))

    @property
    def shown(self) -> "Disclosure":
        """Return what its holder lets a verifier see: what they chose, else what holds where nobody chose."""
        return Disclosure.objects.filter(certificate=self).first() or Disclosure(certificate=self)

    @property
    def is_replaced(self) -> bool:
        """Say whether its holder has a newer one of the same programme that was not lost again."""
        known: bool | None = getattr(self, "newer", None)
        if known is None:
            fields = {"programme": self.programme_id, "attempt__trainee": self.attempt.trainee_id}
            fields |= {name: getattr(self, name) for name in _COMPARED}
            known = _newer(fields.__getitem__).exists()
        return known

    @property
    def exams(self) -> list[uuid.UUID]:
        """Return the attempts on which it rests: all of them have to pass."""
        return [self.attempt_id, *(one.attempt_id for one in self.further.all())]

    def standing_at(self, now: datetime) -> Standing:
        """Return whether it holds; ask for `told` where there are many."""
        events = sorted(self.events.all(), key=lambda one: one.number)
        return standing(
            edition=self.edition, valid_until=self.valid_until, events=[one.value for one in events], now=now,
            is_replaced=self.is_replaced,
        )  # fmt: skip


class CertificateExam(AppendOnlyModel):
    """A further exam on which a certificate rests, where its programme asks for more than one paper."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="further")
    attempt = models.ForeignKey("certification.Attempt", models.PROTECT, related_name="further_certificates")

    class Meta:
        app_label = "certification"
        verbose_name = _("证书的其他考试")
        verbose_name_plural = _("证书的其他考试")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="certificateexam_once", fields=["certificate", "attempt"]),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.attempt_id}"


class CertificateEvent(AppendOnlyModel):
    """Something that happened to a certificate. `details` by kind: reason, or edition, rules and due date, or days."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=13, choices=[(one, one) for one in Happening])
    at = models.DateTimeField()
    actor = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=16, blank=True, choices=[(one, one) for one in RevokeReason])
    details = models.JSONField(default=dict)

    class Meta:
        app_label = "certification"
        verbose_name = _("证书记录")
        verbose_name_plural = _("证书记录")
        ordering = ("certificate", "number")
        constraints = [
            models.UniqueConstraint(name="certificateevent_number_once", fields=["certificate", "number"]),
            models.UniqueConstraint(
                name="certificateevent_revoked_once", fields=["certificate"], condition=Q(kind=Happening.REVOKED)
            ),
            models.CheckConstraint(name="certificateevent_kind_known", condition=Q(kind__in=list(Happening))),
            models.CheckConstraint(
                name="certificateevent_reason_iff_revoked",
                condition=Q(kind=Happening.REVOKED, reason__in=list(RevokeReason))
                | (~Q(kind=Happening.REVOKED) & Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"

    @property
    def value(self) -> Event:
        """Return it as a value."""
        said: dict[str, Any] = self.details
        due = said.get("due_at")
        return Event(
            kind=Happening(self.kind),
            at=self.at,
            reason=self.reason,
            edition=said.get("edition", ""),
            rules=tuple(said.get("rules", ())),
            due_at=datetime.fromisoformat(due) if due else None,
            days=said.get("days", 0),
            holds=said.get("holds", False),
        )


class Disclosure(models.Model):
    """What the holder lets a verifier see of one certificate. Without a row: the masked name, no marks."""

    certificate = models.OneToOneField(Certificate, models.CASCADE, primary_key=True, related_name="disclosure")
    name = models.CharField(max_length=7, choices=[(one, one) for one in Shown], default=Shown.MASKED)
    marks = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("查验可见内容")
        verbose_name_plural = _("查验可见内容")
        constraints = [models.CheckConstraint(name="disclosure_name_known", condition=Q(name__in=list(Shown)))]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.name}"

    @property
    def how(self) -> Shown:
        """Return how much of the name as a value."""
        return Shown(self.name)


class TopUp(models.Model):
    """补测: somebody sits a paper over the changed rules alone; passing it brings the certificate up to `edition`.

    `settled_at`: when the outcome was drawn from it, once; from then on the row is final.
    """

    refused_when: ClassVar[dict[str, str]] = {"update": "OLD.settled_at IS NOT NULL", "delete": ""}

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="top_ups")
    attempt = models.OneToOneField("certification.Attempt", models.PROTECT, related_name="top_up")
    edition = models.CharField(max_length=80)
    rules = models.JSONField()
    begun_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("补测")
        verbose_name_plural = _("补测")

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.attempt_id}"
