"""`/metrics/`: what Prometheus collects. For this machine, or for whoever sends the token."""

import os
import secrets
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from certification.operations import nightly, state

LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
#: A request with one of these came through a proxy: that the proxy runs on this machine says nothing of who asks.
PASSED_ON: Final = frozenset(
    {"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Via"}
)
MULTIPROCESS: Final = "PROMETHEUS_MULTIPROC_DIR"


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format; to whom it is none of their business, as if there were no such page."""
    if not _may_collect(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    figures = REGISTRY
    if MULTIPROCESS in os.environ:
        figures = CollectorRegistry()
        MultiProcessCollector(figures)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(registry) + generate_latest(figures), content_type=CONTENT_TYPE_LATEST)


def _may_collect(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not PASSED_ON & set(request.headers)


class SiteCollector:
    """The state of the site at the moment it is asked; what the database does not tell is left out."""

    def collect(self) -> Iterator[Metric]:
        """Yield each group of figures that can be had."""
        groups: tuple[Callable[[], Iterator[Metric]], ...] = (_queue, _sweeper, _backup, _sizes, _people, _info)
        is_there = True
        for group in groups:
            try:
                yield from group()
            except (DatabaseError, InterfaceError):
                is_there = False
        yield _gauge("database_answers", "1 where the database answered every question of this page.", int(is_there))


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"mingduan_{name}", text, value=value)


def _queue() -> Iterator[Metric]:
    now = timezone.now()
    found = state.queue(now)
    yield _gauge("jobs_waiting", "Background jobs that wait.", found.waiting)
    yield _gauge("jobs_running", "Background jobs that run.", found.running)
    yield _gauge("jobs_failed_7d", "Background jobs that failed within seven days.", found.failed)
    waited = (now - found.oldest).total_seconds() if found.oldest else 0
    yield _gauge("jobs_oldest_wait_seconds", "How long the oldest job has waited.", waited)


def _sweeper() -> Iterator[Metric]:
    if at := state.last_beat():
        age = (timezone.now() - at).total_seconds()
        yield _gauge("sweeper_age_seconds", "Since the sweeper last went its round.", age)


def _backup() -> Iterator[Metric]:
    now = timezone.now()
    if last := state.last_backup(settings.BACKUP_DIR):
        age = (now - last.made_at).total_seconds()
        yield _gauge("backup_age_seconds", "Since the last good backup was made.", age)
        yield _gauge("backup_bytes", "Size of the last good backup.", last.size)
    if at := nightly.last_verified(settings.BACKUP_DIR):
        age = (now - at).total_seconds()
        yield _gauge("backup_verified_age_seconds", "Since a backup was last verified again.", age)


def _sizes() -> Iterator[Metric]:
    free = GaugeMetricFamily("mingduan_disk_free_bytes", "Free bytes of the disk under a folder.", labels=["folder"])
    for disk in state.disks():
        free.add_metric([str(disk.folder)], disk.free)
    yield free
    yield _gauge("database_bytes", "Size of the database.", state.database_bytes())


def _people() -> Iterator[Metric]:
    now = timezone.now()
    failed = state.failed_sign_ins(now)
    yield _gauge("sign_in_failures_24h", "Failed attempts to sign in within a day.", failed["failures"])
    yield _gauge("sign_in_lockouts_24h", "Names locked for failing within a day.", failed["lockouts"])
    yield _gauge("audit_unsealed", "Entries of the audit trail that wait for their seal.", state.unsealed(now))


def _info() -> Iterator[Metric]:
    info = GaugeMetricFamily("mingduan_info", "Version and edition, always 1.", labels=["version", "edition"])
    found = state.versions()
    info.add_metric([found["program"], found["edition"]], 1)
    yield info
