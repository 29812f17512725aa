"""The decision: every issue's outcome with the whole trace, a plain value that becomes the same JSON bytes. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from cases.engine.case import Case
from cases.engine.decide import Finding
from cases.engine.evaluate import NO_LITERAL, as_literal, compile_test
from cases.engine.evaluate_terms import Env, Test
from cases.engine.families import Version
from cases.engine.program import CompiledIssue, Program
from cases.engine.proved import NO_PROOFS, Proofs, proved_supports
from cases.engine.rerun import Decided
from cases.engine.rules import Rule
from cases.engine.support import NO_SUPPORT, Support, supports_of
from cases.engine.values import Span, format_span

#: A condition by itself: its bit, and slot, values and wanted as in a literal, or else its test.
_Check: TypeAlias = tuple[int, int, frozenset[object], bool, Test | None]
#: A version of a rule: whether it is in force, its conditions, and what was told before of those that fail.
_Table: TypeAlias = "tuple[str, Version, Test | None, tuple[_Check, ...], dict[int, Inapplicable]]"


@dataclass(frozen=True, slots=True)
class Defeated:
    """A rule that applied and lost to ``by``; ``why``: overrides, kind, authority (higher wins) or floor (更优从优)."""

    rule: str
    by: tuple[str, ...]
    would: Any
    why: str


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """A rule in force whose conditions do not hold; ``failed`` are the texts of the false conditions."""

    rule: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotInForce:
    """A version that would have applied but is not in force."""

    rule: str
    version: str
    would: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """One issue's outcome.

    ``rests_on`` are stated facts and ``@events`` that fix it, ``assumed`` unstated ones; ``pending`` the rules whose
    applicability is open.
    """

    issue: str
    status: str
    value: Any
    by: tuple[str, ...] = ()
    defeated: tuple[Defeated, ...] = ()
    inapplicable: tuple[Inapplicable, ...] = ()
    not_in_force: tuple[NotInForce, ...] = ()
    uses: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON values; empty lists are kept, so that a reader never has to guess."""
        return {
            "status": self.status,
            "value": json_value(self.value),
            "by": list(self.by),
            "defeated": [
                {"rule": d.rule, "by": list(d.by), "would": json_value(d.would), "why": d.why} for d in self.defeated
            ],
            "inapplicable": [{"rule": i.rule, "failed": list(i.failed)} for i in self.inapplicable],
            "not_in_force": [
                {"rule": n.rule, "version": n.version, "would": json_value(n.would)} for n in self.not_in_force
            ],
            "uses": list(self.uses),
            "rests_on": list(self.rests_on),
            "assumed": list(self.assumed),
            "pending": list(self.pending),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What the adjudicator says of a case. Issues that are not in dispute are left out."""

    edition: str
    case: str
    as_of: str
    issues: Mapping[str, Outcome]

    def to_json(self) -> dict[str, Any]:
        """The decision as JSON values."""
        return {
            "edition": self.edition,
            "case": self.case,
            "as_of": self.as_of,
            "issues": {name: outcome.to_json() for name, outcome in self.issues.items()},
        }

    def to_bytes(self) -> bytes:
        """Canonical UTF-8 JSON: the same input gives the same bytes."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def checksum(self) -> str:
        """SHA-256 of the canonical bytes, hex."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def json_value(value: Any) -> Any:
    """Booleans, texts and numbers as they are; instants as text."""
    return format_span(value) if isinstance(value, Span) else value


def decide(
    program: Program, case: Case, *, edition: str = "", with_support: bool = True, proofs: Proofs = NO_PROOFS
) -> Decision:
    """Decide ``case`` by ``program`` with the whole trace.

    Args:
        program: the rules.
        case: the case.
        edition: the id that the decision names.
        with_support: add the facts that each outcome rests on.
        proofs: where that was proved beforehand it need not be searched for.
    """
    decided, case_hash = Decided(program, program.environment(case)), case.hash
    raised = {name: decided.findings[name] for name in program.vocabulary.issues}
    raised = {name: finding for name, finding in raised.items() if finding.status != "not_raised"}
    supports: dict[str, Support] = {}
    if with_support:
        settled = [name for name, finding in raised.items() if finding.status in ("decided", "conflict", "gap")]
        supports = proved_supports(program, case, case_hash, settled, proofs)
        supports |= supports_of(program, case, [name for name in settled if name not in supports], decided)
    outcomes = {
        name: trace(program, finding, decided.env, supports.get(name, NO_SUPPORT)) for name, finding in raised.items()
    }
    return Decision(edition, case_hash, format_span(case.as_of), outcomes)


def trace(program: Program, finding: Finding, env: Env, support: Support = NO_SUPPORT) -> Outcome:
    """The outcome of one finding with its trace; ``env`` is the environment after the run."""
    compiled = finding.compiled
    ids = [family.id for family in compiled.families]
    inapplicable, not_in_force = _others(program, compiled, env)
    return Outcome(
        issue=compiled.issue.id,
        status=finding.status,
        value=finding.value,
        by=tuple(ids[index] for index in finding.by),
        defeated=tuple(
            Defeated(ids[d.loser], tuple(ids[index] for index in d.winners), d.would, d.why) for d in finding.defeats
        ),
        inapplicable=inapplicable,
        not_in_force=not_in_force,
        uses=_uses(finding),
        rests_on=support.rests_on,
        assumed=support.assumed,
        pending=tuple(ids[index] for index in finding.pending),
    )


def _others(
    program: Program, compiled: CompiledIssue, env: Env
) -> tuple[tuple[Inapplicable, ...], tuple[NotInForce, ...]]:
    """The versions in force whose conditions fail, with those that do; the versions not in force that would apply."""
    inapplicable, not_in_force = [], []
    tables: list[_Table] = compiled.memo.get("tables") or _make_tables(program, compiled)
    for family, version, in_force, checks, known in tables:
        dead = in_force is not None and in_force(env) is False
        failed = 0
        for bit, slot, values, wanted, test in checks:
            if test is not None:
                if test(env) is False:
                    failed |= bit
                continue
            value = env[slot]
            if value is not None and (value in values) is not wanted:
                failed |= bit
        if not dead:
            if failed:
                inapplicable.append(known.get(failed) or _told(family, version.rule, failed, known))
        elif not failed and version.holds(env):
            not_in_force.append(NotInForce(family, version.rule.version, version.value(env)))
    return tuple(inapplicable), tuple(not_in_force)


def _told(family: str, rule: Rule, failed: int, known: dict[int, Inapplicable]) -> Inapplicable:
    texts = tuple(text for at, text in enumerate(rule.when_text) if failed >> at & 1)
    known[failed] = told = Inapplicable(family, texts)
    return told


def _make_tables(program: Program, compiled: CompiledIssue) -> list[_Table]:
    tables: list[_Table] = [
        (family.id, version, version.in_force, _checks(version, program), version.memo.setdefault("told", {}))
        for family in compiled.families
        for version in family.versions
    ]
    compiled.memo["tables"] = tables
    return tables


def _checks(version: Version, program: Program) -> tuple[_Check, ...]:
    known: tuple[_Check, ...] | None = version.memo.get("checks")
    if known is None:
        known = version.memo["checks"] = tuple(_each_check(version.rule, program))
    return known


def _each_check(rule: Rule, program: Program) -> Iterator[_Check]:
    for at, node in enumerate(rule.when):
        literal = as_literal(node, program.layout)
        if literal is None:
            yield 1 << at, *NO_LITERAL, compile_test(node, program.layout)
        else:
            yield 1 << at, *literal, None


def _uses(finding: Finding) -> tuple[str, ...]:
    used: set[str] = set()
    for index in finding.by:
        for version in finding.compiled.families[index].versions:
            used |= version.uses
    return tuple(sorted(used))
