"""What two editions decide otherwise: worked out in the background, the answer stays in the queue's results.

The web never runs the solver: a page asks, shows that it is being worked out, and finds the answer when it asks again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.publishing.impact.reading import differences

#: A comparison that says nothing for so long has lost its worker.
LOST_AFTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known so far; `differences` is None while it is being worked out or when it failed."""

    differences: tuple[api.Difference, ...] | None = None
    has_failed: bool = False

    @property
    def is_awaited(self) -> bool:
        return self.differences is None and not self.has_failed


@task()
def compare(old: str, new: str) -> list[dict[str, Any]]:
    """Compare two stored editions in meaning; return the differences as JSON values."""
    return [one.to_json() for one in differences(api.load_edition(old), api.load_edition(new))]


def ask_meaning(old: str, new: str, *, now: datetime) -> Meaning:
    """Return what the solver finds decided otherwise, and have it work that out if it was not asked before.

    Args:
        old: id of a stored edition.
        new: id of another.
        now: a comparison that was lost is put in the queue again.
    """
    known = _latest(old, new)
    if known is None or _is_lost(known, now):
        compare.enqueue(old, new)
        return Meaning()
    if known.status == TaskResultStatus.SUCCESSFUL:
        return Meaning(tuple(api.Difference.from_json(one) for one in known.return_value or ()))
    return Meaning(has_failed=known.status == TaskResultStatus.FAILED)


def ask_again(old: str, new: str) -> None:
    """Put a comparison that failed in the queue once more; one that is awaited is left alone."""
    known = _latest(old, new)
    if known is None or known.status == TaskResultStatus.FAILED:
        compare.enqueue(old, new)


def _latest(old: str, new: str) -> "DBTaskResult[Any, Any] | None":
    asked = DBTaskResult.objects.filter(task_path=compare.module_path, args_kwargs={"args": [old, new], "kwargs": {}})
    return asked.order_by("-enqueued_at").first()


def _is_lost(known: "DBTaskResult[Any, Any]", now: datetime) -> bool:
    return known.status == TaskResultStatus.RUNNING and (known.started_at or now) < now - LOST_AFTER
