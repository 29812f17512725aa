"""How things stand in a decided case: each atom of a condition as a sentence with the case's own values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.engine import ir
from cases.engine.case import Case
from cases.engine.decide import Finding, run
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Env, compile_term
from cases.engine.families import Version
from cases.engine.program import CompiledIssue, Program
from cases.engine.values import ABSENT, Span, as_datetime
from cases.engine.verbalise.conditions import event_label
from cases.engine.verbalise.values import STATUS_WORDS, say_fact, say_issue, say_span, spaced
from cases.engine.vocabulary import Issue, Vocabulary


@dataclass(frozen=True)
class Scene:
    """A case after the run: what every wording reads. ``env`` holds all values, ``findings`` every issue's."""

    program: Program
    case: Case
    env: Env
    findings: Mapping[str, Finding]
    year: int

    @property
    def words(self) -> Vocabulary:
        """The vocabulary."""
        return self.program.vocabulary

    def test(self, node: ir.Bool) -> bool | None:
        """Whether a condition holds here, None when open."""
        return compile_test(node, self.program.layout)(self.env)

    def value(self, node: ir.Term) -> Any:
        """What a term comes to here: a number, a Span, ABSENT or None (open)."""
        return compile_term(node, self.program.layout)(self.env)

    def fact(self, name: str) -> Any:
        """The value of a fact, stated or by silence."""
        return self.env[self.program.layout.facts[name]]

    def event(self, name: str) -> Any:
        """The Span of an event, ABSENT or None (open)."""
        return self.env[self.program.layout.event(name)]

    def is_stated(self, name: str) -> bool:
        """Whether the case speaks of the fact (or, with ``@``, of the event)."""
        if name.startswith("@"):
            return name[1:] in self.case.events
        return name in self.case.facts or name in self.case.projected

    # -- sentences --------------------------------------------------------------------------------

    def say_span(self, span: Span) -> str:
        """An instant in words."""
        return say_span(span, self.year, self.words.events)

    def say_fact(self, name: str) -> str:
        """The fact as it is, a sentence."""
        return say_fact(self.words.facts[name], self.fact(name))

    def say_event(self, event: str) -> str:
        """``签收在 8 月 16 日 17:05``, ``没有签收``."""
        at, label = self.event(event), event_label(self.words, event)
        if at is ABSENT:
            return f"没有{label}"
        if at is None:
            return f"{label}的时间不明"
        if at.base and at.lo == 0:
            return f"已有{label}" if at.base == event else f"{label}与{event_label(self.words, at.base)}同时"
        return f"{label}在{spaced(self.say_span(at))}"

    def say_name(self, name: str) -> str:
        """A fact or ``@event`` as the decision's lists name them."""
        return self.say_event(name[1:]) if name.startswith("@") else self.say_fact(name)

    def say_outcome(self, issue: Issue, value: Any) -> str:
        """An issue with this value, a sentence."""
        return say_issue(issue, value, self.year, self.words.events)

    def say_finding(self, name: str) -> str:
        """An issue as it came out, a sentence."""
        issue, finding = self.words.issues[name], self.findings[name]
        if finding.status == "decided":
            return self.say_outcome(issue, finding.value)
        if finding.status == "not_raised":
            return f"没有“{issue.label}”之争"
        return f"“{issue.label}”{STATUS_WORDS[finding.status]}"

    def say_order(self, first: str, second: str) -> str:
        """Which of two events came first, with their times where they are known."""
        a, b = self.event(first), self.event(second)
        for name, at in ((first, a), (second, b)):
            if at is ABSENT:
                return f"没有{event_label(self.words, name)}"
        word = {True: "早于", False: "不早于", None: "与"}[self.test(ir.Before(first, second))]
        tail = "的先后不明" if word == "与" else ""
        return f"{self._with_time(first, a)}{word}{self._with_time(second, b)}{tail}"

    def _with_time(self, event: str, at: Any) -> str:
        label = event_label(self.words, event)
        plain = not isinstance(at, Span) or (at.base == event and at.lo == 0)
        return label if plain else f"{label}（{self.say_span(at)}）"

    def versions_at_work(self, finding: Finding, index: int) -> list[Version]:
        """The versions of a deciding or defeated rule that are, or may be, in force and apply."""
        return [
            version for version in finding.compiled.families[index].versions if version.applies(self.env) is not False
        ]


def scene_of(program: Program, case: Case, only: tuple[CompiledIssue, ...] | None = None) -> Scene:
    """Run ``case`` and keep everything that wordings need."""
    env = program.environment(case)
    findings = run(program, env, only)
    return Scene(program, case, env, findings, as_datetime(case.as_of.lo).year)


def reasons(node: ir.Bool, scene: Scene, *, want: bool) -> list[ir.Bool]:
    """The atoms that make ``node`` true (or, with ``want`` False, false), as few as show it; stated ones first."""
    match node:
        case ir.Not(item):
            return reasons(item, scene, want=not want)
        case ir.And(items) | ir.Or(items):
            agreeing = [item for item in items if scene.test(item) is want]
            if isinstance(node, ir.And) is want:
                return [atom for item in agreeing for atom in reasons(item, scene, want=want)]
            choices = [reasons(item, scene, want=want) for item in agreeing]
            return min(choices, key=lambda atoms: _remoteness(atoms, scene), default=[])
        case ir.Const():
            return []
        case _:
            return [node]


def _remoteness(atoms: list[ir.Bool], scene: Scene) -> tuple[int, int]:
    """Few and stated atoms convince best."""
    found = ir.reads(*atoms)
    names = [*found.facts, *(f"@{name}" for name in found.events)]
    return sum(not scene.is_stated(name) for name in names), len(atoms)
