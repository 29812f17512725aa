"""Marking anew after something turned out wrong: who gains, who loses, who crosses the pass mark. Pure.

Policies, with `old` the standing marks of an attempt and `new` what the corrected question would have earned:

| policy | what stands afterwards |
|---|---|
| exact | new, whatever it does to anybody |
| never-lower | for each question the higher of old and new |
| best-of | for each attempt whichever has the higher total, all old or all new |
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from certification.grading.domain import Policy
from certification.grading.tally import Tally
from certification.papers.modes import Mode, mark_answer


@dataclass(frozen=True, slots=True)
class Correction:
    """What is changed about one question version: its key, options that count no more, or all of it.

    Attributes:
        version: the question version.
        key: the right key by the content's options, None where it stays.
        void_options: options that count as if they had never been there.
        is_void: the whole question is withdrawn: everybody is paid in full, whatever they ticked.
    """

    version: str
    key: tuple[int, ...] | None = None
    void_options: tuple[int, ...] = ()
    is_void: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back."""
        return {
            "version": self.version,
            "key": list(self.key) if self.key is not None else None,
            "void_options": list(self.void_options),
            "void": self.is_void,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Correction":
        """Read what `to_json` wrote."""
        key = data["key"]
        return cls(data["version"], None if key is None else tuple(key), tuple(data["void_options"]), data["void"])

    def followed_by(self, later: "Correction") -> "Correction":
        """Return what this and a later correction come to: a new key brings a withdrawn question back."""
        return Correction(
            self.version,
            key=self.key if later.key is None else later.key,
            void_options=tuple(sorted({*self.void_options, *later.void_options})),
            is_void=later.is_void or (self.is_void and later.key is None),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """One answered question of one attempt as it is marked now; points in hundredths.

    `key` is that of its derivation, `area` the competency area that counts it, `earlier` what regrades have corrected
    since. `is_talk`: it is a drill.
    """

    attempt: str
    position: int
    person: str
    version: str
    chosen: tuple[int, ...]
    key: tuple[int, ...]
    options: int
    mode: Mode
    points: int
    out_of: int
    area: str = ""
    earlier: Correction | None = None
    is_talk: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A standing mark and what it would become."""

    standing: Standing
    points: int

    @property
    def gain(self) -> int:
        return self.points - self.standing.points


@dataclass(frozen=True, slots=True)
class AttemptChange:
    """What a regrade does to one attempt."""

    attempt: str
    person: str
    before: Tally
    after: Tally
    remarks: tuple[Remark, ...]

    @property
    def gain(self) -> int:
        return self.after.points - self.before.points

    @property
    def now_passes(self) -> bool:
        return self.after.has_passed and not self.before.has_passed

    @property
    def now_fails(self) -> bool:
        return self.before.has_passed and not self.after.has_passed


@dataclass(frozen=True, slots=True)
class Preview:
    """What a regrade would do; nothing is written."""

    policy: Policy
    attempts: tuple[AttemptChange, ...]

    @property
    def gaining(self) -> tuple[AttemptChange, ...]:
        return tuple(one for one in self.attempts if one.gain > 0)

    @property
    def losing(self) -> tuple[AttemptChange, ...]:
        return tuple(one for one in self.attempts if one.gain < 0)

    @property
    def crossing(self) -> tuple[AttemptChange, ...]:
        return tuple(one for one in self.attempts if one.now_passes or one.now_fails)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The marks that change, in the order of the ledger to come."""
        return tuple(remark for one in self.attempts for remark in one.remarks)


def corrected_points(standing: Standing, correction: Correction) -> int:
    """Return what the answer earns once the question is corrected, after whatever was corrected before."""
    if standing.earlier is not None:
        correction = standing.earlier.followed_by(correction)
    if correction.is_void:
        return standing.out_of
    if standing.is_talk:  # a talk has no options: its verdict stands, only all of it may be withdrawn
        return standing.points
    return mark_answer(
        standing.chosen,
        standing.key if correction.key is None else correction.key,
        options=standing.options,
        mode=standing.mode,
        points=standing.out_of,
        void=correction.void_options,
    )


def preview_regrade(
    standings: Iterable[Standing],
    corrections: Sequence[Correction],
    *,
    policy: Policy,
    tallies: Mapping[str, Tally],
) -> Preview:
    """Work out a regrade.

    Args:
        standings: the answers to the corrected questions.
        corrections: at most one for each version.
        policy: what may happen to a mark.
        tallies: attempt → what stands, in all and by area.
    """
    by_version = {one.version: one for one in corrections}
    affected = sorted(
        (one for one in standings if one.version in by_version), key=lambda one: (one.attempt, one.position)
    )
    changes = []
    for attempt, rows in groupby(affected, key=lambda one: one.attempt):
        remarks = [Remark(one, corrected_points(one, by_version[one.version])) for one in rows]
        kept = _by_policy(remarks, policy)
        gains: Counter[str] = Counter()
        for one in kept:
            gains[one.standing.area] += one.gain
        changes.append(
            AttemptChange(
                attempt=attempt,
                person=remarks[0].standing.person,
                before=tallies[attempt],
                after=tallies[attempt].moved(gains),
                remarks=tuple(one for one in kept if one.gain),
            )
        )
    return Preview(policy, tuple(changes))


def _by_policy(remarks: Sequence[Remark], policy: Policy) -> list[Remark]:
    if policy is Policy.NEVER_LOWER:
        return [one for one in remarks if one.gain > 0]
    if policy is Policy.BEST_OF and sum(one.gain for one in remarks) < 0:
        return []
    return list(remarks)
