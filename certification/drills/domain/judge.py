"""What a talk was worth: duties, vetoes and criteria with turn and words, points, pass, and the bounds of it. Pure.

Hard and soft never mix: a veto makes it 0 points and a fail, no soft criterion can. So by construction a forbidden act
never raises the points, and an owed act never lowers them: every soft check is met more easily with it or does not see
it (see `docs/explanation/drills.md`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from certification.drills.domain.acts import REFUSE, Heard, Kind
from certification.drills.domain.play import Conduct, Table
from certification.drills.domain.standing import (
    Fulfilment,
    Place,
    Spoken,
    Standing,
    heard_in,
    place_of,
    standing_of,
)
from certification.drills.script.model import WHOLE, Check, Criterion
from certification.drills.script.patterns import ActPattern

#: Points are kept in hundredths: 10 000 is the whole.
HUNDREDTHS: Final = 100
WHOLE_POINTS: Final = WHOLE * HUNDREDTHS
POINTS: Final = "points"


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion, whether it is met, its hundredths, and the words that show it (for `absent`: that break it)."""

    criterion: Criterion
    is_met: bool
    points: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One reading of a talk. `earned` before vetoes and hints; `points` after them, in hundredths of 100 points."""

    criteria: tuple[Judged, ...]
    standing: Standing
    conduct: Conduct
    earned: int
    points: int
    is_passed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement. `low` stands: an abstention earns nothing, and vetoes nothing before a person says so.

    `high` takes every abstention for the agent, `worst` against; `open_acts`: (turn, act) that were abstained on and
    matter here.
    """

    low: Score
    high: Score
    worst: Score
    open_acts: tuple[tuple[int, str], ...]

    @property
    def could_flip(self) -> bool:
        """Say whether a person's reading of what was abstained on could turn a pass into a fail, or the reverse."""
        return self.worst.is_passed != self.high.is_passed

    @property
    def is_provisional(self) -> bool:
        """Say whether the points could still change."""
        return self.worst.points != self.high.points or self.could_flip


def judge(table: Table, spoken: Sequence[Spoken], *, hints: Sequence[int] = ()) -> Verdict:
    """Judge a talk.

    Args:
        table: script, what is owed, acts, conduct.
        spoken: the replies.
        hints: the cost of each hint that was taken, in points.
    """
    cost = sum(hints)
    sure = _score(table, [replace(one, abstained=()) for one in spoken], cost)
    if not any(one.abstained for one in spoken):
        return Verdict(sure, sure, sure, ())
    high = _score(table, [_read(table, one, favour=True) for one in spoken], cost)
    worst = _score(table, [_read(table, one, favour=False) for one in spoken], cost)
    return Verdict(sure, high, worst, tuple(_open(table, spoken)))


def _open(table: Table, spoken: Sequence[Spoken]) -> list[tuple[int, str]]:
    """Return the abstentions that, read the other way by themselves, change the points or what fails."""
    plain = [replace(one, abstained=()) for one in spoken]
    base = _score(table, plain, 0)
    found = []
    for at, reply in enumerate(spoken):
        for name in reply.abstained:
            with_it = [*plain[:at], replace(plain[at], acts=(*plain[at].acts, _supposed(name))), *plain[at + 1 :]]
            other = _score(table, with_it, 0)
            if (other.points, other.reasons) != (base.points, base.reasons):
                found.append((reply.turn, name))
    return found


def _supposed(name: str) -> Heard:
    return Heard(name, {}, (0, 0), 0.0)


def _read(table: Table, reply: Spoken, *, favour: bool) -> Spoken:
    """Return a reply with its abstentions settled for or against the agent."""
    named = {one.name for one in reply.acts}
    taken = [name for name in reply.abstained if name not in named and _is_good(table, name) is favour]
    return replace(reply, acts=(*reply.acts, *map(_supposed, taken)), abstained=())


def _is_good(table: Table, name: str) -> bool:
    """Say whether an act helps the agent here: owed or wanted, and not forbidden, too much, or a refusal."""
    if name in table.owed.acts:
        return True
    known = table.acts.get(name)
    is_bad = name == REFUSE or known is None or known.kind in (Kind.BAD, Kind.FORBIDDEN)
    limited = any(one.pattern.name == name for one in table.owed.limits)
    forbidden = any(one.name == name for one in table.script.forbidden)
    unwanted = any(
        one.name == name for each in table.script.criteria if each.check is Check.ABSENT for one in each.said
    )
    return not (is_bad or limited or forbidden or unwanted)


def _score(table: Table, spoken: Sequence[Spoken], hints: int) -> Score:
    script = table.script
    standing = standing_of(table.owed, spoken, acts=table.acts, forbidden=script.forbidden)
    conduct = table.conduct(spoken)
    criteria = tuple(_criterion(one, spoken, standing, conduct) for one in script.criteria)
    earned = sum(one.points for one in criteria)
    points = 0 if standing.vetoes else max(0, earned - hints * HUNDREDTHS)
    enough = points >= script.pass_mark * HUNDREDTHS
    reasons = [
        *dict.fromkeys(one.code for one in standing.vetoes),
        *(f"missing.{one.duty.id}" for one in standing.duties if one.place is None),
        *([] if enough or standing.vetoes or not standing.is_all_given else [POINTS]),
        *(one.criterion.id for one in criteria if not one.is_met),
    ]
    is_passed = enough and standing.is_all_given and not standing.vetoes
    return Score(criteria, standing, conduct, earned, points, is_passed, tuple(reasons))


def _criterion(one: Criterion, spoken: Sequence[Spoken], standing: Standing, conduct: Conduct) -> Judged:
    if one.check is Check.OWED:
        places = tuple(each.place for each in standing.duties if each.place)
        return Judged(one, standing.is_all_given, owed_points(one.weight, standing.duties), places)
    is_met, places = _soft(one, spoken, conduct) if spoken else (False, ())
    return Judged(one, is_met, one.weight * HUNDREDTHS if is_met else 0, places)


def _soft(one: Criterion, spoken: Sequence[Spoken], conduct: Conduct) -> tuple[bool, tuple[Place, ...]]:
    """Return whether a soft criterion is met in a talk, and the words that show it."""
    match one.check:
        case Check.SAID:
            places = _said(one, spoken)
            return bool(places), places
        case Check.ABSENT:
            places = _places(one.said, spoken)
            return not places, places
        case Check.CONDUCT:
            return conduct.outcome != "improper", ()
        case Check.ESCALATION:
            places = _places(_asked(conduct), spoken)
            return not _asked(conduct) or bool(places), places
        case _:
            return _is_in_time(one, spoken), ()


def owed_points(weight: int, duties: Sequence[Fulfilment]) -> int:
    """Return the hundredths of the share of duties that were fulfilled, rounded down; all where nothing is owed."""
    if not duties:
        return weight * HUNDREDTHS
    return int(Fraction(sum(1 for one in duties if one.place), len(duties)) * weight * HUNDREDTHS)


def _places(patterns: Sequence[ActPattern], spoken: Sequence[Spoken]) -> tuple[Place, ...]:
    return tuple(
        place_of(reply, act)
        for reply, act in heard_in(spoken)
        if any(one.matches(act.name, act.args) for one in patterns)
    )


def _said(one: Criterion, spoken: Sequence[Spoken]) -> tuple[Place, ...]:
    """Return where it was said as the criterion wants it: by a turn, after some acts, before others."""
    earliest = min((place.turn for place in _places(one.after, spoken)), default=0)
    latest = max((place.turn for place in _places(one.before, spoken)), default=0)
    return tuple(
        place
        for place in _places(one.said, spoken)
        if (not one.by or place.turn <= one.by)
        and (not one.after or (earliest and place.turn >= earliest))
        and (not one.before or place.turn <= latest)
    )


def _asked(conduct: Conduct) -> tuple[ActPattern, ...]:
    """Return what says that the one was asked whom the rules want asked."""
    match conduct.escalate:
        case "manager":
            return (ActPattern("escalate", word="shop_owner"), ActPattern("escalate", word="supervisor"))
        case "platform":
            return (ActPattern("escalate", word="platform"),)
        case _:
            return ()


def _is_in_time(one: Criterion, spoken: Sequence[Spoken]) -> bool:
    mean = Fraction(sum(each.seconds for each in spoken), len(spoken))
    return (not one.first or spoken[0].seconds <= one.first) and (not one.average or mean <= one.average)


def times_of(spoken: Sequence[Spoken]) -> Mapping[str, Any]:
    """Return the first response and the mean, in seconds (the mean rounded); None where nothing was said."""
    if not spoken:
        return {"first": None, "average": None}
    return {"first": spoken[0].seconds, "average": round(sum(one.seconds for one in spoken) / len(spoken))}
