"""Cases about a rule: each judged as it stands, so that whoever words it knows what it decides and on what. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases.engine.case import Case, CaseError, parse_case
from cases.engine.decide import Finding, run
from cases.engine.edition import Edition
from cases.engine.evaluate_terms import Env
from cases.engine.forgetting import forget, same_outcome
from cases.engine.generate.claims import claim_text
from cases.engine.impossible import broken_constraints
from cases.engine.keys import ambiguities
from cases.engine.overlay import fact_text, lay_over
from cases.engine.program import Program, StackError
from cases.engine.questions import Question, QuestionOption

#: More facts than these that have to be added make a stem nobody wants to read.
_MOST_ADDED: Final = 6


@dataclass(frozen=True)
class Situation:
    """A case with one question in dispute that a rule is about.

    Attributes:
        raw: the case in raw form, complete: no unstated fact moves the outcome.
        case: the case as read.
        program: the rules of its stack.
        env: the environment after the run.
        findings: how every issue came out.
        issue: what is asked.
        kind: ``typical``, ``twin`` (beside a limit) or ``flip`` (one fact otherwise).
        changed: the fact or ``@event`` in which it differs from the typical case.
        matters: whether the outcome would differ without the rule.
    """

    raw: Mapping[str, Any]
    case: Case
    program: Program
    env: Env
    findings: Mapping[str, Finding]
    issue: str
    kind: str = "typical"
    changed: str = ""
    matters: bool = False

    @property
    def finding(self) -> Finding:
        """How the asked issue came out."""
        return self.findings[self.issue]

    @property
    def claim(self) -> str:
        """The proposition that is true here."""
        return claim_text(self.program.vocabulary.issues[self.issue], self.finding.value, self.case)


@dataclass(frozen=True)
class Judgement:
    """A readable, possible case after the run."""

    raw: Mapping[str, Any]
    case: Case
    program: Program
    env: Env
    findings: Mapping[str, Finding]


def judge(raw: Mapping[str, Any], edition: Edition) -> Judgement | None:
    """Run a raw case; None where it cannot be read or cannot be."""
    try:
        case = parse_case(raw, edition.vocabulary)
        program = edition.program(case.stack)
    except (CaseError, StackError):
        return None
    env = program.environment(case)
    if broken_constraints(program, env):
        return None
    return Judgement(raw, case, program, env, run(program, env))


def decided_issues(judged: Judgement, rule: str) -> Iterator[tuple[str, bool]]:
    """The issues that ``rule`` decides here or that hang on it, and whether they come out otherwise without it."""
    without = forget(judged.program, judged.env.copy(), judged.findings, rule, judged.program.issues)
    for name, finding in judged.findings.items():
        matters = name in without and not same_outcome(without[name], finding)
        if finding.status == "decided" and (matters or rule in finding.rules):
            yield name, matters


def situation(
    raw: Mapping[str, Any], issue: str, rule: str, edition: Edition, kind: str, changed: str = ""
) -> Situation | None:
    """The case as a situation about ``issue``, with whatever a fair stem has to add; None where that is no question."""
    judged = judge(raw, edition)
    if judged is None or judged.findings[issue].status != "decided":
        return None
    claim = claim_text(edition.vocabulary.issues[issue], judged.findings[issue].value, judged.case)
    whole = complete(raw, claim, edition) if claim else None
    judged = judge(whole, edition) if whole is not None else None
    if judged is None or whole is None:
        return None
    matters = dict(decided_issues(judged, rule)).get(issue, False)
    return Situation(whole, judged.case, judged.program, judged.env, judged.findings, issue, kind, changed, matters)


def complete(raw: Mapping[str, Any], claim: str, edition: Edition) -> Mapping[str, Any] | None:
    """The case with every fact said that would move the truth of ``claim``; None where that takes too many."""
    whole = dict(raw)
    for _ in range(_MOST_ADDED):
        options = (QuestionOption("", claim), QuestionOption(""))
        missing = ambiguities(Question("truefalse", whole, options), edition=edition)
        if not missing:
            return whole
        silent = {}
        for one in missing:
            fact = edition.vocabulary.facts[one.fact]
            if fact.silence is None:
                return None
            silent[one.fact] = fact_text(fact, fact.silence)
        whole = lay_over(whole, {"facts": silent})
        if len(whole["facts"]) - len(raw.get("facts") or {}) > _MOST_ADDED:
            return None
    return None


def shrink(raw: Mapping[str, Any], issue: str, rule: str, edition: Edition) -> Mapping[str, Any]:
    """The case without the facts that neither its outcome nor the part the rule plays in it needs."""
    best = judge(raw, edition)
    if best is None:
        return raw
    wanted = _shape(best, issue, rule)
    current = dict(raw)
    for part in ("facts", "events"):
        for name in list(current.get(part) or {}):
            smaller = {**current, part: {key: text for key, text in current[part].items() if key != name}}
            judged = judge(smaller, edition)
            if judged is not None and _shape(judged, issue, rule) == wanted:
                current = smaller
    return current


def _shape(judged: Judgement, issue: str, rule: str) -> Sequence[Any]:
    finding = judged.findings[issue]
    return finding.status, finding.value, finding.rules, dict(decided_issues(judged, rule)).get(issue)
