"""Drafts of questions and what belongs to them: comments, tags, saved filters, the policy of the house."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.bank.domain import Pool
from certification.bank.workflow.domain import OPEN_STATES, PLACES, DraftState

LONGEST_QUERY = 1000


class Tag(models.Model):
    """A word that trainers group questions by; nothing is graded by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=30, unique=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(name="tag_name_given", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class QuestionDraftQuerySet(models.QuerySet["QuestionDraft"]):
    def open(self) -> Self:
        """Those that are still worked on: with their authors or with a reviewer."""
        return self.filter(state__in=OPEN_STATES)

    def in_review(self) -> Self:
        """Those that wait for a reviewer, the longest waiting first."""
        return self.filter(state=DraftState.IN_REVIEW).order_by("submitted_at", "id")

    def published(self) -> Self:
        """Those that became a version, the newest first."""
        return self.filter(state=DraftState.PUBLISHED).order_by("-reviewed_at", "id")


class QuestionDraft(models.Model):
    """What a question is to say next. Once it is published it stays as it was: the history of its version.

    `content` has the shape of `Content.to_json()` but may be unfinished; `revision` counts saves, a save names the
    one it was made from. `version` is what publishing made of it.
    """

    refused_when: ClassVar[dict[str, str]] = {
        "update": "OLD.state IN ('published', 'discarded')",
        "delete": "OLD.state = 'published'",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey("certification.Question", models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(
        "certification.QuestionVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=[(one, one) for one in DraftState], default=DraftState.DRAFT)
    content = models.JSONField()
    expected = models.JSONField(default=list)
    enemies = models.CharField(max_length=80, blank=True)
    template = models.CharField(max_length=80, blank=True)
    pool = models.CharField(max_length=6, choices=[(one, one) for one in Pool], default=Pool.OPEN)
    note = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        "certification.QuestionVersion", models.PROTECT, null=True, blank=True, related_name="drafts"
    )

    objects = QuestionDraftQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("试题草稿")
        verbose_name_plural = _("试题草稿")
        constraints = [
            models.CheckConstraint(name="questiondraft_state_known", condition=Q(state__in=list(DraftState))),
            models.CheckConstraint(name="questiondraft_pool_known", condition=Q(pool__in=list(Pool))),
            models.CheckConstraint(name="questiondraft_revision_from_one", condition=Q(revision__gte=1)),
            models.UniqueConstraint(
                name="questiondraft_one_open", fields=["question"], condition=Q(state__in=list(OPEN_STATES))
            ),
            models.CheckConstraint(
                name="questiondraft_submitted_before_review",
                condition=~Q(state__in=[DraftState.IN_REVIEW, DraftState.PUBLISHED]) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="questiondraft_reviewed_by_somebody",
                condition=Q(reviewer=None, reviewed_at=None) | Q(reviewer__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="questiondraft_version_iff_published",
                condition=Q(state=DraftState.PUBLISHED, version__isnull=False, reviewer__isnull=False)
                | (~Q(state=DraftState.PUBLISHED) & Q(version=None)),
            ),
        ]
        indexes = [
            # Serves QuestionDraftQuerySet.in_review and its count in the head of the lists.
            models.Index(
                name="questiondraft_waiting", fields=["submitted_at"], condition=Q(state=DraftState.IN_REVIEW)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.state} {self.revision}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_returned(self) -> bool:
        """Say whether a reviewer sent it back."""
        return self.state == DraftState.DRAFT and self.reviewed_at is not None


class DraftComment(models.Model):
    """What somebody says of one place of a draft: the stem, the case, an option. Only that it is settled changes."""

    refused_when: ClassVar[dict[str, str]] = {
        "update": "NEW.draft_id <> OLD.draft_id OR NEW.place <> OLD.place OR NEW.text <> OLD.text "
        "OR NEW.author_id <> OLD.author_id OR NEW.at <> OLD.at",
        "delete": "",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(QuestionDraft, models.PROTECT, related_name="comments")
    place = models.CharField(max_length=10, choices=[(one, one) for one in PLACES])
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "certification"
        verbose_name = _("批注")
        verbose_name_plural = _("批注")
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(name="draftcomment_place_known", condition=Q(place__in=PLACES)),
            models.CheckConstraint(name="draftcomment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="draftcomment_resolved_by_somebody",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.place}"


class SavedFilter(models.Model):
    """A query of the list of questions that somebody comes back to; `query` is the address after the `?`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="question_filters")
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        app_label = "certification"
        verbose_name = _("筛选")
        verbose_name_plural = _("筛选")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(name="savedfilter_name_once", fields=["person", "name"]),
            models.CheckConstraint(name="savedfilter_name_given", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class BankPolicy(models.Model):
    """What the manager asks of everybody who publishes questions: one row, made when it is first changed."""

    THE_ONE: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    reviewer_differs = models.BooleanField(_("复核人不能是作者"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("题库规定")
        verbose_name_plural = _("题库规定")
        constraints = [
            models.CheckConstraint(name="bankpolicy_only_one", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return f"reviewer_differs={self.reviewer_differs}"
