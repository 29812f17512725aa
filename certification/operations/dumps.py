"""What both databases promise about a copy of themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection

from certification.grading.ledger import broken_mark
from certification.operations import on_postgres, on_sqlite
from certification.operations.archive import BackupError
from certification.operations.facts import Facts

SOUND: Final = "sound"
UNCHECKED: Final = "unchecked"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of database is copied, looked at and put back.

    Attributes:
        file: name of the copy in the archive.
        dump: write a copy of the site's database while people save; `check` is called with the alias of a connection
            that sees exactly what the copy holds.
        examine: read a whole copy; raise BackupError where it is damaged.
        load: put a copy in the place of the site's database, call the check, and undo where that raises.
        size: bytes of the site's database.
    """

    file: str
    dump: Callable[[Path, Callable[[str], None]], Facts]
    examine: Callable[[Path], Facts]
    load: Callable[[Path, Callable[[], None]], str]
    size: Callable[[], int]


KINDS: Final = {
    "sqlite": Kind("database.sqlite3", on_sqlite.dump, on_sqlite.examine, on_sqlite.load, on_sqlite.size),
    "postgresql": Kind("database.dump", on_postgres.dump, on_postgres.examine, on_postgres.load, on_postgres.size),
}


def kind() -> Kind:
    """Return how the site's own database is copied."""
    return KINDS[connection.vendor]


def ledger_state(using: str = DEFAULT_DB_ALIAS, *, is_current: bool = True) -> str:
    """Follow the chain of the ledger and say `sound`; `unchecked` where the tables are of another version.

    Args:
        using: alias of the connection to read with.
        is_current: every migration is applied, so that the models know how to read the tables.

    Raises:
        BackupError: a line of the ledger does not follow from the one before.
    """
    if not is_current:
        return UNCHECKED
    broken = broken_mark(using)
    if broken is not None:
        raise BackupError(f"得分台账从第 {broken} 行起不连贯。先查清楚再备份或恢复。")
    return SOUND
