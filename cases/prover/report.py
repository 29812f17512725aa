"""What a verification found, as plain values that become JSON and back. Pure; knows no solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

#: The lists of a report, each named for the findings in it; also the keys of its JSON.
KINDS: Final = ("conflicts", "gaps", "dead", "redundant", "proposals", "invariants", "timeouts")


@dataclass(frozen=True)
class Finding:
    """One thing found.

    ``code`` is conflict, gap, dead, redundant, proposal, invariant or timeout; ``stack`` names the rulebooks, as in
    ``law+taobao``; ``text`` tells it in one Chinese sentence. ``witness`` is a raw case, ``lines`` the same in Chinese.
    ``reason`` says why a gap is meant, or by what a dead rule is shadowed.
    """

    code: str
    stack: str
    issue: str
    rules: tuple[str, ...]
    text: str
    witness: Mapping[str, object] | None = None
    lines: tuple[str, ...] = ()
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON values."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**found, "rules": list(self.rules), "lines": list(self.lines)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """Read what :meth:`to_json` wrote."""
        return cls(**{**data, "rules": tuple(data["rules"]), "lines": tuple(data["lines"])})


@dataclass(frozen=True)
class Report:
    """All that a verification found; ``scope`` is "" or the one rule that was asked about.

    ``checked`` counts the questions put to the solver, ``seconds`` how long the whole took.
    """

    edition: str
    scope: str = ""
    conflicts: tuple[Finding, ...] = ()
    gaps: tuple[Finding, ...] = ()
    dead: tuple[Finding, ...] = ()
    redundant: tuple[Finding, ...] = ()
    proposals: tuple[Finding, ...] = ()
    invariants: tuple[Finding, ...] = ()
    timeouts: tuple[Finding, ...] = ()
    checked: int = 0
    seconds: float = 0.0

    @property
    def unmeant_gaps(self) -> tuple[Finding, ...]:
        """Gaps for which nobody gave a reason."""
        return tuple(gap for gap in self.gaps if not gap.reason)

    @property
    def is_sound(self) -> bool:
        """No conflict, no dead rule, no unmeant gap, no refuted invariant, and nothing left unproved."""
        return not (self.conflicts or self.dead or self.unmeant_gaps or self.invariants or self.timeouts)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        lists = {kind: [finding.to_json() for finding in getattr(self, kind)] for kind in KINDS}
        rest = {"edition": self.edition, "scope": self.scope, "checked": self.checked, "seconds": self.seconds}
        return {**rest, **lists}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """Read what :meth:`to_json` wrote."""
        lists = {kind: tuple(Finding.from_json(item) for item in data[kind]) for kind in KINDS}
        return cls(data["edition"], data["scope"], checked=data["checked"], seconds=data["seconds"], **lists)
