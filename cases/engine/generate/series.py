"""Several values of one fact or event around a limit, each with what it decides: for questions that compare. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases.engine.case import parse_value
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.evaluate_terms import Env, Test
from cases.engine.explain.flips import topic_facts
from cases.engine.generate.situations import Situation, judge
from cases.engine.impossible import broken_constraints
from cases.engine.language import parse_condition
from cases.engine.overlay import event_text, fact_text, lay_over
from cases.engine.program import CompiledIssue
from cases.engine.questions import compile_claim
from cases.engine.support import cone_of
from cases.engine.values import MINUTES_PER_DAY, MINUTES_PER_HOUR, Span
from cases.engine.vocabulary import ValueType

_MINUTE_STEPS: Final = (0, -1, 1, -MINUTES_PER_HOUR, MINUTES_PER_HOUR, -MINUTES_PER_DAY, MINUTES_PER_DAY)
_DAY_STEPS: Final = (0, -1, 1, -2, 2, -3, 3)
_NUMBER_STEPS: Final = (0, -1, 1, -2, 2, -5, 5)
_FEN_STEPS: Final = (0, -1, 1, -100, 100, -1000, 1000)


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a fact or ``@event``: as an overlay over the case, as raw text, and whether the outcome holds.

    ``at`` is where an event then lies.
    """

    name: str
    overlay: Mapping[str, Mapping[str, str]]
    text: str
    at: Span | None
    holds: bool


def series(one: Situation, edition: Edition) -> tuple[Step, ...]:
    """The values of ``one.changed`` around where it stands, in order; () where it is no number and no dated event."""
    claim = compile_claim(parse_condition(one.claim, edition.vocabulary), one.program.layout)
    steps: list[tuple[int, Step]] = []
    for rank, overlay, text, at in _values(one):
        judged = judge(lay_over(one.raw, overlay), edition)
        truth = claim(judged.env) if judged is not None else None
        if truth is not None:
            steps.append((rank, Step(one.changed, overlay, text, at, truth)))
    return tuple(step for _rank, step in sorted(steps, key=lambda pair: pair[0]))


def contrasts(one: Situation, edition: Edition) -> tuple[Step, ...]:
    """Every single fact said otherwise, and whether the outcome then holds: what matters and what only seems to.

    Facts that a great part of the rules read, and sums and numbers, are left out.
    """
    claim = compile_claim(parse_condition(one.claim, edition.vocabulary), one.program.layout)
    cone = cone_of(one.program, one.issue)
    topics = topic_facts(one.program)
    found = []
    for name in cone.facts:
        fact = edition.vocabulary.facts[name]
        if name in topics or fact.type not in (ValueType.BOOL, ValueType.ENUM):
            continue
        now = one.env[one.program.layout.facts[name]]
        for text in ("yes", "no") if fact.type is ValueType.BOOL else fact.values:
            if parse_value(fact, text) not in (now, fact.silence):
                env = one.program.environment(one.case)
                env[one.program.layout.facts[name]] = parse_value(fact, text)
                truth = None if broken_constraints(one.program, env) else _truth(one, env, claim, cone.issues)
                if truth is not None:
                    found.append(Step(name, {"facts": {name: text}}, text, None, truth))
    return tuple(found)


def _truth(one: Situation, env: Env, claim: Test, issues: Sequence[CompiledIssue]) -> bool | None:
    run(one.program, env, issues)
    return claim(env)


def _values(one: Situation) -> Iterator[tuple[int, Mapping[str, Mapping[str, str]], str, Span | None]]:
    if one.changed.startswith("@"):
        name = one.changed[1:]
        old = one.case.events.get(name)
        if isinstance(old, Span) and not old.base and (old.is_day or old.lo == old.hi):
            for step in _DAY_STEPS if old.is_day else _MINUTE_STEPS:
                gap = step * MINUTES_PER_DAY if old.is_day else step
                at = Span(old.lo + gap, old.hi + gap)
                yield at.lo, {"events": {name: event_text(at)}}, event_text(at), at
        return
    fact = _changed_fact(one)
    now: Any = one.case.facts.get(one.changed)
    if isinstance(now, int) and not isinstance(now, bool):
        for step in _FEN_STEPS if fact.type == "money" else _NUMBER_STEPS:
            number = now + step
            if number > 0 and (fact.high is None or number <= fact.high):
                text = fact_text(fact, number)
                yield number, {"facts": {fact.id: text}}, text, None


def _changed_fact(one: Situation) -> Any:
    """The fact in which the situation differs from the typical one."""
    return one.program.vocabulary.facts[one.changed]
