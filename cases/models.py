"""Stored editions of the corpus: written once, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete what is written once."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def latest_first(self) -> EditionQuerySet:
        """Newest first; equal instants by id, so that the order is total."""
        return self.order_by("-loaded_at", "id")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("editions are immutable: load a new one instead")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("editions are immutable: attempts and keys pin them")


class Edition(models.Model):
    """The content of one edition: vocabulary, acts and rulebooks as raw texts, identified by their hash.

    ``content`` is JSON text, not a JSON column: the order of keys is the order of display.
    """

    id = models.CharField(primary_key=True, max_length=71, editable=False)
    label = models.CharField(max_length=32)
    content = models.TextField(editable=False)
    loaded_at = models.DateTimeField(editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="edition_id_is_a_hash", condition=Q(id__startswith="sha256:")),
        ]
        indexes = [
            # Serves EditionQuerySet.latest_first: which edition is current.
            models.Index(name="edition_loaded_at", fields=["-loaded_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.id[7:15]})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert once.

        Raises:
            AppendOnlyError: the row is already there.
        """
        if not self._state.adding:
            raise AppendOnlyError("editions are immutable: load a new one instead")
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("editions are immutable: attempts and keys pin them")
