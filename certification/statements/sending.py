"""The way out: batches to the record store, oldest first; its downtime costs nothing but time."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from certification.core.retrying import enqueue_once, next_try
from certification.statements.domain import VERSION
from certification.statements.gathering import gather
from certification.statements.models import LONGEST_PROBLEM, RecordStore, Statement

TIMEOUT_SECONDS: Final = 10
BATCH: Final = 50
#: Answers that mean the statement, not the moment: too large, malformed, in conflict with what the store has.
_HOPELESS: Final = (400, 409, 413, 422)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store said: nothing against it, or what, and whether trying again is hopeless."""

    problem: str = ""
    is_hopeless: bool = False


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would carry the password elsewhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def post(bodies: Sequence[dict[str, Any]]) -> Answer:
    """Send statements in one request; the store takes all or none (xAPI 1.0.3, part three, 2.1.2)."""
    secret = base64.b64encode(f"{settings.XAPI_USER}:{settings.XAPI_PASSWORD}".encode()).decode()
    request = Request(  # noqa: S310 - the operator's own address, http or https by a check at start
        f"{settings.XAPI_ENDPOINT.rstrip('/')}/statements", data=json.dumps(list(bodies)).encode(), method="POST",
        headers={
            "Content-Type": "application/json", "X-Experience-API-Version": VERSION, "Authorization": f"Basic {secret}",
        },
    )  # fmt: skip
    try:
        with build_opener(_NoRedirects()).open(request, timeout=TIMEOUT_SECONDS) as response:
            response.read()
    except HTTPError as error:
        with error:
            return Answer(f"HTTP {error.code}", is_hopeless=error.code in _HOPELESS)
    except (URLError, OSError) as error:
        return Answer(str(getattr(error, "reason", error))[:LONGEST_PROBLEM])
    return Answer()


def waiting() -> Any:
    """Return the statements that wait, oldest first."""
    return Statement.objects.filter(sent_at=None, refused_at=None).order_by("made_at", "pk")


def send_waiting(*, now: datetime) -> int:
    """Send what waits until nothing is left or the store fails; return how many it took.

    A batch that the store refuses is sent one by one, so that one bad statement holds up no other. Nothing is locked
    meanwhile: told twice is told once, the id is the same.
    """
    store = RecordStore.objects.get(pk=1)
    sent = 0
    while rows := list(waiting()[:BATCH]):
        answer = _deliver(rows, now)
        sent += sum(row.sent_at is not None for row in rows)
        if answer.problem and not answer.is_hopeless:
            _rest(store, answer.problem, now)
            return sent
        if store.tries:
            store.tries, store.next_try_at, store.problem = 0, None, ""
            store.save(update_fields=["tries", "next_try_at", "problem"])
    return sent


def _deliver(rows: Sequence[Statement], now: datetime) -> Answer:
    """Send a batch and note what became of each row; return why not to go on, if so."""
    answer = post([row.body for row in rows])
    if answer.is_hopeless and len(rows) > 1:
        for row in rows:
            single = _deliver([row], now)
            if single.problem and not single.is_hopeless:
                return single
        return Answer()
    for row in rows:
        if not answer.problem:
            row.sent_at = now
        elif answer.is_hopeless:
            row.refused_at, row.problem = now, answer.problem
    if not answer.problem or answer.is_hopeless:
        Statement.objects.bulk_update(rows, ["sent_at", "refused_at", "problem"])
    return answer


def _rest(store: RecordStore, problem: str, now: datetime) -> None:
    store.tries += 1
    store.next_try_at, store.problem = next_try(store.tries, now), problem
    store.save(update_fields=["tries", "next_try_at", "problem"])


def ask_to_tell(now: datetime) -> None:
    """Ask the worker to gather and send, where a store is configured and it is time."""
    if not settings.XAPI_ENDPOINT:
        return
    store = RecordStore.objects.filter(pk=1).first()
    if store is not None and store.next_try_at is not None and now < store.next_try_at:
        return
    enqueue_once(tell_in_background)


@task()
def tell_in_background() -> int:
    """Gather what is new and send what waits; return how many statements the store took."""
    now = timezone.now()
    gather(now=now)
    return send_waiting(now=now)
