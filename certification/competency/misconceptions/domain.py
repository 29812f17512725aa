"""Diagnosis by likelihood: does somebody answer as one would who misreads a rule? Pure.

For each declared misreading the adjudicator has decided what a person who holds it answers (the key under the corpus
with that mistake in it). The likelihood of the answers given is compared with that of a person without the mistake,
who errs by chance: a likelihood ratio over a catalogue of bugs, after Brown & Burton 1978 (Cognitive Science 2).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

#: Who holds a misreading answers by it so often; the rest slips to any other answer.
FAITHFUL: Final = 0.85
#: The evidence must be twenty times likelier with the misreading than without, from two questions at least.
THRESHOLD: Final = math.log(20)
QUESTIONS: Final = 2
_LEAST, _MOST = 0.3, 0.95


@dataclass(frozen=True, slots=True)
class Misled:
    """A misreading, and the options that it makes somebody hold right."""

    rule: str
    say: str
    key: frozenset[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that was given: options chosen, keyed, and by each misreading; `ways` is how many answers there are."""

    version: str
    attempt: str
    position: int
    chosen: frozenset[int]
    key: frozenset[int]
    ways: int
    misled: tuple[Misled, ...]


@dataclass(frozen=True, slots=True)
class Misconception:
    """A misreading that the answers speak for.

    `evidence` is the log likelihood ratio; of `asked` questions that the misreading turns, `followed` were answered by
    it; `shown_by` are the last of these.
    """

    rule: str
    say: str
    evidence: float
    followed: int
    asked: int
    shown_by: tuple[Choice, ...]


def diagnose(choices: Sequence[Choice]) -> tuple[Misconception, ...]:
    """Return the misreadings that explain somebody's answers, the surest first; nothing is claimed of the others."""
    if not choices:
        return ()
    right = sum(one.chosen == one.key for one in choices) / len(choices)
    skill = min(_MOST, max(_LEAST, right))
    held: dict[tuple[str, str], list[tuple[Choice, frozenset[int]]]] = defaultdict(list)
    for choice in choices:
        for misled in choice.misled:
            held[misled.rule, misled.say].append((choice, misled.key))
    found = (_weigh(rule, say, seen, skill) for (rule, say), seen in held.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (-one.evidence, one.rule, one.say)))


def _weigh(rule: str, say: str, seen: Iterable[tuple[Choice, frozenset[int]]], skill: float) -> Misconception | None:
    evidence, asked, followed = 0.0, 0, []
    for choice, key in seen:
        asked += 1
        evidence += math.log(_with(choice, key) / _without(choice, skill))
        if choice.chosen == key:
            followed.append(choice)
    if evidence < THRESHOLD or len({one.version for one in followed}) < QUESTIONS:
        return None
    shown = {one.version: one for one in followed}
    return Misconception(rule, say, evidence, len(followed), asked, tuple(shown.values())[-QUESTIONS:])


def _with(choice: Choice, key: frozenset[int]) -> float:
    return FAITHFUL if choice.chosen == key else (1 - FAITHFUL) / (choice.ways - 1)


def _without(choice: Choice, skill: float) -> float:
    return skill if choice.chosen == choice.key else (1 - skill) / (choice.ways - 1)
