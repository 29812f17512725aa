"""What a verification found, as plain values that become JSON and back. Pure; knows no solver."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

#: The lists of a report, each named for the findings in it; also the keys of its JSON.
KINDS: Final = ("conflicts", "gaps", "dead", "redundant", "proposals", "invariants", "timeouts")
_CODES: Final = {kind: kind if kind in ("dead", "redundant") else kind.removesuffix("s") for kind in KINDS}


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
        return _plain(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """Read what :meth:`to_json` wrote."""
        return cls(**_tuples(data))


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


@dataclass(frozen=True)
class SupportCheck:
    """Whether an explanation of one issue holds.

    ``sufficient`` is None when the solver did not find out; ``witness`` is a case that agrees in all that was named and
    comes out otherwise. ``superfluous`` are names that could be spared, ``unfaithful`` the positions of flips that do
    not flip.
    """

    issue: str
    sufficient: bool | None
    superfluous: tuple[str, ...] = ()
    witness: Mapping[str, object] | None = None
    unfaithful: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Sufficient, minimal and faithful."""
        return bool(self.sufficient) and not self.superfluous and not self.unfaithful

    def to_json(self) -> dict[str, Any]:
        """The result as JSON values."""
        return _plain(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SupportCheck:
        """Read what :meth:`to_json` wrote."""
        return cls(**_tuples(data))


@dataclass(frozen=True)
class Difference:
    """An issue that some case of a stack has decided otherwise in two editions, with the smallest such case.

    ``witness`` is None when the solver did not find out; ``lines`` says so then.
    """

    issue: str
    stack: str
    witness: Mapping[str, object] | None
    lines: tuple[str, ...]
    old_status: str = ""
    new_status: str = ""
    old_value: object = None
    new_value: object = None
    old_rules: tuple[str, ...] = ()
    new_rules: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON values."""
        return _plain(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Difference:
        """Read what :meth:`to_json` wrote."""
        return cls(**_tuples(data))


def about(finding: Finding, rule: str, issues: Collection[str]) -> bool:
    """Whether the finding names the rule, or is an unmeant gap in one of the issues that the rule concludes."""
    return rule in finding.rules or (finding.code == "gap" and not finding.reason and finding.issue in issues)


def report_of(
    edition: str, found: Sequence[Finding], *, scope: str = "", checked: int = 0, seconds: float = 0.0
) -> Report:
    """The findings sorted into a report."""
    lists = {kind: tuple(one for one in found if one.code == _CODES[kind]) for kind in KINDS}
    return Report(edition, scope, checked=checked, seconds=seconds, **lists)


def _plain(item: Any) -> dict[str, Any]:
    found = {each.name: getattr(item, each.name) for each in fields(item)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
