"""What a copy of a database holds."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows by table, and `app.name` of each applied migration."""

    counts: Mapping[str, int]
    migrations: tuple[str, ...]


def differences(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """Return a line for each table whose number of rows is not what was expected."""
    return [
        f"{table}：应有 {expected.get(table, 0)} 行，实有 {found.get(table, 0)} 行"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]
