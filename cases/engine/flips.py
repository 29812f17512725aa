"""One-step changes that alter an outcome: each fact's other values, each event moved just across each limit. Pure.

Every flip is found by running the changed case, so it really flips. Whatever integrity constraints force along with a
change is part of the flip; a change that no repair makes possible is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cases.engine.boundaries import event_shifts, fact_numbers
from cases.engine.case import Case, parse_value
from cases.engine.decide import Finding
from cases.engine.evaluate_terms import Env
from cases.engine.forgetting import same_outcome
from cases.engine.impossible import breaks, broken_constraints
from cases.engine.overlay import event_text, fact_text
from cases.engine.program import CompiledIssue, Program
from cases.engine.rerun import Decided
from cases.engine.support import cone_of
from cases.engine.timeline import anchor_of
from cases.engine.values import ABSENT, MINUTES_PER_DAY, Span, surely_later
from cases.engine.vocabulary import Stating, ValueType

_REPAIR_ROUNDS: Final = 3
_NEAR_MINUTES: Final = MINUTES_PER_DAY
_FAR_MINUTES: Final = 7 * MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Flip:
    """A change and what it does.

    ``name`` is the fact or ``@event`` changed, ``value`` its new value (ABSENT: the event did not happen), ``shift``
    the minutes an event moves. ``forced`` are further changes that constraints force along; ``kept`` are events that
    the raw case places relative to the one that moves, held where they are. ``issue`` is the first of
    the asked issues that comes out otherwise: ``before`` → ``after`` (None unless decided), by ``rules``. ``text`` is
    set where the new time keeps its distance from an event that is known to the day only.
    """

    name: str
    old: Any
    value: Any
    issue: str
    before_status: str
    before: Any
    after_status: str
    after: Any
    rules: tuple[str, ...]
    shift: int
    forced: Mapping[str, Any]
    kept: Mapping[str, Any]
    altered: tuple[str, ...]
    weight: int
    text: str

    def overlay(self, program: Program) -> dict[str, dict[str, str]]:
        """The change as an overlay of texts over the raw case."""
        facts, events = {}, {}
        for name, value in {**self.kept, self.name: self.value, **self.forced}.items():
            if name.startswith("@"):
                events[name[1:]] = self.text if self.text and name == self.name else event_text(value)
            else:
                facts[name] = fact_text(program.vocabulary.facts[name], value)
        return {key: part for key, part in (("facts", facts), ("events", events)) if part}


def find_flips(program: Program, case: Case, issues: Sequence[str]) -> tuple[Flip, ...]:
    """All one-step changes of ``case`` that alter one of ``issues``, those that teach most first."""
    return _FlipSearch(program, case, issues).search()


class _FlipSearch:
    def __init__(self, program: Program, case: Case, issues: Sequence[str]) -> None:
        self.program, self.case, self.targets = program, case, tuple(issues)
        cones = [cone_of(program, issue) for issue in self.targets]
        wanted = {compiled.issue.id for cone in cones for compiled in cone.issues}
        self.issues: tuple[CompiledIssue, ...] = tuple(c for c in program.issues if c.issue.id in wanted)
        self.facts = [name for name in program.vocabulary.facts if any(name in cone.facts for cone in cones)]
        self.events = [name for name in program.vocabulary.events if any(name in cone.events for cone in cones)]
        self.blank = program.environment(case)
        self.decided = Decided(program, self.blank.copy(), self.issues, brief=True)
        self.is_possible = not broken_constraints(program, self.blank)
        self.base_env, self.base = self.decided.env, self.decided.findings

    def search(self) -> tuple[Flip, ...]:
        best: dict[tuple[str, str, str], Flip] = {}
        for flip in [*self._fact_flips(), *self._event_flips()]:
            key = (flip.name, flip.issue, f"{flip.after_status}{flip.after}{flip.rules}")
            if key not in best or flip.weight > best[key].weight:
                best[key] = flip
        ranked = sorted(best.values(), key=lambda flip: (-flip.weight, abs(flip.shift), flip.name, str(flip.value)))
        return tuple(_one_of_each_first(ranked))

    # -- candidates -------------------------------------------------------------------------------

    def _fact_flips(self) -> Iterator[Flip]:
        for name in self.facts:
            old = self.blank[self.program.layout.facts[name]]
            for value in self._other_values(name, old):
                flip = self._try(name, old, value)
                if flip is not None:
                    yield flip

    def _other_values(self, name: str, old: Any) -> Iterable[Any]:
        fact = self.program.vocabulary.facts[name]
        match fact.type:
            case ValueType.BOOL:
                texts = ["yes", "no", *(["unproven"] if fact.burden else [])]
                return [value for value in (parse_value(fact, text) for text in texts) if value != old]
            case ValueType.ENUM:
                return [value for value in fact.values if value != old]
            case _:
                if not isinstance(old, int):
                    return []
                numbers = fact_numbers(self.program, self.issues, self.base_env, name, old)
                low, high = fact.low or 0, fact.high if fact.high is not None else 10**12
                return [number for number in numbers if low <= number <= high]

    def _event_flips(self) -> Iterator[Flip]:
        for name in self.events:
            old = self.blank[self.program.layout.events[name]]
            if not isinstance(old, Span):
                continue
            anchors_others = old.base == name and bool(self._placed_after(f"@{name}"))
            gone = None if anchors_others else self._try(f"@{name}", old, ABSENT)
            if gone is not None:
                yield gone
            if old.base != name:
                yield from self._moves(name, old)

    def _moves(self, name: str, old: Span) -> Iterator[Flip]:
        """The smallest move in each direction that alters an outcome."""
        step = MINUTES_PER_DAY if old.is_day else 1
        shifts = event_shifts(self.program, self.issues, self.base_env, step)
        for direction in (1, -1):
            last = 0
            for distance in sorted({abs(shift) for shift in shifts if shift * direction > 0}):
                if self._move(name, old, direction * distance) is not None:
                    least = self._bisect(name, old, direction, last // step, distance // step, step)
                    flip = self._move(name, old, direction * least * step)
                    if flip is not None:
                        yield flip
                    break
                last = distance

    def _bisect(self, name: str, old: Span, direction: int, same: int, other: int, step: int) -> int:
        while other - same > 1:
            middle = (same + other) // 2
            if self._move(name, old, direction * middle * step) is None:
                same = middle
            else:
                other = middle
        return other

    def _move(self, name: str, old: Span, shift: int) -> Flip | None:
        root = old.root if old.root != name else ""
        return self._try(f"@{name}", old, Span(old.lo + shift, old.hi + shift, old.base, root), shift)

    # -- trying -----------------------------------------------------------------------------------

    def _slot(self, name: str) -> int:
        layout = self.program.layout
        return layout.events[name[1:]] if name.startswith("@") else layout.facts[name]

    def _try(self, name: str, old: Any, value: Any, shift: int = 0) -> Flip | None:
        env = self.blank.copy()
        kept = self._placed_after(name)
        changes = {self._slot(other): at for other, at in {**kept, name: value}.items()}
        for slot, at in changes.items():
            env[slot] = at
        forced = self._repair(env, name, changes)
        if forced is None or not self._order_holds(env):
            return None
        changes.update((self._slot(other), at) for other, at in forced.items())
        findings = self.decided.after(changes).findings
        altered = tuple(issue for issue in self.targets if not same_outcome(self.base[issue], findings[issue]))
        if not altered:
            return None
        before, after = self.base[altered[0]], findings[altered[0]]
        return Flip(
            name=name,
            old=old,
            value=value,
            issue=altered[0],
            before_status=before.status,
            before=before.value,
            after_status=after.status,
            after=after.value,
            rules=after.rules,
            shift=shift,
            forced=forced,
            kept=kept,
            altered=altered,
            weight=self._weight(name, value, shift, before, after, forced=bool(forced)),
            text=self._distance(value),
        )

    def _distance(self, value: Any) -> str:
        """``signed + 25h`` for a time whose distance from an event known to the day is exact."""
        if not isinstance(value, Span) or not value.root:
            return ""
        anchor = self.case.events[value.root]
        assert isinstance(anchor, Span)
        return f"{value.root} {'+' if value.lo >= anchor.lo else '-'} {abs(value.lo - anchor.lo)}min"

    def _placed_after(self, name: str) -> dict[str, Any]:
        """The events whose raw text counts from ``name``, with where they are now."""
        texts = self.case.raw.get("events") or {}
        if not name.startswith("@") or not isinstance(texts, Mapping):
            return {}
        placed = {
            f"@{other}": self.case.events[other]
            for other, text in texts.items()
            if anchor_of(str(text)) == name[1:] and other in self.case.events
        }
        return {other: at.plain() if isinstance(at, Span) else at for other, at in placed.items()}

    def _repair(self, env: Env, name: str, changed: Iterable[int]) -> dict[str, Any] | None:
        """Apply what broken constraints force along, never undoing the change itself; None when that is not enough."""
        forced: dict[str, Any] = {}
        if self.is_possible and not breaks(self.program, env, changed):
            return forced
        for _ in range(_REPAIR_ROUNDS):
            broken = [constraint for constraint, test in self.program.constraints if test(env) is False]
            if not broken:
                return forced
            for constraint in broken:
                for repair in constraint.repair:
                    target = repair.target if repair.value is not None else f"@{repair.target}"
                    if target == name:
                        continue
                    value: Any = ABSENT
                    if repair.value is not None:
                        value = parse_value(self.program.vocabulary.facts[repair.target], repair.value)
                    forced[target] = env[self._slot(target)] = value
        return forced if all(test(env) is not False for _, test in self.program.constraints) else None

    def _order_holds(self, env: Env) -> bool:
        for first, second in self.case.order:
            a, b = env[self._slot(f"@{first}")], env[self._slot(f"@{second}")]
            if isinstance(a, Span) and isinstance(b, Span) and surely_later(a, b):
                return False
        return True

    def _weight(self, name: str, value: Any, shift: int, before: Finding, after: Finding, *, forced: bool) -> int:
        """What teaches most: stated facts and near limits, exceptions to the rule that decided, clear outcomes."""
        stated = name[1:] in self.case.events if name.startswith("@") else name in self.case.facts
        fact = self.program.vocabulary.facts.get(name)
        weight = 3 * stated - forced
        if shift:
            weight += 3 if abs(shift) <= _NEAR_MINUTES else 1 if abs(shift) <= _FAR_MINUTES else 0
        if fact is not None and fact.stating is Stating.MUST:
            weight += 1
        if after.status == "decided":
            weight += 2
        if value is ABSENT:
            weight -= 3
        overrides = self.program.overrides
        if any(b in overrides[a] or a in overrides[b] for a in after.rules for b in before.rules):
            weight += 2
        return weight


def _one_of_each_first(ranked: Sequence[Flip]) -> list[Flip]:
    """The best change of each fact or event first: five values of one fact teach less than five facts."""
    firsts: dict[str, Flip] = {}
    for flip in ranked:
        firsts.setdefault(flip.name, flip)
    return [*firsts.values(), *(flip for flip in ranked if firsts[flip.name] is not flip)]
