"""What people would wrongly make of a situation: by misreading, by an older version, by overlooking a rule. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cases.engine.edition import Edition
from cases.engine.explain.mistakes import mistaken_runs
from cases.engine.generate.claims import claim_text
from cases.engine.generate.situations import Situation, judge
from cases.engine.keys import deciding_rules
from cases.engine.language import parse_condition
from cases.engine.questions import Judged


@dataclass(frozen=True, slots=True)
class WrongOutcome:
    """An outcome that is not the right one, the proposition for it, and the mistake that leads to it."""

    value: Any
    claim: str
    because: str


def wrong_outcomes(one: Situation, *, older: Sequence[Edition] = ()) -> tuple[WrongOutcome, ...]:
    """Other outcomes that a mistaken person reaches, the likeliest first, each once."""
    issue = one.program.vocabulary.issues[one.issue]
    found: dict[Any, WrongOutcome] = {}
    for value, because in (*_mistaken(one), *_by_older(one, older)):
        if value != one.finding.value and value not in found:
            claim = claim_text(issue, value, one.case)
            if claim:
                found[value] = WrongOutcome(value, claim, because)
    return tuple(found.values())


def _mistaken(one: Situation) -> Iterator[tuple[Any, str]]:
    claim = parse_condition(one.claim, one.program.vocabulary)
    option = Judged(one.case, one.program, one.env, one.findings, claim, truth=True)
    for mistake, _env, findings in mistaken_runs(option, deciding_rules([option])):
        finding = findings[one.issue]
        if finding.status == "decided":
            yield finding.value, mistake.say


def _by_older(one: Situation, older: Sequence[Edition]) -> Iterator[tuple[Any, str]]:
    for edition in older:
        judged = judge(one.raw, edition)
        finding = judged.findings.get(one.issue) if judged is not None else None
        if finding is not None and finding.status == "decided":
            yield finding.value, f"按旧版规则库（{edition.label}）。"
