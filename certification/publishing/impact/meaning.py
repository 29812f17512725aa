"""What two editions decide otherwise: worked out in the background, the answer stays in the queue's results.

The web never runs the solver: somebody asks for the comparison, the page shows that it is being worked out, and later
what came of it. Looking at the page asks for nothing.
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
    """What is known so far; `differences` is None until it has been worked out.

    A comparison that has failed, or has lost its worker, may be asked for again.
    """

    differences: tuple[api.Difference, ...] | None = None
    has_failed: bool = False
    is_awaited: bool = False


@task()
def compare(old: str, new: str) -> list[dict[str, Any]]:
    """Compare two stored editions in meaning; return the differences as JSON values."""
    return [one.to_json() for one in differences(api.load_edition(old), api.load_edition(new))]


def read_meaning(old: str, new: str, *, now: datetime) -> Meaning:
    """Return what the solver finds decided otherwise, as far as that is known.

    Args:
        old: id of a stored edition.
        new: id of another.
        now: a comparison that has run for too long was lost.
    """
    known = _latest(old, new)
    if known is None:
        return Meaning()
    if known.status == TaskResultStatus.SUCCESSFUL:
        return Meaning(tuple(api.Difference.from_json(one) for one in known.return_value or ()))
    has_failed = known.status == TaskResultStatus.FAILED or _is_lost(known, now)
    return Meaning(has_failed=has_failed, is_awaited=not has_failed)


def ask_meaning(old: str, new: str, *, now: datetime) -> None:
    """Put the comparison in the queue, unless it is there already or has been worked out."""
    known = read_meaning(old, new, now=now)
    if known.differences is None and not known.is_awaited:
        compare.enqueue(old, new)


def _latest(old: str, new: str) -> "DBTaskResult[Any, Any] | None":
    asked = DBTaskResult.objects.filter(task_path=compare.module_path, args_kwargs={"args": [old, new], "kwargs": {}})
    return asked.order_by("-enqueued_at").first()


def _is_lost(known: "DBTaskResult[Any, Any]", now: datetime) -> bool:
    return known.status == TaskResultStatus.RUNNING and (known.started_at or now) < now - LOST_AFTER
