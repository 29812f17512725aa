"""The decision: every issue's outcome with the whole trace, a plain value that becomes the same JSON bytes. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.engine import ir
from cases.engine.case import Case
from cases.engine.decide import Finding, run
from cases.engine.evaluate_terms import Env
from cases.engine.program import Program, rule_nodes
from cases.engine.support import Support, support_of
from cases.engine.values import Span, format_span


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


def decide(program: Program, case: Case, *, edition: str = "", with_support: bool = True) -> Decision:
    """Decide ``case`` by ``program`` with the whole trace; ``with_support`` adds the facts each outcome rests on."""
    env = program.environment(case)
    findings = run(program, env)
    outcomes = {}
    for name in program.vocabulary.issues:
        finding = findings[name]
        if finding.status == "not_raised":
            continue
        outcomes[name] = trace(program, case, finding, env, with_support=with_support)
    return Decision(edition, case.hash, format_span(case.as_of), outcomes)


def trace(program: Program, case: Case, finding: Finding, env: Env, *, with_support: bool = True) -> Outcome:
    """The outcome of one finding with its trace; ``env`` is the environment after the run."""
    compiled = finding.compiled
    ids = [family.id for family in compiled.families]
    issue = compiled.issue.id
    support = Support((), ())
    if with_support and finding.status in ("decided", "conflict", "gap"):
        support = support_of(program, case, issue)
    return Outcome(
        issue=issue,
        status=finding.status,
        value=finding.value,
        by=tuple(ids[index] for index in finding.by),
        defeated=tuple(
            Defeated(ids[d.loser], tuple(ids[index] for index in d.winners), d.would, d.why) for d in finding.defeats
        ),
        inapplicable=_inapplicable(program, finding, env),
        not_in_force=tuple(
            NotInForce(family.id, version.rule.version, version.value(env))
            for family in compiled.families
            for version in family.versions
            if version.in_force is not None and version.in_force(env) is False and version.holds(env)
        ),
        uses=_uses(finding),
        rests_on=support.rests_on,
        assumed=support.assumed,
        pending=tuple(ids[index] for index in finding.pending),
    )


def _inapplicable(program: Program, finding: Finding, env: Env) -> tuple[Inapplicable, ...]:
    found = []
    for family in finding.compiled.families:
        for version in family.versions:
            if version.in_force is not None and version.in_force(env) is False:
                continue
            if version.holds(env) is False:
                failed = tuple(
                    text
                    for test, text in zip(program.conditions(version.rule), version.rule.when_text, strict=True)
                    if test(env) is False
                )
                found.append(Inapplicable(family.id, failed))
    return tuple(found)


def _uses(finding: Finding) -> tuple[str, ...]:
    nodes: list[ir.Node] = []
    for index in finding.by:
        for version in finding.compiled.families[index].versions:
            nodes.extend(rule_nodes(version.rule, finding.compiled.issue.id))
    return tuple(sorted(ir.reads(*nodes).issues))
