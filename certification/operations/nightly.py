"""The backups that nobody asks for: every night by the worker, and before a migration."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from certification.operations import schema
from certification.operations.archive import BackupError
from certification.operations.backups import PREFIX, Label, archives, back_up, rotate, verify

logger = logging.getLogger(__name__)
KEEP_BEFORE_MIGRATION: Final = 5
VERIFY_EVERY: Final = timedelta(days=30)
#: Beside the archives: its time stamp says when one was last read to the end again, its text which.
VERIFIED: Final = ".verified"


def is_due(now: datetime) -> bool:
    """Say whether the hour has come and today's nightly backup is not there yet. No query: it looks into the folder."""
    local = timezone.localtime(now)
    if settings.BACKUP_HOUR is None or local.hour < settings.BACKUP_HOUR:
        return False
    today = f"{PREFIX}{local:%Y%m%d}-"
    return not any(path.name.startswith(today) for path in archives(settings.BACKUP_DIR, Label.NIGHTLY))


def ask_to_back_up(now: datetime) -> None:
    """Ask the worker for the nightly backup where it is due and not asked for yet."""
    waiting = DBTaskResult.objects.filter(task_path=back_up_in_background.module_path, status__in=["READY", "RUNNING"])
    if is_due(now) and not waiting.exists():
        back_up_in_background.enqueue()


@task()
def back_up_in_background() -> str:
    """Make the nightly backup in the worker, once, however often it was asked for; return the file's name.

    Raises:
        BackupError: it could not be made; the sweeper asks again within the hour.
    """
    now = timezone.now()
    if not is_due(now):
        return ""
    try:
        path = back_up(settings.BACKUP_DIR, label=Label.NIGHTLY, now=now).path
    except BackupError:
        logger.exception("no nightly backup")
        raise
    rotate(settings.BACKUP_DIR, Label.NIGHTLY, settings.BACKUP_KEEP)
    return path.name


def last_verified(folder: Path) -> datetime | None:
    """Return when an archive was last read to its end again after it was made; None for never."""
    try:
        return datetime.fromtimestamp((folder / VERIFIED).stat().st_mtime, UTC)
    except OSError:
        return None


def note_verified(archive: Path, folder: Path) -> None:
    """Keep that an archive of `folder` was found good just now."""
    (folder / VERIFIED).write_text(f"{archive.name}\n", encoding="utf-8")


def ask_to_verify(now: datetime) -> None:
    """Ask the worker, once a month, to read the newest nightly archive to its end, the database inside included."""
    found = archives(settings.BACKUP_DIR, Label.NIGHTLY)
    last = last_verified(settings.BACKUP_DIR)
    if not found or (last and now - last < VERIFY_EVERY):
        return
    waiting = DBTaskResult.objects.filter(task_path=verify_in_background.module_path, status__in=["READY", "RUNNING"])
    if not waiting.exists():
        verify_in_background.enqueue()


@task()
def verify_in_background() -> str:
    """Read the newest nightly archive to its end in the worker; return its name.

    Raises:
        BackupError: it is damaged; the operators' page shows the job as failed, and the sweeper asks again.
    """
    newest = archives(settings.BACKUP_DIR, Label.NIGHTLY)[-1]
    try:
        verify(newest)
    except BackupError:
        logger.exception("the newest backup is damaged")
        raise
    note_verified(newest, settings.BACKUP_DIR)
    return newest.name


def back_up_before_migrating(now: datetime) -> Path | None:
    """Make a backup where people's data stands in tables that are about to change; None where that is not so.

    Raises:
        BackupError: it could not be made, and the migration should not begin.
    """
    if not settings.BACKUP_BEFORE_MIGRATION or not schema.has_data() or not schema.unapplied():
        return None
    path = back_up(settings.BACKUP_DIR, label=Label.BEFORE_MIGRATION, now=now).path
    rotate(settings.BACKUP_DIR, Label.BEFORE_MIGRATION, KEEP_BEFORE_MIGRATION)
    return path
