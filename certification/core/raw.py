"""What SQL written by hand has to know of the two databases: how they keep ids, instants, yes and no."""

import uuid
from datetime import UTC, datetime
from typing import Any

from django.db import connection


def key_of(value: uuid.UUID) -> Any:
    """Return an id as the database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def instant(value: datetime | str) -> datetime:
    """Return an instant as the database hands it over; SQLite keeps UTC without saying so, in a subquery as text."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def instant_of(value: datetime | str | None) -> datetime | None:
    """Return `instant` of what may be missing."""
    return None if value is None else instant(value)


def yes_or_no(value: Any) -> bool | None:
    """Return a flag; SQLite keeps 0 and 1."""
    return None if value is None else bool(value)
