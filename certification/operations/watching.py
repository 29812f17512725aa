"""Each request measured: a line in the log, a count for Prometheus, and where it was slow a line in a file.

Slow requests go to a file of the home folder, not into the database: it is the database that is slow when they come.
"""

import json
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from certification.core.request_ids import request_id
from certification.operations.logs import ACCESS
from certification.operations.metrics import DURATION, REQUESTS

logger = logging.getLogger(ACCESS)

FILE: Final = "slow-requests.jsonl"
MOST_BYTES: Final = 256 * 1024
NO_ROUTE: Final = "-"


@dataclass(frozen=True, slots=True)
class SlowRequest:
    """One request that took longer than `SLOW_SECONDS`; `at` is ISO 8601 in UTC."""

    at: str
    route: str
    method: str
    status: int
    milliseconds: int
    request_id: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


class WatchingMiddleware:
    """Measure from here inwards; stands just inside the one that gives the request its id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        watched(request, response.status_code, time.perf_counter() - began)
        return response


def watched(request: HttpRequest, status: int, seconds: float) -> None:
    """Note one request by its route; an address could name a person, or be one of a million that do not exist."""
    match = request.resolver_match
    route = (match.view_name or NO_ROUTE) if match else NO_ROUTE
    method = request.method or NO_ROUTE
    milliseconds = round(seconds * 1000)
    REQUESTS.labels(route, method, str(status)).inc()
    DURATION.labels(route).observe(seconds)
    logger.info(
        "%s %s %d", method, route, status,
        extra={"route": route, "method": method, "status": status, "milliseconds": milliseconds},
    )  # fmt: skip
    if seconds >= settings.SLOW_SECONDS:
        at = datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251 - measured here, nobody decides by it
        keep(settings.HOME, SlowRequest(at, route, method, status, milliseconds, request_id()))


def keep(folder: Path, slow: SlowRequest) -> None:
    """Append to the file, one write a line so that processes do not mix; a full disk costs the line, not the page."""
    path = folder / FILE
    with suppress(OSError):
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".old"))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb", buffering=0) as file:
            file.write(json.dumps(asdict(slow)).encode() + b"\n")


def newest_slow(folder: Path, most: int) -> list[SlowRequest]:
    """Return the last slow requests, newest first; a line that is no such thing is passed over."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    found = []
    for line in reversed(lines):
        with suppress(ValueError, TypeError):
            found.append(SlowRequest(**json.loads(line)))
        if len(found) == most:
            break
    return found
