"""Where a talk stands with the rules: duties fulfilled, limits broken, refusals, forbidden acts. Pure.

The last word counts: what was taken back (`retract`) or put right later breaks nothing; a forbidden act stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from certification.drills.domain.acts import REFUSE, RETRACT, Heard, Kind, KnownAct
from certification.drills.domain.owed import Duty, Limit, LimitKind, Owed
from certification.drills.script.patterns import ActPattern


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply as the judge reads it; `asks`: what the buyer asked for at that moment (empty: nobody said)."""

    turn: int
    acts: tuple[Heard, ...]
    seconds: int = 0
    asks: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: the turn, and the words in its reply."""

    turn: int
    span: tuple[int, int]
    act: str


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A duty, and where it was first fulfilled (None: never)."""

    duty: Duty
    place: Place | None


@dataclass(frozen=True, slots=True)
class Veto:
    """A hard breach that stands: `code` as in the list of reasons, such as `over.offer_return`.

    `until`: the minute of the deadline that was not kept, `named` the words of the time that was named instead.
    """

    code: str
    place: Place
    says: str
    issue: str = ""
    rules: tuple[str, ...] = ()
    until: int | None = None
    named: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Duties and vetoes up to some moment."""

    duties: tuple[Fulfilment, ...]
    vetoes: tuple[Veto, ...]

    @property
    def is_all_given(self) -> bool:
        """Say whether every duty is fulfilled; it is where nothing is owed."""
        return all(one.place for one in self.duties)

    @property
    def is_some_given(self) -> bool:
        """Say whether any duty is fulfilled."""
        return any(one.place for one in self.duties)


def standing_of(
    owed: Owed, spoken: Sequence[Spoken], *, acts: Mapping[str, KnownAct], forbidden: Sequence[ActPattern] = ()
) -> Standing:
    """Return where the talk stands after these replies.

    Args:
        owed: what the decision means.
        spoken: the replies so far, in order.
        acts: the acts that are known; red lines are of the kind `forbidden`.
        forbidden: further acts that the script forbids.
    """
    duties = tuple(Fulfilment(duty, _first(duty, spoken)) for duty in owed.duties)
    vetoes = [
        *_forbidden(spoken, acts, [one for one in forbidden if one.name not in owed.acts]),
        *_broken(owed.limits, spoken),
        *_refused(owed.duties, spoken),
    ]
    return Standing(duties, tuple(sorted(vetoes, key=lambda one: (one.place.turn, one.place.span, one.code))))


def heard_in(spoken: Sequence[Spoken]) -> Iterator[tuple[Spoken, Heard]]:
    """Yield every act with its reply, in the order they were said."""
    for one in spoken:
        for act in sorted(one.acts, key=lambda act: act.span):
            yield one, act


def place_of(reply: Spoken, act: Heard) -> Place:
    """Return where an act was said."""
    return Place(reply.turn, act.span, act.name)


def _first(duty: Duty, spoken: Sequence[Spoken]) -> Place | None:
    return next((place_of(reply, act) for reply, act in heard_in(spoken) if duty.is_met_by(act.name, act.args)), None)


def _last_turn(duty: Duty, spoken: Sequence[Spoken]) -> int:
    """Return the last turn in which a duty was fulfilled, 0 where it never was."""
    return max((reply.turn for reply, act in heard_in(spoken) if duty.is_met_by(act.name, act.args)), default=0)


def _forbidden(spoken: Sequence[Spoken], acts: Mapping[str, KnownAct], more: Sequence[ActPattern]) -> Iterator[Veto]:
    for reply, act in heard_in(spoken):
        known = acts.get(act.name)
        is_red = known is not None and known.kind is Kind.FORBIDDEN
        if is_red or any(pattern.matches(act.name, act.args) for pattern in more):
            yield Veto(f"forbidden.{act.name}", place_of(reply, act), known.label if known else act.name)


def _broken(limits: Sequence[Limit], spoken: Sequence[Spoken]) -> Iterator[Veto]:
    for limit in limits:
        for reply, act in heard_in(spoken):
            if limit.is_broken_by(act.name, act.args) and not _is_mended(limit, reply, act, spoken):
                code = f"{limit.kind}.{act.name}"
                yield Veto(code, place_of(reply, act), limit.says, limit.issue, limit.rules, limit.until, _time_in(act))


def _time_in(act: Heard) -> str:
    deadline = act.args.get("deadline")
    return str(deadline.get("text", "")) if isinstance(deadline, Mapping) else ""


def _is_mended(limit: Limit, broken: Spoken, act: Heard, spoken: Sequence[Spoken]) -> bool:
    """Say whether it was taken back later, or the right payer or time was named in the same reply or later."""
    for reply, other in heard_in(spoken):
        if reply.turn < broken.turn:
            continue
        is_later = reply.turn > broken.turn or other.span[0] > act.span[0]
        if other.name == RETRACT and is_later:
            return True
        if limit.kind is LimitKind.PAYER and other.name in _PAYERS and other.name != act.name:
            return True
        if limit.kind is LimitKind.DEADLINE and is_later and limit.is_kept_by(other.name, other.args):
            return True
    return False


_PAYERS = frozenset({"freight_seller", "freight_buyer"})


def _refused(duties: Sequence[Duty], spoken: Sequence[Spoken]) -> Iterator[Veto]:
    """Yield refusals of what is owed that were not put right in the same reply or later."""
    for reply, act in heard_in(spoken):
        if act.name != REFUSE or _is_retracted(reply, act, spoken):
            continue
        for duty in duties:
            if _denies(duty, reply, spoken):
                yield Veto(f"refused.{duty.id}", place_of(reply, act), duty.says, duty.issue, duty.rules)


def _is_retracted(reply: Spoken, act: Heard, spoken: Sequence[Spoken]) -> bool:
    later = ((one, other) for one, other in heard_in(spoken) if one.turn > reply.turn)
    return any(other.name == RETRACT for _one, other in later)


def _denies(duty: Duty, reply: Spoken, spoken: Sequence[Spoken]) -> bool:
    """Say whether a refusal in `reply` leaves `duty` denied.

    What was promised before stays promised, unless the buyer asks for it again or the promise is taken back just there.
    """
    last = _last_turn(duty, spoken)
    if last >= reply.turn:
        return False
    asked = bool(set(reply.asks) & set(duty.acts))
    if last:
        return asked or any(act.name == RETRACT for act in reply.acts)
    return asked or not reply.asks
