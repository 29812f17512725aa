"""Reading tables of any length in pieces, and rows as JSON values."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from certification.grading.models import canonical_time

M = TypeVar("M", bound=Model)
PER_PAGE: Final = 200


def paged(found: QuerySet[M], size: int = PER_PAGE) -> Iterator[M]:
    """Yield every row by its key, `size` in memory at once.

    No query stays open meanwhile: whoever reads may write in between, and on SQLite a reader that stands open would
    keep its own connection from writing once somebody else has written.
    """
    following = found.order_by("pk")
    page = list(following[:size])
    while page:
        yield from page
        page = list(following.filter(pk__gt=page[-1].pk)[:size]) if len(page) == size else []


def values_of(row: Model, *names: str) -> dict[str, Any]:
    """Return fields of a row as JSON values: ids as text, instants in UTC, relations by their id under their name."""
    return {name: json_value(getattr(row, row._meta.get_field(name).attname)) for name in names}  # type: ignore[union-attr]  # noqa: SLF001 - Django's documented API


def json_value(value: Any) -> Any:
    """Return one value as JSON holds it."""
    if isinstance(value, uuid.UUID):
        return str(value)
    return canonical_time(value) if isinstance(value, datetime) else value
