"""A table of either database in one hash, whatever order its rows are read in."""

import datetime as dt
import decimal
import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Field, JSONField, Model

_CHUNK: Final = 1000
_MODULUS: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows a table has, and the sum of their SHA-256, hexadecimal."""

    name: str
    rows: int
    digest: str

    @property
    def short(self) -> str:
        return self.digest[:12]


def fields_of(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return the columns of a model that are stored, not computed."""
    return [field for field in model._meta.concrete_fields if not field.generated]  # noqa: SLF001 - documented


def digest_of(model: type[Model], using: str) -> Table:
    """Read every row through Django, so that both databases say the same of the same value, and add up their hashes."""
    fields = fields_of(model)
    is_json = [isinstance(field, JSONField) for field in fields]
    total = count = 0
    rows = model._base_manager.using(using).values_list(*(field.attname for field in fields))  # noqa: SLF001 - documented
    for row in rows.iterator(chunk_size=_CHUNK):
        count += 1
        said = [_json(value) if as_json else _plain(value) for as_json, value in zip(is_json, row, strict=True)]
        total += int.from_bytes(hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest())
    return Table(model._meta.db_table, count, f"{total % _MODULUS:064x}")  # noqa: SLF001 - documented


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    plain = value
    match value:
        case dt.datetime():
            plain = value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        case uuid.UUID():
            plain = value.hex
        case bytes() | bytearray() | memoryview():
            plain = hashlib.sha256(value).hexdigest()
        case decimal.Decimal():
            plain = str(value.normalize())
        case dt.date() | dt.time() | dt.timedelta():
            plain = str(value)
    return plain
