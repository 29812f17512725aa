"""What each misreading makes of the questions that were answered, and what that says of one person."""

import uuid
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
from certification.competency.choices import chosen, with_choices
from certification.competency.misconceptions.domain import Choice, Misconception, Misled, diagnose
from certification.competency.models import MisledKeys
from certification.grading.models import Mark

#: The last answers that a diagnosis looks at.
LATEST: Final = 300
_AT_ONCE: Final = 25


def misconceptions_of(person: uuid.UUID) -> tuple[Misconception, ...]:
    """Return the misreadings that explain somebody's wrong answers. One query.

    A question speaks for a misreading only once the worker has worked out what misreadings make of it.
    """
    marks = with_choices(
        Mark.objects.standing().filter(attempt__trainee=person, attempt__state=AttemptState.HANDED_IN)
    ).order_by("-attempt__handed_in_at", "-number")
    fields = (
        "version", "attempt", "position", "derivation__key", "version__question__type", "order", "answer",
        "derivation__misled_keys__found",
    )  # fmt: skip
    choices = []
    for version, attempt, position, key, kind, order, answer, found in reversed(marks.values_list(*fields)[:LATEST]):
        picked = chosen(order, answer)
        ways = 2 ** len(order) - 1 if kind == QuestionType.MULTIPLE else len(order)
        if picked and ways > 1:
            misled = tuple(Misled(rule, say, frozenset(turned)) for rule, say, turned in found or ())
            choices.append(
                Choice(str(version), str(attempt), position, frozenset(picked), frozenset(key), ways, misled)
            )
    return diagnose(choices)


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
