"""What is known of people's competence: rows that are worked out from the ledger and may be worked out again.

Only `Guess` and `ReviewChoice` hold what people said themselves, `CompetencyArea` what a trainer decided.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.competency.areas.domain import Area


class CompetencyArea(models.Model):
    """胜任力领域: rules by topics and patterns of their codes. While there is no row, the shipped areas hold."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    topics = models.JSONField(default=list)
    patterns = models.JSONField(default=list)

    class Meta:
        app_label = "certification"
        verbose_name = _("胜任力领域")
        verbose_name_plural = _("胜任力领域")
        ordering = ("position", "code")
        constraints = [models.CheckConstraint(name="area_name_given", condition=~Q(name="") & ~Q(code=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def area(self) -> Area:
        """Return it as a value."""
        return Area(self.code, self.name, tuple(self.topics), tuple(self.patterns))


class Standing(models.Model):
    """掌握度 of one person in one scope: `rule:CODE`, `area:CODE` or `all`. Discounted counts as of `at`.

    `right` and `wrong` are sums of weights, not whole numbers of answers; `count` is that number.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    scope = models.CharField(max_length=80)
    right = models.FloatField()
    wrong = models.FloatField()
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("掌握度")
        verbose_name_plural = _("掌握度")
        constraints = [
            models.UniqueConstraint(name="standing_once", fields=["person", "scope"]),
            models.CheckConstraint(name="standing_counts", condition=Q(right__gte=0, wrong__gte=0, count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.scope}"


class ReviewCard(models.Model):
    """错题本: a rule that somebody got wrong or guessed, and when it comes back. Worked out from the answers by FSRS.

    `last_version` is the question it was last met in: the next one is another. `stability` in days.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    stability = models.FloatField()
    difficulty = models.FloatField()
    lapses = models.PositiveSmallIntegerField()
    in_a_row = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="+")
    trace = models.CharField(max_length=64)
    graduated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("错题")
        verbose_name_plural = _("错题本")
        constraints = [models.UniqueConstraint(name="reviewcard_once", fields=["person", "rule"])]
        indexes = [
            # Serves the daily plan: what of a person is due, the most overdue first.
            models.Index(name="reviewcard_due", fields=["person", "due_at"], condition=Q(graduated_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rule}"


class ReviewChoice(models.Model):
    """What somebody decided by hand about a rule in their 错题本: keep it for good, or take it out."""

    KEEP: ClassVar[str] = "keep"
    REMOVE: ClassVar[str] = "remove"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=64)
    choice = models.CharField(max_length=6, choices=[(KEEP, KEEP), (REMOVE, REMOVE)])
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("错题去留")
        verbose_name_plural = _("错题去留")
        constraints = [
            models.UniqueConstraint(name="reviewchoice_once", fields=["person", "rule"]),
            models.CheckConstraint(name="reviewchoice_known", condition=Q(choice__in=["keep", "remove"])),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rule}: {self.choice}"


class Guess(models.Model):
    """Somebody says that a right answer was guessed: it comes back as a wrong one does."""

    attempt = models.ForeignKey("certification.Attempt", models.PROTECT, related_name="guesses")
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("蒙对")
        verbose_name_plural = _("蒙对")
        constraints = [models.UniqueConstraint(name="guess_once", fields=["attempt", "position"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position}"


class LedgerCursor(models.Model):
    """How far the ledger has been learned from, under which edition, and where a whole pass over people has got to."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    edition = models.CharField(max_length=80, blank=True)
    areas = models.CharField(max_length=64, blank=True)
    next_person = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("学情进度")
        verbose_name_plural = _("学情进度")
        constraints = [models.CheckConstraint(name="ledgercursor_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.number} @ {self.edition[:15]}"


class ItemReport(models.Model):
    """How a question version did in papers that were handed in. Written anew once a day.

    `facility` is a share of 1; `discrimination` with its 95 % interval `low` to `high`, and `efficiency`, in per cent;
    `options` says of each option how many chose it, and which share of the strongest and of the weakest third; `flags`
    what to look at.
    """

    version = models.OneToOneField(
        "certification.QuestionVersion", models.PROTECT, primary_key=True, related_name="report"
    )
    n = models.PositiveIntegerField()
    facility = models.FloatField()
    sd = models.FloatField(null=True)
    discrimination = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    efficiency = models.FloatField(null=True)
    options = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    measured_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("试题质量")
        verbose_name_plural = _("试题质量")
        constraints = [
            models.CheckConstraint(name="itemreport_of_somebody", condition=Q(n__gte=1)),
            models.CheckConstraint(name="itemreport_share", condition=Q(facility__gte=0, facility__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.n}"


class MisledKeys(models.Model):
    """What each misreading makes of a question under an edition: `found` holds rule, words and options. Worked out."""

    derivation = models.OneToOneField(
        "certification.Derivation", models.PROTECT, primary_key=True, related_name="misled_keys"
    )
    found = models.JSONField(default=list)

    class Meta:
        app_label = "certification"
        verbose_name = _("误解推演")
        verbose_name_plural = _("误解推演")

    def __str__(self) -> str:
        return f"{self.derivation_id}"
