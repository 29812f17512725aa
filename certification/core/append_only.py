"""Tables whose rows are written once: versions, marks, the journal. Model and QuerySet refuse the rest."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, Never, Self, TypeVar

from django.db import models

#: What stands where somebody's words stood before they were erased.
ERASED: Final = "（已抹除）"

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class AppendOnlyError(TypeError):
    """Something tried to change or delete a row that is written once."""

    def __init__(self, model: type[models.Model], verb: str) -> None:
        super().__init__(f"{model.__name__} rows are written once: to {verb} one is refused. Append a new row.")


class AppendOnlyQuerySet(models.QuerySet[M_co]):
    """Reads and appends; whatever would change or remove rows raises `AppendOnlyError`."""

    def update(self, **_changes: object) -> Never:
        raise AppendOnlyError(self.model, "update")

    def delete(self) -> Never:
        raise AppendOnlyError(self.model, "delete")

    def bulk_update(self, *_rows: object, **_options: object) -> Never:
        raise AppendOnlyError(self.model, "update")

    def bulk_create(self, objs: Iterable[M_co], *args: Any, **options: Any) -> list[M_co]:
        """Append many rows; `ignore_conflicts` may be asked for, `update_conflicts` may not."""
        if options.get("update_conflicts"):
            raise AppendOnlyError(self.model, "update")
        return super().bulk_create(objs, *args, **options)


class AppendOnlyManager(models.Manager[M_co]):
    """The manager of a table that is written once; a slice with its own QuerySet derives that from ours."""

    def get_queryset(self) -> AppendOnlyQuerySet[M_co]:
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnlyModel(models.Model):
    """A model whose rows can be added and read, and nothing else."""

    is_written_once: ClassVar[bool] = True  # what the guards of the database ask for

    objects: ClassVar[models.Manager[Self]] = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self), "update")
        super().save(**{**options, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> Never:  # noqa: FBT001, FBT002 - as in Django
        raise AppendOnlyError(type(self), "delete")


def erase_words(rows: models.QuerySet[Any], fields: Iterable[str]) -> int:
    """Put `ERASED` in the place of somebody's words; return how many rows had any.

    The one change to a row that is written once: the database lets it through for the fields that the model names in
    `erasable_words`, and only if nothing else of the row changes.

    Raises:
        AppendOnlyError: the rows are written once, and a field is not among those.
    """
    model, changed = rows.model, 0
    for field in fields:
        if getattr(model, "is_written_once", False) and field not in words_of(model):
            raise AppendOnlyError(model, "update")
        wordy = rows.exclude(**{field: ""}).exclude(**{field: ERASED})
        changed += models.QuerySet.update(wordy, **{field: ERASED})
    return changed


def words_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the fields of a model that is written once whose words may be erased."""
    return tuple(getattr(model, "erasable_words", ()))
