"""Whether a database error is trouble that passes (locked, full, gone) or a mistake of ours."""

import re
import sqlite3
from enum import StrEnum
from typing import Final

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext_lazy as _


class Trouble(StrEnum):
    """What keeps the database from working, though nothing is wrong with what was asked of it."""

    BUSY = "busy"
    FULL = "full"
    GONE = "gone"


NAMES: Final = {
    Trouble.BUSY: _("数据库正忙"),
    Trouble.FULL: _("数据库写不进去"),
    Trouble.GONE: _("数据库连不上"),
}

#: Primary result codes of SQLite; the rest of an extended code stands in the higher bytes.
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.FULL,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
}
_SQLITE_PRIMARY: Final = 0xFF
#: SQLSTATE of PostgreSQL: whole classes (connection, resources, intervention, system) and single codes.
_POSTGRES: Final = (
    (re.compile(r"55P03|57014|40001|40P01"), Trouble.BUSY),  # lock or statement timed out, or a tie was broken
    (re.compile(r"53300|08...|57P.."), Trouble.GONE),  # too many connections, none, or the server is stopping
    (re.compile(r"53...|58...|25006"), Trouble.FULL),  # disk, memory, input/output; read-only
)


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return what passes by itself or by an operator's hand; None for a mistake in what was asked, or no error."""
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _SQLITE_PRIMARY)
    state = getattr(cause, "sqlstate", None)
    if state:
        return next((trouble for codes, trouble in _POSTGRES if codes.fullmatch(state)), None)
    return Trouble.GONE if type(cause).__name__ in {"OperationalError", "InterfaceError"} else None
