"""What each misreading makes of the questions that were answered, and what that says of one person."""

import uuid
from collections.abc import Collection
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.attempts.domain import AttemptState
from certification.bank.deriving import api_question
from certification.bank.domain import QuestionType
from certification.bank.models import Derivation
from certification.competency.choices import chosen_of, orders_of
from certification.competency.misconceptions.domain import Choice, Misconception, Misled, diagnose
from certification.competency.models import MisledKeys
from certification.grading.models import Mark

#: The last answers that a diagnosis looks at.
LATEST: Final = 300
_AT_ONCE: Final = 25


def misconceptions_of(person: uuid.UUID) -> tuple[Misconception, ...]:
    """Return the misreadings that explain somebody's wrong answers. Four queries.

    A question speaks for a misreading only once the worker has worked out what misreadings make of it.
    """
    marks = (
        Mark.objects.standing()
        .filter(attempt__trainee=person, attempt__state=AttemptState.HANDED_IN)
        .order_by("-attempt__handed_in_at", "-number")
    )
    fields = (
        "version", "attempt", "attempt__paper", "position", "derivation", "derivation__key", "version__question__type",
    )  # fmt: skip
    rows = list(marks.values_list(*fields)[:LATEST])
    orders = orders_of(paper__in={row[2] for row in rows})
    chosen = chosen_of(orders, attempt__in={row[1] for row in rows})
    known = _known({row[4] for row in rows})
    choices = []
    for version, attempt, paper, position, derivation, key, kind in reversed(rows):
        picked = chosen.get((attempt, position))
        width = len(orders[paper][position])
        ways = 2**width - 1 if kind == QuestionType.MULTIPLE else width
        if picked and ways > 1:
            misled = known.get(derivation, ())
            choices.append(
                Choice(str(version), str(attempt), position, frozenset(picked), frozenset(key), ways, misled)
            )
    return diagnose(choices)


def _known(derivations: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Misled, ...]]:
    rows = MisledKeys.objects.filter(derivation__in=derivations).values_list("derivation", "found")
    return {
        derivation: tuple(Misled(rule, say, frozenset(key)) for rule, say, key in found) for derivation, found in rows
    }


def ask_to_work_out() -> bool:
    """Have the worker work out what nobody has yet, unless it was asked already. Return whether it was asked now."""
    waiting = DBTaskResult.objects.filter(task_path=work_out_in_background.module_path, finished_at=None)
    if not _unknown().exists() or waiting.exists():
        return False
    work_out_in_background.enqueue()
    return True


def _unknown() -> QuerySet[Derivation]:
    return Derivation.objects.filter(Exists(Mark.objects.filter(derivation=OuterRef("pk"))), misled_keys=None)


@task()
def work_out_in_background() -> int:
    """Work out in the worker what misreadings make of every answered question. Return of how many questions."""
    count = 0
    while batch := list(_unknown().select_related("version")[:_AT_ONCE]):
        for derivation in batch:
            _work_out(derivation)
        count += len(batch)
    return count


def _work_out(derivation: Derivation) -> None:
    content = derivation.version.read
    found: tuple[api.Misled, ...] = ()
    if content.has_case:
        found = api.misled_keys(api_question(content), edition=api.load_edition(derivation.edition))
    try:
        with transaction.atomic():
            MisledKeys.objects.create(
                derivation=derivation, found=[[one.rule, one.say, list(one.key)] for one in found]
            )
    except IntegrityError:
        pass  # another worker was here first, and found the same
