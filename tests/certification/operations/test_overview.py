"""运行情况: every line is well or says what to do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certification.attempts.models import Heartbeat
from certification.core.journal import JournalEntry, record
from certification.credentials.badges import KEY_MADE, signing_key
from certification.operations import nightly, overview, state, watching
from certification.operations.archive import Manifest, pack
from certification.operations.models import FailedSignIns
from tests.factories.people import UserFactory

PAGE = "/operations/"
BACKEND = "certification.people.backends.NameOrNumberBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOME = settings.BACKUP_DIR = tmp_path
    settings.BACKUP_HOUR = 3
    return tmp_path


@pytest.fixture
def operator(client):
    client.force_login(UserFactory(operator=True), backend=BACKEND)
    return client


def tones(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return {line.name: line.tone for line in answer.context["lines"]}


def archive_of(folder, made, name="mingduan-20260305-030001-nightly.tar.gz"):
    bench = folder / "bench"
    bench.mkdir(exist_ok=True)
    manifest = Manifest(made.isoformat(), "nightly", "1", "sqlite", (), {"a": 3}, "sound", {})
    pack(folder / name, bench, manifest)


def test_a_site_that_is_well_says_so_line_by_line(operator, edition, folder, monkeypatch):
    Heartbeat.objects.create(at=timezone.now())
    archive_of(folder, timezone.now() - timedelta(hours=3))
    (folder / nightly.VERIFIED).touch()
    monkeypatch.setattr(state, "disks", lambda: [state.Disk(folder, 90, 100)])

    assert set(tones(operator).values()) == {"good"}
    text = operator.get(PAGE).content.decode()
    assert "3 行" in text
    assert edition.label in text


def test_a_site_that_is_not_says_what_to_do(operator, folder, monkeypatch):
    now = timezone.now()
    Heartbeat.objects.create(at=now - timedelta(minutes=5))
    archive_of(folder, now - timedelta(days=2))
    (folder / "mingduan-20260306-030001-nightly.tar.gz").write_bytes(b"not an archive")
    nightly.back_up_in_background.enqueue()
    DBTaskResult.objects.update(enqueued_at=now - timedelta(hours=1))
    FailedSignIns.objects.create(hour=now, failures=overview.MANY_FAILURES)
    monkeypatch.setattr(state, "disks", lambda: [state.Disk(folder, 5, 100)])

    found = tones(operator)

    assert {name for name, tone in found.items() if tone == "seal"} == {
        "最近的备份", "到时交卷", "后台任务", f"磁盘 {folder}", "版本",
    }  # fmt: skip
    assert found["登录失败"] == "warn"


def test_a_site_that_has_just_begun_is_told_apart(operator):
    found = {line.name: line for line in operator.get(PAGE).context["lines"]}

    assert found["最近的备份"].value == "还没有"
    assert found["备份复查"].tone == "good"
    assert found["到时交卷"].tone == "seal"


def test_a_check_of_backups_that_is_long_ago_is_told(operator, folder):
    (folder / nightly.VERIFIED).touch()

    line = overview._verified(timezone.now() + timedelta(days=40))

    assert line.tone == "warn"


def test_failed_jobs_and_slow_requests_are_listed_without_what_they_were_about(operator, folder):
    nightly.back_up_in_background.enqueue()
    DBTaskResult.objects.update(
        status="FAILED", finished_at=timezone.now(), exception_class_path="a.b.BackupError", traceback="林晓雯"
    )
    watching.keep(folder, watching.SlowRequest("2026-11-22T09:00:00+00:00", "sitting:home", "GET", 200, 1500, "ab"))
    record("test.did", subject="test:1", actor_id=None, now=timezone.now())

    text = operator.get(PAGE).content.decode()

    assert "BackupError" in text
    assert "back_up_in_background" in text
    assert "林晓雯" not in text
    assert "sitting:home" in text
    assert "1 条等着封印" in text


def test_a_manager_sees_it_and_a_trainer_does_not(client):
    for traits, status in (({"manager": True}, 200), ({"trainer": True}, 403)):
        client.force_login(UserFactory(**traits), backend=BACKEND)
        assert client.get(PAGE).status_code == status


def test_a_badge_key_made_anew_is_told_until_the_old_one_is_back(operator, folder):
    first = signing_key().thumbprint()
    kept = (folder / "badge-key.json").read_text()
    assert "徽章的签名密钥" not in tones(operator)

    (folder / "badge-key.json").unlink()
    assert signing_key().thumbprint() != first
    assert tones(operator)["徽章的签名密钥"] == "warn"

    (folder / "badge-key.json").write_text(kept)
    assert "徽章的签名密钥" not in tones(operator)


def test_a_badge_key_is_noted_once(folder):
    signing_key(), signing_key()

    assert JournalEntry.objects.filter(verb=KEY_MADE).count() == 1
