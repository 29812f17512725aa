"""From what is asked of the list to the questions that answer it, all of it in the database."""

import uuid
from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Greatest, Least

from cases import api
from certification.authoring.questions.domain import KeyState, Query, Sort, State
from certification.bank.domain import Pool
from certification.bank.models import Derivation, Question, QuestionVersion, is_open
from certification.bank.workflow.domain import DraftState
from certification.bank.workflow.models import QuestionDraft
from certification.papers.domain.difficulty import EASIEST, FEWEST, HARDEST, PRIOR_WEIGHT, WHOLE
from certification.publishing.reviews.domain import Effect, ReviewState
from certification.publishing.reviews.models import ReviewTask

Questions = QuerySet[Question]
#: A database takes only so many conditions in one expression; a rulebook may have more rules.
MOST_AT_A_TIME: Final = 100


def find(query: Query, edition: api.Edition) -> Questions:
    """Return the questions that a query asks for, in its order; those that nothing is known of come last."""
    found = Question.objects.all()
    for word in query.words:
        found = found.filter(search_text__icontains=word)
    for name, narrow in _NARROWERS.items():
        if value := getattr(query, name):
            found = found.filter(narrow(value, edition))
    if query.difficulty:
        found = found.annotate(hardness=_hardness(edition.id)).filter(_band(int(query.difficulty)))
    return _sorted(found, query.sort, edition.id)


def _sorted(found: Questions, sort: str, edition: str) -> Questions:
    if sort in (Sort.HARDEST, Sort.EASIEST):
        hardness = _hardness(edition)
        order = hardness.desc(nulls_last=True) if sort == Sort.HARDEST else hardness.asc(nulls_last=True)
        return found.order_by(order, "code")
    if sort == Sort.EDITED:
        newest = QuestionDraft.objects.filter(question=OuterRef("pk")).order_by("-updated_at").values("updated_at")[:1]
        return found.order_by(Subquery(newest).desc(nulls_last=True), "code")
    return found.order_by("code")


def _state(value: str, _edition: api.Edition) -> Q:
    return STATES[State(value)]


def _of_draft(state: DraftState) -> Q:
    return Q(retired_at=None) & Q(Exists(QuestionDraft.objects.filter(question=OuterRef("pk"), state=state)))


_HAS_VERSION: Final = Q(Exists(QuestionVersion.objects.filter(question=OuterRef("pk"))))
#: The tabs of the list. A question in use that is being rewritten stands under both.
STATES: Final[Mapping[State, Q]] = {
    State.PUBLISHED: Q(current__isnull=False),
    State.DRAFT: _of_draft(DraftState.DRAFT),
    State.IN_REVIEW: _of_draft(DraftState.IN_REVIEW),
    State.BLOCKED: Q(retired_at=None, current=None) & _HAS_VERSION,
    State.RETIRED: Q(retired_at__isnull=False),
}


def _derived(edition: api.Edition) -> QuerySet[Derivation]:
    """Return the derivation, under the rules in force, of the version that may be drawn."""
    return Derivation.objects.filter(version=OuterRef("current"), edition=edition.id)


def _key(value: str, edition: api.Edition) -> Q:
    touched = ReviewTask.objects.filter(question=OuterRef("pk"), state=ReviewState.OPEN, effect=Effect.KEY)
    is_derived, is_touched = Q(Exists(_derived(edition))), Q(Exists(touched))
    match KeyState(value):
        case KeyState.OK:
            return is_derived & ~is_touched
        case KeyState.CHANGED:
            return is_derived & is_touched
        case KeyState.BLOCKED:
            return Q(retired_at=None) & ~is_derived & _HAS_VERSION
        case KeyState.NONE:
            return ~_HAS_VERSION


def _rule(value: str, edition: api.Edition) -> Q:
    return _decided_by([value.upper()], edition)


def _book(value: str, edition: api.Edition) -> Q:
    return _decided_by([rule.id for rule in edition.rules if rule.book == value], edition)


def _decided_by(rules: list[str], edition: api.Edition) -> Q:
    """Match questions that one of these rules decides: rules stand in the derivation as a list of quoted ids."""
    named = Derivation.objects.annotate(named=Cast("rules", TextField())).filter(
        version=OuterRef("current"), edition=edition.id
    )
    wanted, found = list(dict.fromkeys(rules)), Q(pk=None)
    for start in range(0, len(wanted), MOST_AT_A_TIME):
        some = Q(pk=None)
        for one in wanted[start : start + MOST_AT_A_TIME]:
            some |= Q(named__contains=f'"{one}"')
        found |= Q(Exists(named.filter(some)))
    return found


def _topic(value: str, edition: api.Edition) -> Q:
    return Q(Exists(_derived(edition).filter(topic=value)))


def _pool(value: str, _edition: api.Edition) -> Q:
    if value == "released":
        return Q(pool=Pool.SECURE, released_at__isnull=False)
    return ~is_open() if value == Pool.SECURE else is_open()


def _owner(value: str, _edition: api.Edition) -> Q:
    if value == "none":
        return Q(owner=None)
    try:
        return Q(owner=uuid.UUID(value))
    except ValueError:
        return Q(pk=None)


_NARROWERS: Final[Mapping[str, Callable[[str, api.Edition], Q]]] = {
    "state": _state,
    "type": lambda value, _edition: Q(type=value),
    "book": _book,
    "rule": _rule,
    "topic": _topic,
    "pool": _pool,
    "tag": lambda value, _edition: Q(tags__name=value),
    "owner": _owner,
    "key": _key,
    "answered": lambda value, _edition: Q(current__isnull=False, current__statistic__isnull=value == "no"),
}


def _hardness(edition: str) -> Case:
    """Return the difficulty in hundredths as papers reckon it: see `papers.domain.difficulty`."""
    derived = Derivation.objects.filter(version=OuterRef("current"), edition=edition)
    traced = Subquery(derived.values("difficulty")[:1], output_field=IntegerField())
    answers, share = F("current__statistic__attempts"), F("current__statistic__share")
    expected = Value(WHOLE) - traced * Value(WHOLE // 10)
    estimate = (answers * share + Value(PRIOR_WEIGHT) * expected) / (answers + Value(PRIOR_WEIGHT))
    measured = Least(Value(HARDEST), Greatest(Value(EASIEST), (Value(WHOLE) - estimate) / Value(10)))
    return Case(
        When(current__statistic__attempts__gte=FEWEST, then=measured),
        default=traced * Value(100),
        output_field=IntegerField(),
    )


def _band(difficulty: int) -> Q:
    middle = difficulty * 100
    return Q(hardness__gte=middle - 50, hardness__lt=middle + 50)


def state_counts() -> dict[State, int]:
    """Return how many questions stand under each tab: one query each, over indexed columns."""
    return {state: Question.objects.filter(where).count() for state, where in STATES.items()}
