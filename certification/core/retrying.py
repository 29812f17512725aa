"""The patience of an outbox: when somebody who did not answer is asked again, and one job at a time that asks."""

from datetime import datetime, timedelta
from typing import Any, Final

from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

#: After the n-th failure in a row the other side is left alone so many minutes; from the last on always.
WAITS: Final = (1, 2, 5, 15, 60)


def next_try(tries: int, now: datetime) -> datetime:
    """Return when somebody who failed so many times in a row is asked again."""
    return now + timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1])


def enqueue_once(job: "Task[Any, Any]") -> None:
    """Ask the worker for a job, unless it was asked already and has not ended it."""
    if not DBTaskResult.objects.filter(task_path=job.module_path, finished_at=None).exists():
        job.enqueue()
