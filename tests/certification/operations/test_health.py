"""What a monitor is told, without signing in."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certification.attempts.models import Heartbeat
from certification.operations import health
from certification.operations.nightly import back_up_in_background

READY = "/readyz/"


@pytest.fixture
def running(edition):
    """A site whose sweeper beats and which has an edition."""
    Heartbeat.objects.create(at=timezone.now())


def wait(minutes, **fields):
    back_up_in_background.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=minutes), **fields)


def test_health_asks_no_database(client):  # without the fixture `db` a query fails
    answer = client.get("/healthz/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_site_that_is_whole_is_ready(client, running):
    answer = client.get(READY)

    assert answer.status_code == 200
    assert set(answer.json()["checks"].values()) == {"ok"}


def test_both_answer_without_tls_while_pages_do_not(client, running, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert [client.get(path).status_code for path in ("/healthz/", READY, "/sign-in/")] == [200, 200, 301]


def broken(client):
    answer = client.get(READY)
    assert answer.status_code == 503
    return {name: state for name, state in answer.json()["checks"].items() if state != "ok"}


def test_a_silent_sweeper_is_told(client, running):
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=5))

    assert broken(client) == {"sweeper": "not seen lately"}


@pytest.mark.django_db
def test_an_empty_site_is_not_ready(client):
    assert broken(client) == {"sweeper": "not seen lately", "edition": "none loaded"}


def test_missing_migrations_are_counted(client, running, monkeypatch):
    monkeypatch.setattr(health.schema, "unapplied", lambda: {"a.1", "a.2"})

    assert broken(client) == {"migrations": "2 not applied"}


def test_a_job_that_nobody_takes_is_told_and_a_fresh_one_is_not(client, running):
    wait(minutes=1)
    assert client.get(READY).status_code == 200

    wait(minutes=30)
    assert broken(client) == {"worker": "jobs wait"}


def test_a_worker_that_is_busy_is_well(client, running):
    wait(minutes=30, status="RUNNING", started_at=timezone.now())
    back_up_in_background.enqueue()
    DBTaskResult.objects.filter(status="READY").update(enqueued_at=timezone.now() - timedelta(minutes=30))

    assert client.get(READY).status_code == 200


def test_a_database_that_is_gone_ends_the_questions(client, running, monkeypatch):
    def gone(_now):
        raise OperationalError

    monkeypatch.setattr(health, "_database", gone)

    assert broken(client) == {"database": "no answer"}
    assert list(client.get(READY).json()["checks"]) == ["database"]
