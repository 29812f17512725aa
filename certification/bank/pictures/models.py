"""Pictures, their files, and which versions of questions show them. Written once, as the versions are.

The bytes are in the database: one dump is the whole bank, a version and its picture are written or lost together, and
any number of web processes on any number of machines serve them. They are few and small (see `domain`).
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.bank.pictures.domain import LONGEST_ALT, MediaType, Variant
from certification.core.append_only import AppendOnlyModel


class Picture(AppendOnlyModel):
    """A picture under the id that stems name it by; `sha256` is that of its full file, so that none is kept twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=10, choices=[(one, one) for one in MediaType])
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=LONGEST_ALT)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        constraints = [
            models.CheckConstraint(name="picture_media_type_known", condition=Q(media_type__in=list(MediaType))),
            models.CheckConstraint(name="picture_has_size", condition=Q(width__gte=1, height__gte=1)),
            models.CheckConstraint(name="picture_alt_given", condition=~Q(alt="")),
        ]

    def __str__(self) -> str:
        return self.alt


class PictureFile(AppendOnlyModel):
    """The bytes of a picture: in full, and small where it is larger than a phone needs."""

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="files")
    variant = models.CharField(max_length=5, choices=[(one, one) for one in Variant])
    width = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        app_label = "certification"
        verbose_name = _("图片文件")
        verbose_name_plural = _("图片文件")
        constraints = [
            models.UniqueConstraint(name="picturefile_variant_once", fields=["picture", "variant"]),
            models.CheckConstraint(name="picturefile_variant_known", condition=Q(variant__in=list(Variant))),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.variant}"


class PictureUse(AppendOnlyModel):
    """A version that shows a picture: who may see the one may see the other."""

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses")
    version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="pictures")

    class Meta:
        app_label = "certification"
        verbose_name = _("图片使用")
        verbose_name_plural = _("图片使用")
        constraints = [models.UniqueConstraint(name="pictureuse_once", fields=["picture", "version"])]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.picture_id}"
