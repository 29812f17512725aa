"""Witnesses: a model of the solver as a case, confirmed by the evaluator, shrunk to what matters, told in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import z3

from cases.engine.case import Case, Stack
from cases.engine.decide import Finding, run
from cases.engine.evaluate_terms import Env
from cases.engine.impossible import broken_constraints, uncounted_dates
from cases.engine.overlay import fact_text
from cases.engine.program import CompiledIssue, Program
from cases.engine.values import ABSENT, MINUTES_PER_DAY, Span, format_minute, parse_instant
from cases.engine.verbalise.scene import scene_of
from cases.prover.symbols import Symbols, range_of

#: What the evaluator has to say of a case for the finding to be so.
Confirm = Callable[[Env, Mapping[str, Finding]], bool]

_NOON: Final = parse_instant("2026-06-01 12:00")
_TEN_O_CLOCK: Final = 600


@dataclass(frozen=True)
class Scenario:
    """A complete case: values of the facts that are not silent, minutes of the events that happened."""

    stack: Stack
    as_of: int
    facts: Mapping[str, Any]
    events: Mapping[str, int]

    def case(self) -> Case:
        """The same as the evaluator reads it."""
        events = {name: Span(minute, minute) for name, minute in self.events.items()}
        return Case(self.stack, Span(self.as_of, self.as_of), self.facts, {}, events)

    def raw(self, program: Program) -> dict[str, Any]:
        """The same as texts, for :func:`cases.engine.case.parse_case`."""
        words = program.vocabulary
        return {
            "stack": {k: v for k, v in (("platform", self.stack.platform), ("shop", self.stack.shop)) if v},
            "as_of": format_minute(self.as_of),
            "facts": {n: fact_text(words.facts[n], self.facts[n]) for n in words.facts if n in self.facts},
            "events": {n: format_minute(self.events[n]) for n in words.events if n in self.events},
        }


def scenario_of(model: Any, symbols: Symbols, program: Program, names: set[str]) -> Scenario:
    """Read a model of the facts and ``@events`` in ``names``."""
    facts: dict[str, Any] = {}
    for name in sorted(name for name in names if not name.startswith("@")):
        value = _fact_value(model, symbols, name)
        if value is not program.vocabulary.facts[name].silence and value != program.vocabulary.facts[name].silence:
            facts[name] = value
    events = {}
    for name in sorted(name[1:] for name in names if name.startswith("@")):
        happened, day, minute = symbols.events[name]
        if name == "now" or _true(model, happened):
            events[name] = _number(model, day) * MINUTES_PER_DAY + _number(model, minute)
    as_of = events.pop("now", None)
    assert _NOON is not None
    return Scenario(program.stack, _NOON.lo if as_of is None else as_of, facts, events)


def _fact_value(model: Any, symbols: Symbols, name: str) -> Any:
    values = symbols.values(name)
    if not values:
        return _number(model, symbols.number(name))
    return next(value for value, formula in values.items() if _true(model, formula))


def _true(model: Any, formula: Any) -> bool:
    return z3.is_true(model.eval(formula, model_completion=True))


def _number(model: Any, term: Any) -> int:
    found: int = model.eval(term, model_completion=True).as_long()
    return found


class Shrinker:
    """Makes a scenario smaller as long as the evaluator confirms the finding in it."""

    def __init__(self, program: Program, issues: Sequence[CompiledIssue], confirm: Confirm) -> None:
        self.program, self.issues, self.confirm = program, issues, confirm

    def holds(self, scenario: Scenario) -> bool:
        """Whether the scenario could have happened and shows the finding."""
        case = scenario.case()
        env = self.program.environment(case)
        if broken_constraints(self.program, env) or uncounted_dates(self.program, case):
            return False
        return self.confirm(env, run(self.program, env, self.issues))

    def shrink(self, scenario: Scenario) -> Scenario:
        """Silence facts, forget events, then make numbers and times plain; always the same way."""
        for _ in range(2):
            scenario = self._forget(scenario, "facts", sorted(scenario.facts))
            scenario = self._forget(scenario, "events", sorted(scenario.events))
        for name in sorted(scenario.facts):
            scenario = self._plain_number(scenario, name)
        return self._plain_times(scenario)

    def _forget(self, scenario: Scenario, part: str, names: Sequence[str]) -> Scenario:
        """Leave out as many of ``names`` as possible, whole halves first."""
        if not names:
            return scenario
        here: Mapping[str, Any] = getattr(scenario, part)
        without = replace(scenario, **{part: {name: v for name, v in here.items() if name not in names}})
        if self.holds(without):
            return without
        if len(names) == 1:
            return scenario
        middle = len(names) // 2
        return self._forget(self._forget(scenario, part, names[:middle]), part, names[middle:])

    def _try(self, scenario: Scenario, tries: Sequence[Scenario]) -> Scenario:
        return next((other for other in tries if other != scenario and self.holds(other)), scenario)

    def _plain_number(self, scenario: Scenario, name: str) -> Scenario:
        value = scenario.facts[name]
        if isinstance(value, bool) or not isinstance(value, int):
            return scenario
        low, high = range_of(self.program.vocabulary.facts[name])
        plain = [n for n in (1, 2, 10, 100, 1000, 10_000, 100_000) if low <= n <= min(high, value)]
        rounded = [value // step * step for step in (10_000, 1000, 100, 10)]
        numbers = [*plain, *(number for number in rounded if number >= max(low, 1))]
        return self._try(scenario, [replace(scenario, facts={**scenario.facts, name: n}) for n in numbers])

    def _plain_times(self, scenario: Scenario) -> Scenario:
        """One event a day at ten o'clock, in the order they have, if that still shows the finding."""
        assert _NOON is not None
        moments = sorted({*scenario.events.values(), scenario.as_of})
        spaced = {
            at: (_NOON.lo // MINUTES_PER_DAY + place) * MINUTES_PER_DAY + _TEN_O_CLOCK
            for place, at in enumerate(moments)
        }
        shift = _NOON.lo // MINUTES_PER_DAY * MINUTES_PER_DAY + _TEN_O_CLOCK - spaced[scenario.as_of]
        latest = _NOON.lo - scenario.as_of
        ways: list[Callable[[int], int]] = [
            lambda at: spaced[at] + shift,
            lambda at: spaced[at],
            lambda at: at + latest,
            lambda at: at // MINUTES_PER_DAY * MINUTES_PER_DAY + _TEN_O_CLOCK,
            lambda at: at // 60 * 60,
        ]
        tries = [_retimed(scenario, way) for way in ways]
        scenario = self._try(scenario, tries)
        return self._try(scenario, [replace(scenario, as_of=_NOON.lo)])


def _retimed(scenario: Scenario, way: Callable[[int], int]) -> Scenario:
    events = {name: way(at) for name, at in scenario.events.items()}
    return replace(scenario, as_of=way(scenario.as_of), events=events)


def tell(scenario: Scenario, program: Program, issues: Sequence[CompiledIssue]) -> tuple[str, ...]:
    """The scenario in Chinese, a line for each fact and event that is not silent."""
    scene = scene_of(program, scenario.case(), tuple(issues))
    facts = [scene.say_fact(name) for name in program.vocabulary.facts if name in scenario.facts]
    dated = sorted(scenario.events, key=lambda name: scenario.events[name])
    events = [scene.say_event(name) for name in dated if scene.event(name) is not ABSENT]
    return (*facts, *events) or ("没有任何特别的事实",)
