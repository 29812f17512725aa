"""What the ledger and the drills say of some people, as evidence: each mark with the rules of its decision."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from certification.attempts.domain import AttemptState
from certification.bank.domain import QuestionType
from certification.bank.models import Derivation
from certification.competency.domain import DECIDES, DEFEATED, Answer
from certification.competency.models import Guess
from certification.drills.services.results import Proof, proofs_of
from certification.grading.domain import Cause
from certification.grading.models import Mark

_FIELDS: Final = (
    "attempt__trainee", "attempt", "position", "attempt__handed_in_at", "points", "out_of", "derivation", "version",
    "edition", "version__question__type",
)  # fmt: skip
#: What hints leave of the weight of a talk: they told a part of what was to be known.
_HINTED: Final = 0.5
_CACHED: Final = 4096
#: What choosing blindly gets right: one of two, one of four as most questions have.
_LUCK: Final = {QuestionType.TRUEFALSE: 0.5, QuestionType.SINGLE: 0.25}


def answers_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Answer]]:
    """Return everything that people handed in, and their talks in practice; withdrawn questions prove nothing.

    Five queries, one more for derivations that this process has not seen, and those of talks that it has not judged.
    """
    marks = (
        Mark.objects.standing()
        .filter(attempt__trainee__in=people, attempt__state=AttemptState.HANDED_IN, out_of__gt=0)
        .exclude(regrade__cause=Cause.VOID_ITEM)
        .order_by()
    )
    rows = list(marks.values_list(*_FIELDS))
    guesses = set(Guess.objects.filter(attempt__trainee__in=people).values_list("attempt", "position"))
    traces = _traces({row[6] for row in rows})
    found: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    for person, attempt, position, at, points, out_of, derivation, version, edition, kind in rows:
        main, trace, roles = traces[derivation]
        found[person].append(
            Answer(
                at=at,
                share=points / out_of,
                roles=roles,
                main=main,
                version=str(version),
                trace=trace,
                edition=edition,
                weight=1 - _LUCK.get(QuestionType(kind), 0.0),
                is_guess=(attempt, position) in guesses,
                attempt=str(attempt),
                position=position,
            )
        )
    for person, answers in _talks_of(people).items():
        found[person] += answers
    return dict(found)


def _talks_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Answer]]:
    """Return the talks in practice as evidence for the rules that decide what was owed, as the drills of papers are."""
    proofs = list(proofs_of(people))
    if not proofs:
        return {}
    derived = Derivation.objects.filter(
        version__in={one.version for one in proofs}, edition__in={one.edition for one in proofs}
    )
    rows = {(version, edition): pk for pk, version, edition in derived.values_list("pk", "version", "edition")}
    traces = _traces(set(rows.values()))
    found: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    for one in proofs:
        if (row := rows.get((one.version, one.edition))) is not None:
            found[one.person].append(_talk(one, traces[row]))
    return found


def _talk(one: Proof, held: "_Trace") -> Answer:
    main, trace, roles = held
    return Answer(
        at=one.at,
        share=one.share,
        roles=roles,
        main=main,
        version=str(one.version),
        trace=trace,
        edition=one.edition,
        weight=_HINTED if one.hints else 1.0,
        is_guess=bool(one.hints),
        talk=str(one.run),
    )


_Trace = tuple[str, str, Mapping[str, float]]


def _traces(wanted: Collection[uuid.UUID]) -> dict[uuid.UUID, _Trace]:
    """Return main rule, trace and roles of derivations: immutable rows, read once a process."""
    known = _known()
    missing = [one for one in wanted if one not in known]
    rows = Derivation.objects.filter(pk__in=missing).values_list("pk", "rules", "trace", "decisions")
    for pk, rules, trace, decisions in rows:
        known[pk] = (rules[0] if rules else "", trace, roles_of(rules, decisions))
    found = {one: known[one] for one in wanted}
    if len(known) > _CACHED:
        known.clear()
    return found


@lru_cache(maxsize=1)
def _known() -> dict[uuid.UUID, _Trace]:
    return {}


def roles_of(rules: Collection[str], decisions: Collection[Mapping[str, Any]]) -> dict[str, float]:
    """Return the weight of each rule of a trace: those that decide, and those that they defeated on the way.

    Args:
        rules: the deciding ones, presumptions among them.
        decisions: as a derivation stores them.
    """
    roles = dict.fromkeys(rules, DECIDES)
    for decision in decisions:
        for outcome in decision.get("issues", {}).values():
            if not roles.keys().isdisjoint(outcome.get("by", ())):
                for one in outcome.get("defeated", ()):
                    roles.setdefault(one["rule"], DEFEATED)
    return roles
