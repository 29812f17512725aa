"""Questions, their immutable versions, and what an edition makes of each version."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.bank.domain import Content, Pool, QuestionType
from certification.bank.workflow.domain import Origin
from certification.core.append_only import AppendOnlyModel, AppendOnlyQuerySet

EASIEST, HARDEST = 1, 5
#: A share of points in hundredths of a per cent.
WHOLE_SHARE = 10_000


class QuestionQuerySet(models.QuerySet["Question"]):
    def open_to_practice(self) -> Self:
        """Questions that anybody may meet anywhere: not in the secure pool, or released from it."""
        return self.filter(is_open())

    def secure(self) -> Self:
        """Questions that are met in exams alone."""
        return self.exclude(is_open())

    def search(self, query: str) -> Self:
        """Questions whose code, stem, options or tags have every word of `query`; case does not matter, nor order."""
        found = self
        for word in query.split():
            found = found.filter(search_text__icontains=word)
        return found


def is_open(prefix: str = "") -> Q:
    """Return the condition that a question is no secret; `prefix` leads to it, such as `version__question__`."""
    return Q(**{f"{prefix}pool": Pool.OPEN}) | Q(**{f"{prefix}released_at__isnull": False})


class Question(models.Model):
    """A question under its own code; what it says is in its versions, `current` is the one that may be drawn.

    `current` is empty where the newest version failed the publish gate, the item is gone from the files, or the
    question was retired. Once it was published from the workbench its `origin` says so for good: files never change
    it again. `search_text` is written by the verbs, see `workflow.searching`.
    """

    refused_when: ClassVar[dict[str, str]] = {"update": "OLD.origin = 'workbench' AND NEW.origin <> 'workbench'"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=9, choices=[(one, one) for one in QuestionType])
    enemies = models.CharField(max_length=80, blank=True)
    template = models.CharField(max_length=80, blank=True)
    pool = models.CharField(max_length=6, choices=[(one, one) for one in Pool], default=Pool.OPEN)
    released_at = models.DateTimeField(null=True, blank=True)
    provenance = models.JSONField(default=dict)
    current = models.ForeignKey(
        "certification.QuestionVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(max_length=9, choices=[(one, one) for one in Origin], default=Origin.FILES)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    tags = models.ManyToManyField("certification.Tag", blank=True, related_name="questions")
    retired_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("试题")
        verbose_name_plural = _("试题")
        constraints = [
            models.CheckConstraint(name="question_type_known", condition=Q(type__in=list(QuestionType))),
            models.CheckConstraint(name="question_pool_known", condition=Q(pool__in=list(Pool))),
            models.CheckConstraint(name="question_code_given", condition=~Q(code="")),
            models.CheckConstraint(name="question_origin_known", condition=Q(origin__in=list(Origin))),
            models.CheckConstraint(
                name="question_retired_is_not_drawn", condition=Q(retired_at=None) | Q(current=None)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_secret(self) -> bool:
        """Say whether it may be met in exams alone."""
        return self.pool == Pool.SECURE and self.released_at is None


class QuestionVersion(AppendOnlyModel):
    """What a question said: stem, case, options and claims, under the hash of all of them. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=71)

    class Meta:
        app_label = "certification"
        verbose_name = _("试题版本")
        verbose_name_plural = _("试题版本")
        constraints = [
            models.UniqueConstraint(name="questionversion_number_once", fields=["question", "number"]),
            models.UniqueConstraint(name="questionversion_content_once", fields=["question", "content_hash"]),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    @property
    def read(self) -> Content:
        """Return the content as a value."""
        return Content.from_json(self.content)


class Withdrawal(AppendOnlyModel):
    """停用: a version whose key turned out wrong is drawn no more; the mended question is a new version."""

    version = models.OneToOneField(QuestionVersion, models.PROTECT, related_name="withdrawal")
    actor = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "停用")
        verbose_name_plural = pgettext_lazy("plural", "停用")

    def __str__(self) -> str:
        return f"{self.version_id}"


class VersionStatistic(models.Model):
    """How people did on a version in papers that were handed in: its measured difficulty. Written anew as they come."""

    version = models.OneToOneField(QuestionVersion, models.PROTECT, primary_key=True, related_name="statistic")
    attempts = models.PositiveIntegerField()
    share = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("试题统计")
        verbose_name_plural = _("试题统计")
        constraints = [
            models.CheckConstraint(name="versionstatistic_of_somebody", condition=Q(attempts__gte=1)),
            models.CheckConstraint(name="versionstatistic_share_of_whole", condition=Q(share__lte=WHOLE_SHARE)),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.share} ({self.attempts})"


class DerivationQuerySet(AppendOnlyQuerySet["Derivation"]):
    def open_to_practice(self) -> Self:
        """Those that anybody may meet anywhere: not in the secure pool, or released from it."""
        return self.filter(is_open("version__question__"))

    def secure(self) -> Self:
        """Those that are met in exams alone."""
        return self.exclude(is_open("version__question__"))

    def drawable(self, edition: str) -> Self:
        """Derivations of `edition` whose version is the current one of its question, unless it was withdrawn."""
        return self.filter(edition=edition, version__question__current=F("version"), version__withdrawal=None)


class Derivation(AppendOnlyModel):
    """The key of a version under an edition, with the rules that decide it. Only what passed the gate is here.

    `key` and `truths` go by the options of the version's content; `trace` is equal for questions decided alike.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="derivations")
    edition = models.CharField(max_length=80)
    key = models.JSONField()
    truths = models.JSONField()
    rules = models.JSONField()
    topic = models.CharField(max_length=40)
    difficulty = models.PositiveSmallIntegerField()
    decisions = models.JSONField()
    trace = models.CharField(max_length=64)

    objects = DerivationQuerySet.as_manager()  # type: ignore[misc]  # narrows the base class

    class Meta:
        app_label = "certification"
        verbose_name = _("推导")
        verbose_name_plural = _("推导")
        constraints = [
            models.UniqueConstraint(name="derivation_once", fields=["version", "edition"]),
            models.CheckConstraint(
                name="derivation_difficulty_in_range",
                condition=Q(difficulty__gte=EASIEST, difficulty__lte=HARDEST),
            ),
        ]
        indexes = [
            # Serves DerivationQuerySet.drawable: everything of one edition, when a paper is drawn.
            models.Index(name="derivation_edition_topic", fields=["edition", "topic"]),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} @ {self.edition[:15]}"
