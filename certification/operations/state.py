"""How the site is doing: what the operators' page shows and `/metrics/` tells. Says nothing of any person."""

import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Sum
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.attempts.models import Heartbeat
from certification.core.journal import JournalEntry
from certification.core.seals import LOOK_BACK
from certification.operations.archive import BackupError, Manifest, manifest_of
from certification.operations.backups import Label, archives, program_version
from certification.operations.dumps import kind
from certification.operations.models import FailedSignIns

RECENT: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    """A background job that failed: what it was and what kind of error ended it; its text may name people."""

    name: str
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """The background jobs: how many wait, run, and failed within `RECENT`; since when the oldest has waited."""

    waiting: int
    running: int
    failed: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Backup:
    """One archive: what its manifest says, and its size in bytes."""

    path: Path
    manifest: Manifest
    size: int

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.made_at)


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that a folder is on."""

    folder: Path
    free: int
    total: int


def queue(now: datetime) -> Queue:
    """Count the background jobs: two queries."""
    tasks = DBTaskResult.objects.all()
    counts = dict(tasks.filter(status__in=["READY", "RUNNING"]).values_list("status").annotate(n=Count("*")))
    failed = tasks.filter(status="FAILED", finished_at__gte=now - RECENT).count()
    oldest = tasks.filter(status="READY").aggregate(at=Min("enqueued_at"))["at"]
    return Queue(counts.get("READY", 0), counts.get("RUNNING", 0), failed, oldest)


def failed_jobs(now: datetime, most: int) -> list[Job]:
    """Return the last jobs that failed within `RECENT`, newest first."""
    rows = DBTaskResult.objects.filter(status="FAILED", finished_at__gte=now - RECENT).order_by("-finished_at")[:most]
    return [Job(_last(row.task_path), _last(row.exception_class_path), row.finished_at) for row in rows]


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def last_beat() -> datetime | None:
    """Return when the sweeper last went its round."""
    return Heartbeat.objects.values_list("at", flat=True).first()


def last_backup(folder: Path) -> Backup | None:
    """Return the newest archive whose manifest can be read; each was read back to its end when it was made."""
    found = sorted((path for label in Label for path in archives(folder, label)), key=lambda path: path.name)
    for path in reversed(found):
        try:
            return Backup(path, manifest_of(path), path.stat().st_size)
        except (BackupError, OSError, tarfile.TarError):
            continue
    return None


def disks() -> list[Disk]:
    """Return the disks of the data and of the backups; one where both are on the same."""
    found: dict[int, Disk] = {}
    for folder in (settings.HOME, settings.BACKUP_DIR):
        if folder.exists():
            usage = shutil.disk_usage(folder)
            found.setdefault(folder.stat().st_dev, Disk(folder, usage.free, usage.total))
    return list(found.values())


def database_bytes() -> int:
    """Return the size of the database."""
    return kind().size()


def failed_sign_ins(now: datetime) -> Mapping[str, int]:
    """Return `failures` and `lockouts` of the last 24 hours."""
    since = FailedSignIns.objects.filter(hour__gt=now - DAY)
    found = since.aggregate(failures=Sum("failures"), lockouts=Sum("lockouts"))
    return {name: count or 0 for name, count in found.items()}


def unsealed(now: datetime) -> int:
    """Return how many new entries of the journal wait for their seal; `verify_audit` counts all."""
    return JournalEntry.objects.filter(at__gte=now - LOOK_BACK, seal=None).count()


def versions() -> dict[str, str]:
    """Return the version of the program and the label of the edition in force; "" where none is loaded."""
    try:
        edition = api.current_edition().label
    except api.NoEditionError:
        edition = ""
    return {"program": program_version(), "edition": edition}
