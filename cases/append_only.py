"""Tables whose rows are written once: model and QuerySet refuse the rest, and ``is_written_once`` asks for triggers.

The triggers are installed by the site after each migrate, on every table whose model says ``is_written_once``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete what is written once."""


class AppendOnlyQuerySet(models.QuerySet[M_co]):
    """Reads and appends; whatever would change or remove rows is refused."""

    def update(self, **_changes: object) -> NoReturn:
        raise AppendOnlyError(_message(self.model, "changed"))

    def delete(self) -> NoReturn:
        raise AppendOnlyError(_message(self.model, "deleted"))

    def bulk_update(self, *_rows: object, **_options: object) -> NoReturn:
        raise AppendOnlyError(_message(self.model, "changed"))

    def bulk_create(self, objs: Iterable[M_co], *args: Any, **options: Any) -> list[M_co]:
        """Append many rows; ``ignore_conflicts`` may be asked for, ``update_conflicts`` may not."""
        if options.get("update_conflicts"):
            raise AppendOnlyError(_message(self.model, "changed"))
        return super().bulk_create(objs, *args, **options)


class AppendOnlyModel(models.Model):
    """A model whose rows can be added and read, and nothing else."""

    is_written_once: ClassVar[bool] = True

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Insert once.

        Raises:
            AppendOnlyError: the row is already there.
        """
        if not self._state.adding:
            raise AppendOnlyError(_message(type(self), "changed"))
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyError(_message(type(self), "deleted"))


def _message(model: type[models.Model], verb: str) -> str:
    return f"{model.__name__} rows are written once and never {verb}: load a new edition instead"
