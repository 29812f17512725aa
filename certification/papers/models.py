"""Papers: which versions, in which order, with which letters. Written once."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.bank.domain import QuestionType
from certification.core.append_only import AppendOnlyModel
from certification.papers.modes import Mode


class BlueprintVersion(AppendOnlyModel):
    """One state of a blueprint that people edit; the newest of a name is the one to use. Rounds pin theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(_("名称"), max_length=60)
    content = models.JSONField()
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "组卷蓝图")
        verbose_name_plural = _("组卷蓝图")
        constraints = [
            models.UniqueConstraint(name="blueprintversion_number_once", fields=["name", "number"]),
            models.CheckConstraint(name="blueprintversion_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Paper(AppendOnlyModel):
    """A drawn paper: blueprint, seed and edition say how it came about, `achieved` what became of the shares.

    `pass_by_area` has the per cent that an area needs besides `pass_points`; `report` everything that was asked and
    achieved, see `domain.report`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blueprint = models.CharField(max_length=40)
    blueprint_version = models.ForeignKey(
        BlueprintVersion, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    form = models.CharField(max_length=2, blank=True)
    edition = models.CharField(max_length=80)
    seed = models.BigIntegerField()
    drawn_at = models.DateTimeField()
    size = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField()
    pass_points = models.PositiveIntegerField()
    pass_by_area = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField(default=0)
    asked = models.JSONField()
    achieved = models.JSONField()
    report = models.JSONField(default=dict)

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "试卷")
        verbose_name_plural = _("试卷")
        constraints = [
            models.CheckConstraint(name="paper_pass_within_points", condition=Q(pass_points__lte=models.F("points"))),
        ]

    def __str__(self) -> str:
        return f"{self.blueprint} {self.drawn_at:%Y-%m-%d %H:%M}"


class PaperQuestion(AppendOnlyModel):
    """One question of a paper: the version, its derivation under the paper's edition, and the frozen order of options.

    `option_order[i]` is the index, in the version's content, of the option shown under the i-th letter.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="+")
    derivation = models.ForeignKey("certification.Derivation", models.PROTECT, related_name="+")
    type = models.CharField(max_length=9, choices=[(one, one) for one in QuestionType])
    points = models.PositiveIntegerField()
    mode = models.CharField(max_length=20, choices=[(one, one) for one in Mode], default=Mode.ALL_OR_NOTHING)
    option_order = models.JSONField()

    class Meta:
        app_label = "certification"
        verbose_name = _("试卷题目")
        verbose_name_plural = _("试卷题目")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(name="paperquestion_position_once", fields=["paper", "position"]),
            models.UniqueConstraint(name="paperquestion_version_once", fields=["paper", "version"]),
            models.CheckConstraint(name="paperquestion_position_from_one", condition=Q(position__gte=1)),
            models.CheckConstraint(name="paperquestion_points_given", condition=Q(points__gte=1)),
            models.CheckConstraint(name="paperquestion_mode_known", condition=Q(mode__in=list(Mode))),
            models.CheckConstraint(name="paperquestion_type_known", condition=Q(type__in=list(QuestionType))),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} #{self.position}"
