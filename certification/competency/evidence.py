"""What the ledger says of some people, as evidence: each mark with the rules of its decision."""

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
from certification.grading.domain import Cause
from certification.grading.models import Mark

_FIELDS: Final = (
    "attempt__trainee", "attempt", "position", "attempt__handed_in_at", "points", "out_of", "derivation", "version",
    "edition", "version__question__type",
)  # fmt: skip
_CACHED: Final = 4096
#: What choosing blindly gets right: one of two, one of four as most questions have.
_LUCK: Final = {QuestionType.TRUEFALSE: 0.5, QuestionType.SINGLE: 0.25}


def answers_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Answer]]:
    """Return everything that people handed in, as evidence; questions that were withdrawn whole prove nothing.

    Three queries, and one more for derivations that this process has not seen.
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
    return dict(found)


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
