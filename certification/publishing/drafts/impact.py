"""The impact of a draft on the bank, as it is kept beside the check. JSON both ways."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from certification.bank.models import Question
from certification.publishing.impact.report import EFFECTS, ImpactReport, ItemRow, OptionRow
from certification.publishing.questions import Asked


@dataclass(frozen=True, slots=True)
class KeptImpact:
    """What a change does to the bank as it was when that was measured.

    Attributes:
        rows: the affected questions, those whose key changes first.
        total: how many questions were looked at.
        judged: how many of them had to be judged again.
        bank: what names the versions that were looked at.
    """

    rows: tuple[ItemRow, ...]
    total: int
    judged: int
    bank: str

    @classmethod
    def of_report(cls, report: ImpactReport, asked: Sequence[Asked]) -> Self:
        return cls(report.rows, report.total, report.judged, bank_name(str(one.version) for one in asked))

    def of(self, effect: str) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.rows if row.effect == effect)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many questions meet each fate."""
        found = {effect: len(self.of(effect)) for effect in EFFECTS}
        return {**found, "unaffected": self.total - len(self.rows)}

    def to_json(self) -> str:
        data = {"rows": [asdict(row) for row in self.rows], "total": self.total, "judged": self.judged}
        return json.dumps({**data, "bank": self.bank}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        return cls(tuple(row_from_json(row) for row in data["rows"]), data["total"], data["judged"], data["bank"])


def row_from_json(data: dict[str, Any]) -> ItemRow:
    """Read a row that was written by `dataclasses.asdict`."""
    options = tuple(OptionRow(**one) for one in data["options"])
    lists = {name: tuple(data[name]) for name in ("key_before", "key_after", "causes")}
    return ItemRow(**{**data, **lists, "options": options})


def bank_name(versions: Iterable[str]) -> str:
    """Return what names a set of versions."""
    return hashlib.sha256("\n".join(sorted(versions)).encode()).hexdigest()


def present_bank() -> str:
    """Return what names the versions that may be drawn now: one query."""
    versions = Question.objects.filter(current__isnull=False).values_list("current", flat=True)
    return bank_name(str(one) for one in versions)
