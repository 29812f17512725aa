"""Moving questions between the pools."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from certification.bank.domain import Pool
from certification.bank.models import Question
from certification.bank.workflow.domain import Origin
from certification.core import journal


@transaction.atomic
def move_to_pool(question_ids: Collection[uuid.UUID], pool: Pool, *, actor: uuid.UUID, now: datetime) -> int:
    """Move questions of the workbench to a pool. Return how many moved.

    What was released stays open for good, and what the item files keep is moved there; both are left as they are.
    """
    movable = Question.objects.filter(pk__in=question_ids, released_at=None, origin=Origin.WORKBENCH).exclude(pool=pool)
    moved = list(movable.select_for_update().order_by("code").values_list("pk", flat=True))
    Question.objects.filter(pk__in=moved).update(pool=pool)
    for one in moved:
        journal.record("question.moved", subject=f"question:{one}", actor_id=actor, now=now, details={"pool": pool})
    return len(moved)
