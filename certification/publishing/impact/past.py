"""Who would gain or lose if what was handed in were judged by another edition. Reads only."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from cases import api
from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt, Response
from certification.bank.deriving import api_question
from certification.bank.models import Derivation, QuestionVersion
from certification.grading.domain import chosen_options, points_text
from certification.grading.mending import REGRADED
from certification.grading.models import Mark
from certification.grading.passing import Outcome, outcomes
from certification.grading.tally import Tally
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode, mark_answer


@dataclass(frozen=True, slots=True)
class AttemptEffect:
    """What would become of one handed-in attempt, in hundredths of a point."""

    outcome: Outcome
    then: Tally

    @property
    def attempt(self) -> Attempt:
        return self.outcome.total.attempt

    @property
    def before(self) -> int:
        return self.outcome.total.points

    @property
    def after(self) -> int:
        return self.then.points

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def before_text(self) -> str:
        return points_text(self.before)

    @property
    def after_text(self) -> str:
        return points_text(self.after)

    @property
    def would_pass(self) -> bool:
        return self.then.has_passed

    @property
    def crosses(self) -> bool:
        """Say whether a mock or exam would pass that has not, or the other way round; practice has no pass mark."""
        return self.attempt.kind in REGRADED and self.would_pass is not self.outcome.has_passed


@dataclass(frozen=True)
class PastEffect:
    """What would become of the answers of the past.

    Attributes:
        attempts: how many were handed in.
        effects: those whose points would change, the greatest loss first.
        unkeyed: answers to questions that would have no key any more; they are left as they stand.
        answered: by question version, in how many attempts it was asked.
    """

    attempts: int = 0
    effects: tuple[AttemptEffect, ...] = ()
    unkeyed: int = 0
    answered: Mapping[uuid.UUID, int] = field(default_factory=dict)

    @property
    def losing(self) -> tuple[AttemptEffect, ...]:
        return tuple(one for one in self.effects if one.difference < 0)

    @property
    def gaining(self) -> tuple[AttemptEffect, ...]:
        return tuple(one for one in self.effects if one.difference > 0)

    @property
    def crossing(self) -> tuple[AttemptEffect, ...]:
        return tuple(one for one in self.effects if one.crosses)

    def to_json(self) -> dict[str, Any]:
        return {
            "attempts": self.attempts,
            "gain": len(self.gaining),
            "lose": len(self.losing),
            "cross": len(self.crossing),
            "unkeyed": self.unkeyed,
            "changes": [
                {"attempt": str(one.attempt.pk), "before": one.before, "after": one.after} for one in self.effects
            ],
        }


def past_effect(*, new: api.Edition) -> PastEffect:
    """Judge every handed-in answer by `new`, against the marks that stand. A handful of queries, nothing written."""
    handed_in = Attempt.objects.filter(state=AttemptState.HANDED_IN)
    questions = PaperQuestion.objects.filter(paper__attempts__in=handed_in)
    answered: dict[uuid.UUID, int] = defaultdict(int)
    for version in questions.order_by().values_list("version", flat=True):
        answered[version] += 1
    keys = _new_keys(questions.order_by().values_list("derivation", flat=True).distinct(), new)
    moved = {(version, was) for (version, was), key in keys.items() if key != was}
    return _Judge(keys, moved).effect(handed_in.count(), dict(answered))


#: A question version and the key by which its answers were marked.
Pair = tuple[uuid.UUID, tuple[int, ...]]


def _new_keys(derivations: QuerySet[Any, uuid.UUID], new: api.Edition) -> dict[Pair, tuple[int, ...] | None]:
    """Return for each version and key in use the key by `new`, None where there is none any more."""
    used = list(Derivation.objects.filter(pk__in=derivations).values_list("version", "edition", "key"))
    contents = {one.pk: one.read for one in QuestionVersion.objects.filter(derivations__in=derivations)}
    # no edition changes what somebody typed, and a talk is judged by the edition of its paper
    used = [row for row in used if contents[row[0]].has_case or contents[row[0]].cited]
    found: dict[Pair, tuple[int, ...] | None] = {}
    by_edition: dict[str, dict[str, api.Question]] = defaultdict(dict)
    keys: dict[tuple[str, str], tuple[int, ...]] = {}
    for version, edition, key in used:
        by_edition[edition][str(version)] = api_question(contents[version])
        keys[edition, str(version)] = tuple(key)
    for edition, questions in by_edition.items():
        impact = api.measure_impact(questions, old=api.load_edition(edition), new=new)
        for item in impact.items:
            was = keys[edition, item.id]
            found[uuid.UUID(item.id), was] = _key_of(item, was)
    return found


def _key_of(item: api.ItemImpact, was: tuple[int, ...]) -> tuple[int, ...] | None:
    if item.after is None or item.effect == "unaffected":
        return was
    return None if item.after.problems else item.after.key


class _Judge:
    def __init__(self, keys: Mapping[Pair, tuple[int, ...] | None], moved: set[Pair]) -> None:
        self.keys, self.moved = keys, moved
        self.unkeyed = 0

    def effect(self, attempts: int, answered: dict[uuid.UUID, int]) -> PastEffect:
        rows = self._rows()
        answers = _answers({row["paper__attempts"] for row in rows})
        standing = _standing({row["paper__attempts"] for row in rows})
        gained: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
        for row in rows:
            place = row["paper__attempts"], row["position"]
            gained[place[0]][row["derivation__topic"]] += self._difference(row, answers.get(place, ""), standing[place])
        changed = [name for name, points in gained.items() if points.total()]
        touched = Attempt.objects.filter(pk__in=changed).select_related("trainee")
        effects = [AttemptEffect(one, one.tally.moved(gained[one.total.attempt.pk])) for one in outcomes(touched)]
        effects.sort(key=lambda one: (one.difference, str(one.attempt.pk)))
        return PastEffect(attempts, tuple(effects), self.unkeyed, answered)

    def _rows(self) -> list[dict[str, Any]]:
        """Return the questions of handed-in papers whose key would be another."""
        versions = {version for version, _key in self.moved}
        rows = PaperQuestion.objects.filter(version__in=versions, paper__attempts__state=AttemptState.HANDED_IN)
        names = ("paper__attempts", "position", "version", "option_order", "derivation__key", "derivation__topic")
        found = rows.order_by().values(*names)
        return [row for row in found if (row["version"], tuple(row["derivation__key"])) in self.moved]

    def _difference(self, row: Mapping[str, Any], letters: str, mark: Mark) -> int:
        key = self.keys[row["version"], tuple(row["derivation__key"])]
        if key is None:
            self.unkeyed += 1
            return 0
        chosen = chosen_options(letters, row["option_order"])
        options = len(row["option_order"])
        return mark_answer(chosen, key, options=options, mode=Mode(mark.mode), points=mark.out_of) - mark.points


def _answers(attempts: set[uuid.UUID]) -> dict[tuple[uuid.UUID, int], str]:
    """Return the letters that stand, by attempt and position: the last received counts."""
    rows = Response.objects.filter(attempt__in=attempts, answer__isnull=False).order_by("id")
    columns = rows.values_list("attempt", "position", "answer")
    return {(attempt, position): answer or "" for attempt, position, answer in columns}


def _standing(attempts: set[uuid.UUID]) -> dict[tuple[uuid.UUID, int], Mark]:
    marks = Mark.objects.standing().filter(attempt__in=attempts)
    return {(mark.attempt_id, mark.position): mark for mark in marks}
