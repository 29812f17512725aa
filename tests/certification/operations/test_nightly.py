"""When a backup is made that nobody asks for."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site_settings
from django_tasks_db.models import DBTaskResult

from certification.operations import nightly
from certification.operations.archive import BackupError
from certification.operations.backups import Label, archives, rotate

HERE = ZoneInfo(site_settings.TIME_ZONE)
TWO, FOUR = datetime(2026, 3, 5, 2, 0, tzinfo=HERE), datetime(2026, 3, 5, 4, 0, tzinfo=HERE)
TODAY, YESTERDAY = "mingduan-20260305-030001-nightly.tar.gz", "mingduan-20260304-030001-nightly.tar.gz"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_HOUR = tmp_path, 3
    return tmp_path


@pytest.mark.parametrize(
    ("now", "there", "due"),
    [
        (TWO, [], False),
        (FOUR, [], True),
        (FOUR, [YESTERDAY], True),
        (FOUR, [TODAY], False),
        (FOUR, ["mingduan-20260305-030001-manual.tar.gz"], True),
    ],
)
def test_due_once_a_day_from_the_hour_on(folder, now, there, due):
    for name in there:
        (folder / name).touch()

    assert nightly.is_due(now) is due


def test_never_due_when_switched_off(settings):
    settings.BACKUP_HOUR = None

    assert not nightly.is_due(FOUR)


@pytest.mark.django_db
def test_asked_for_once():
    for _ in range(2):
        nightly.ask_to_back_up(FOUR)

    assert DBTaskResult.objects.filter(task_path=nightly.back_up_in_background.module_path).count() == 1


def test_rotation_keeps_the_newest_of_its_own_kind_and_touches_nothing_else(folder):
    nights = [f"mingduan-202603{day:02d}-030000-nightly.tar.gz" for day in range(1, 6)]
    others = ["mingduan-20260301-120000-manual.tar.gz", "letter.tar.gz"]
    for name in nights + others:
        (folder / name).touch()

    gone = rotate(folder, Label.NIGHTLY, 2)

    assert [path.name for path in gone] == nights[:3]
    assert sorted(path.name for path in folder.iterdir()) == sorted(nights[3:] + others)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("people", "missing", "made"), [(1, {"x.0001"}, 1), (0, {"x.0001"}, 0), (1, set(), 0)])
def test_backup_before_a_migration_only_where_there_is_something_to_lose(
    folder, monkeypatch, people, missing, made, request
):
    if people:
        request.getfixturevalue("trainee")
    monkeypatch.setattr(nightly.schema, "unapplied", lambda: missing)

    path = nightly.back_up_before_migrating(FOUR)

    assert (path is not None) == bool(made)
    assert archives(folder, Label.BEFORE_MIGRATION) == ([path] if made else [])


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said_and_leaves_nothing(folder, trainee, monkeypatch):
    monkeypatch.setattr(
        "certification.operations.backups.shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1 << 10})
    )
    monkeypatch.setattr(nightly.schema, "unapplied", lambda: {"x.0001"})

    with pytest.raises(BackupError, match="腾出空间"):
        nightly.back_up_before_migrating(FOUR)

    assert list(folder.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_the_nightly_backup_is_made_by_the_worker_and_rotated(folder, trainee, settings, monkeypatch):
    settings.BACKUP_KEEP = 1
    # The test runner lets nobody open a second database; test_drill.py follows the ledger of a copy.
    monkeypatch.setattr("certification.operations.backups.ledger_state", lambda *_args, **_options: "sound")
    (folder / YESTERDAY).touch()
    monkeypatch.setattr(nightly.timezone, "now", lambda: FOUR)

    name = nightly.back_up_in_background.func()

    assert [path.name for path in folder.iterdir()] == [name]
    assert nightly.back_up_in_background.func() == ""


@pytest.mark.django_db
def test_the_newest_archive_is_read_again_once_a_month(folder, monkeypatch):
    nightly.ask_to_verify(FOUR)
    assert not DBTaskResult.objects.exists()

    for name in (YESTERDAY, TODAY):
        (folder / name).touch()
    for _ in range(2):
        nightly.ask_to_verify(FOUR)
    assert DBTaskResult.objects.count() == 1

    read = []
    monkeypatch.setattr(nightly, "verify", read.append)
    assert nightly.verify_in_background.call() == TODAY
    assert read == [folder / TODAY]
    DBTaskResult.objects.all().delete()
    last = nightly.last_verified(folder)
    nightly.ask_to_verify(last)
    nightly.ask_to_verify(last + nightly.VERIFY_EVERY)
    assert DBTaskResult.objects.count() == 1


def test_a_damaged_archive_counts_as_not_read(folder):
    (folder / TODAY).write_bytes(b"no archive")

    with pytest.raises(BackupError):
        nightly.verify_in_background.call()
    assert nightly.last_verified(folder) is None
