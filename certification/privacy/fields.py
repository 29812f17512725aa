"""Which fields of the whole site could name a person: found by looking, so that no new one is forgotten."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Model

#: Fields that hold what somebody typed, or values of any shape.
_OPEN = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField,
         models.GenericIPAddressField)  # fmt: skip


def every_model() -> Iterator[type[Model]]:
    """Yield every table of the site, those of other packages and of plain many-to-many relations included."""
    yield from apps.get_models(include_auto_created=True)


def fields_to_classify(model: type[Model]) -> set[str]:
    """Return the fields of a model that could say who somebody is.

    Relations to a person; bare ids; whatever holds text, JSON, bytes or an address, unless the values are a fixed list.
    """
    return {one.name for one in model._meta.local_concrete_fields if _is_open(one)}  # noqa: SLF001 - documented API


def _is_open(field: "models.Field[object, object]") -> bool:
    if field.is_relation:
        return field.related_model is not None and _label(field.related_model) == settings.AUTH_USER_MODEL
    if field.primary_key:
        return isinstance(field, models.CharField)
    return isinstance(field, (models.UUIDField, *_OPEN)) and not field.choices


def _label(model: object) -> str:
    return model._meta.label if isinstance(model, type) and issubclass(model, Model) else ""  # noqa: SLF001
