"""What a decision means for a talk: which promises are owed, which are too much, who pays, until when. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from certification.drills.domain.times import named_minute
from certification.drills.script.patterns import ActPattern

#: A promise of `data/promises.yaml` that holds whatever the outcome is.
ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Promise:
    """What an outcome of an issue means, as `data/promises.yaml` says it; `outcomes` empty: any."""

    issue: str
    outcomes: tuple[str, ...]
    says: str
    owed: tuple[tuple[str, ...], ...] = ()
    over: tuple[ActPattern, ...] = ()
    payer: tuple[ActPattern, ...] = ()
    deadline: tuple[ActPattern, ...] = ()
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One issue's outcome: `value` as text (yes and no for truth), `number` fen or minutes where it has one."""

    issue: str
    value: str
    rules: tuple[str, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be promised: one of `acts`, of at least `amount` fen where it is a sum."""

    acts: tuple[str, ...]
    issue: str
    says: str
    rules: tuple[str, ...]
    amount: int | None = None

    @property
    def id(self) -> str:
        """Return what reasons call it: its first act."""
        return self.acts[0]

    def is_met_by(self, name: str, args: Mapping[str, Any]) -> bool:
        """Say whether an act fulfils it; a sum must be named and be enough."""
        if name not in self.acts:
            return False
        amount = args.get("amount")
        return self.amount is None or (isinstance(amount, int) and amount >= self.amount)


class LimitKind(StrEnum):
    """How an act can break what the rules say."""

    OVER = "over"
    PAYER = "payer"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Limit:
    """What must not be promised; `until`: the minute that a named time must not pass; `at`: that of the talk."""

    kind: LimitKind
    pattern: ActPattern
    issue: str
    says: str
    rules: tuple[str, ...]
    until: int | None = None
    at: int = 0

    def is_broken_by(self, name: str, args: Mapping[str, Any]) -> bool:
        """Say whether an act breaks it; a time that was not understood breaks nothing."""
        if not self.pattern.matches(name, args):
            return False
        if self.until is None:
            return True
        named = named_minute(args.get("deadline"), self.at)
        return named is not None and named > self.until

    def is_kept_by(self, name: str, args: Mapping[str, Any]) -> bool:
        """Say whether an act names a time that is early enough."""
        named = named_minute(args.get("deadline"), self.at)
        return named is not None and self.pattern.matches(name, args) and not self.is_broken_by(name, args)


@dataclass(frozen=True, slots=True)
class Owed:
    """All of it; `trouble` are issues in dispute that the rules do not settle, which block a script."""

    duties: tuple[Duty, ...] = ()
    limits: tuple[Limit, ...] = ()
    trouble: tuple[tuple[str, str], ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def acts(self) -> frozenset[str]:
        """Return the acts that are owed."""
        return frozenset(act for duty in self.duties for act in duty.acts)


def owed_of(
    issues: Sequence[str], settled: Mapping[str, Outcome], trouble: Mapping[str, str], promises: Iterable[Promise],
    *, as_of: int,
) -> Owed:  # fmt: skip
    """Return what a decision means for a talk. An act that is owed is never too much: a duty beats a limit.

    Promises are owed and limited in the issues in dispute; the deadlines of the whole decision bind besides, as far as
    they had not passed when the talk began: nothing that is said can still be in time for those.

    Args:
        issues: those in dispute, in the script's order.
        settled: outcomes of the decided issues, whether in dispute or not.
        trouble: issue → status (`conflict`, `gap`, `undetermined`, `not_raised`) of those that are not.
        promises: what outcomes mean.
        as_of: the moment of the talk, in minutes of the engine's clock.
    """
    known = list(promises)
    duties: list[Duty] = []
    limits: list[Limit] = []
    for issue in issues:
        outcome = settled.get(issue)
        for promise in known:
            if outcome is None or promise.issue != issue or not speaks(promise, settled):
                continue
            duties += [_duty(promise, acts, outcome) for acts in promise.owed if _is_due(promise, outcome)]
            limits += _limits(promise, outcome)
    limits += [one for promise in known if speaks(promise, settled) for one in _deadlines(promise, settled, as_of)]
    owed = {act for duty in duties for act in duty.acts}
    return Owed(
        duties=_merged(duties),
        limits=tuple(one for one in limits if one.pattern.name not in owed),
        trouble=tuple((issue, trouble[issue]) for issue in issues if issue in trouble),
        outcomes={issue: settled[issue] for issue in issues if issue in settled},
    )


def speaks(promise: Promise, outcomes: Mapping[str, Outcome]) -> bool:
    """Say whether a promise speaks of these outcomes."""
    outcome = outcomes.get(promise.issue)
    return outcome is not None and (not promise.outcomes or outcome.value in promise.outcomes)


def _is_due(promise: Promise, outcome: Outcome) -> bool:
    """Say whether there is something to give: a sum of nothing is no duty."""
    return not promise.amount or bool(outcome.number)


def _duty(promise: Promise, acts: tuple[str, ...], outcome: Outcome) -> Duty:
    return Duty(acts, promise.issue, promise.says, outcome.rules, outcome.number if promise.amount else None)


def _merged(duties: list[Duty]) -> tuple[Duty, ...]:
    """Return duties without those that another one asks for as well."""
    kept: dict[tuple[tuple[str, ...], int | None], Duty] = {}
    for one in duties:
        kept.setdefault((one.acts, one.amount), one)
    return tuple(kept.values())


def _limits(promise: Promise, outcome: Outcome) -> list[Limit]:
    told = (promise.issue, promise.says, outcome.rules)
    return [
        *(Limit(LimitKind.OVER, one, *told) for one in promise.over),
        *(Limit(LimitKind.PAYER, one, *told) for one in promise.payer),
    ]


def _deadlines(promise: Promise, settled: Mapping[str, Outcome], as_of: int) -> list[Limit]:
    outcome = settled[promise.issue]
    if outcome.number is None or outcome.number < as_of:
        return []
    told = (promise.issue, promise.says, outcome.rules)
    return [Limit(LimitKind.DEADLINE, one, *told, outcome.number, as_of) for one in promise.deadline]
