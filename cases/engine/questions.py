"""Questions as values: options bound to propositions, what was judged of them, and the derived key. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cases.engine import ir
from cases.engine.case import Case
from cases.engine.decide import Finding
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Env, Layout, Test
from cases.engine.program import Program
from cases.engine.rerun import Decided

TYPES: Final = ("single", "multiple", "truefalse")


@dataclass(frozen=True, slots=True)
class QuestionOption:
    """``claim`` is a proposition, ``overlay`` changes the case for this option alone, ``right`` is for cited ones."""

    text: str
    claim: str | None = None
    overlay: Mapping[str, Any] | None = None
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """The clause a definition or recall question is pinned to."""

    rule: str
    clause: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a key is derived from. ``type`` is one of TYPES.

    A true/false question has the options 正确, with the claim, and 错误, without one: it denies the first.
    """

    type: str
    case: Mapping[str, Any]
    options: tuple[QuestionOption, ...]
    ask: str = "correct"
    cited: Cited | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question cannot be published; ``code`` is stable, ``message`` says what and where."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An unstated fact that a fair stem has to mention: stating it as ``value`` changes which options are true."""

    fact: str
    value: str
    truths: tuple[bool | None, ...]


@dataclass(frozen=True)
class Judged:
    """One option judged: the case it speaks of, the program and the run, its proposition, and whether that is true.

    ``decided`` is the run from which what-ifs start; options that speak of the same case share it. ``own_case`` says
    that the option changes the question's case.
    """

    case: Case
    program: Program
    env: Env
    findings: Mapping[str, Finding]
    claim: ir.Bool
    truth: bool | None
    decided: Decided | None = None
    own_case: bool = False

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues of the proposition, in its order."""
        return claim_issues(self.claim)


@dataclass(frozen=True, slots=True)
class Derivation:
    """The key of one question under one edition, with everything that a reader of the key may ask."""

    edition: str
    key: tuple[int, ...] = ()
    truths: tuple[bool | None, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules: tuple[str, ...] = ()
    topic: str = ""
    difficulty: int = 1
    sensitivity: tuple[Ambiguity, ...] = ()
    decisions: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The derivation as JSON values."""
        return {
            "edition": self.edition,
            "key": list(self.key),
            "truths": list(self.truths),
            "problems": [{"code": problem.code, "message": problem.message} for problem in self.problems],
            "rules": list(self.rules),
            "topic": self.topic,
            "difficulty": self.difficulty,
            "sensitivity": [{"fact": a.fact, "value": a.value, "truths": list(a.truths)} for a in self.sensitivity],
            "decisions": list(self.decisions),
        }


def compile_claim(claim: ir.Bool, layout: Layout) -> Test:
    """Compile a proposition: it is about the decision as it stands, so every status in it is known."""
    return compile_test(_about_now(claim), layout)


def _about_now(node: ir.Bool) -> ir.Bool:
    """In rules what is undetermined may yet get any status; a proposition says that it has none of the others."""
    match node:
        case ir.And(items):
            return ir.And(tuple(map(_about_now, items)))
        case ir.Or(items):
            return ir.Or(tuple(map(_about_now, items)))
        case ir.Not(item):
            return ir.Not(_about_now(item))
        case ir.StatusIs(issue, status) if status != "undetermined":
            return ir.And((node, ir.Not(ir.StatusIs(issue, "undetermined"))))
        case _:
            return node


def claim_issues(claim: ir.Bool) -> tuple[str, ...]:
    """The issues that a proposition reads, in the order of its text."""
    found: dict[str, None] = {}
    for part in ir.walk(claim):
        if isinstance(part, ir.IssueIs | ir.StatusIs | ir.IssueNum):
            found[part.issue] = None
    return tuple(found)
