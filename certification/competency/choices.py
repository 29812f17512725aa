"""Which options people chose, as the content numbers them, whatever letters they stood under."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from certification.attempts.domain import AttemptState
from certification.attempts.models import Response
from certification.bank.domain import LETTERS
from certification.papers.models import PaperQuestion

_CHUNK: Final = 5000
#: Paper, position, options in the order of the letters.
Orders = Mapping[uuid.UUID, Mapping[int, list[int]]]


def orders_of(**papers: Any) -> Orders:
    """Return the options under the letters of each place of each paper."""
    orders: dict[uuid.UUID, dict[int, list[int]]] = defaultdict(dict)
    rows = PaperQuestion.objects.filter(**papers).order_by()
    for paper, position, order in rows.values_list("paper", "position", "option_order"):
        orders[paper][position] = order
    return orders


def chosen_of(orders: Orders, **attempts: Any) -> dict[tuple[uuid.UUID, int], tuple[int, ...]]:
    """Return what was chosen in the end at each place of handed-in attempts.

    Places without an answer are missing, and drills, which have no options.

    Args:
        orders: those of the papers concerned.
        attempts: conditions on the responses, such as `attempt__trainee=…`.
    """
    return {
        (attempt, position): tuple(orders[paper][position][LETTERS.index(letter)] for letter in answer)
        for attempt, position, paper, answer in _last_answers(attempts)
        if orders[paper][position]
    }


def _last_answers(where: Mapping[str, Any]) -> Iterator[tuple[uuid.UUID, int, uuid.UUID, str]]:
    answers = Response.objects.filter(attempt__state=AttemptState.HANDED_IN, answer__isnull=False, **where)
    held: tuple[uuid.UUID, int, uuid.UUID, str] | None = None
    rows = answers.order_by("attempt", "position", "id").values_list("attempt", "position", "attempt__paper", "answer")
    for attempt, position, paper, answer in rows.iterator(_CHUNK):
        if held is not None and (attempt, position) != held[:2]:
            yield held
        held = attempt, position, paper, answer or ""
    if held is not None:
        yield held
