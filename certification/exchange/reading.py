"""A whole file as rows: what every reader returns, and how the right one is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import ReadRow
from certification.exchange.limits import MOST_QUESTIONS
from certification.exchange.sheets.columns import Mapped


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says. `tables` are the sheets that hold questions, with what each column holds."""

    rows: tuple[ReadRow, ...]
    tables: Mapping[str, Mapped] = field(default_factory=dict)


@dataclass(slots=True)
class Gathered:
    """Rows as they come; more than a file may have are refused at once."""

    rows: list[ReadRow] = field(default_factory=list)

    def add(self, row: ReadRow) -> None:
        """Keep a row.

        Raises:
            RefusedError: the file has too many.
        """
        if len(self.rows) >= MOST_QUESTIONS:
            raise RefusedError(Refusal("exchange.too-many", {"most": MOST_QUESTIONS}))
        self.rows.append(row)

    def extend(self, rows: Sequence[ReadRow]) -> None:
        for row in rows:
            self.add(row)

    def file(self, tables: Mapping[str, Mapped] | None = None) -> ReadFile:
        """Return the file.

        Raises:
            RefusedError: there was nothing in it.
        """
        if not self.rows:
            raise RefusedError(Refusal("exchange.no-questions"))
        return ReadFile(tuple(self.rows), tables or {})
