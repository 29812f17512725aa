"""What a monitor asks: does the process answer, and is the site fit to be used. Says nothing of any person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.attempts.models import Heartbeat
from certification.operations import schema

#: The sweeper beats every five seconds; a paper that is slow to mark may hold it up for a while.
SWEEPER_SILENT: Final = timedelta(minutes=1)
#: A job that waits so long while no other runs has nobody to do it. The longest check-up takes less than `JOB_LASTS`.
JOB_WAITS: Final = timedelta(minutes=10)
JOB_LASTS: Final = timedelta(hours=2)


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200: this process serves pages. Asks no database, so that a restart is not tried for its sake."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 where everything is fit, else 503; the body says for each part `ok` or what is wrong."""
    parts = readiness(timezone.now())
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "unavailable", "checks": parts}, status=200 if is_ready else 503
    )


def readiness(now: datetime) -> dict[str, str]:
    """Return the state of each part, `ok` or a word on what is wrong; after a database that is gone nothing more."""
    parts = {}
    checks: dict[str, Callable[[datetime], str]] = {
        "database": _database,
        "migrations": _migrations,
        "sweeper": _sweeper,
        "worker": _worker,
        "edition": _edition,
    }
    for name, check in checks.items():
        try:
            parts[name] = check(now)
        except (DatabaseError, InterfaceError):
            parts[name] = "no answer"
            break
    return parts


def _database(_now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations(_now: datetime) -> str:
    missing = schema.unapplied()
    return f"{len(missing)} not applied" if missing else "ok"


def _sweeper(now: datetime) -> str:
    at = Heartbeat.objects.values_list("at", flat=True).first()
    return "ok" if at is not None and now - at <= SWEEPER_SILENT else "not seen lately"


def _worker(now: datetime) -> str:
    """Look at the queue: nothing waits for long, or somebody is busy with a job that has not lasted too long."""
    tasks = DBTaskResult.objects.all()
    if not tasks.ready().filter(enqueued_at__lte=now - JOB_WAITS).exists():
        return "ok"
    is_busy = tasks.filter(status="RUNNING", started_at__gt=now - JOB_LASTS).exists()
    return "ok" if is_busy else "jobs wait"


def _edition(_now: datetime) -> str:
    try:
        api.current_edition_id()
    except api.NoEditionError:
        return "none loaded"
    return "ok"
