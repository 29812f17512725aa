"""The sweeper's loop."""

import sqlite3
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certification.attempts.models import Heartbeat
from certification.competency.calibrating.services import calibrate_in_background
from certification.competency.items import report_in_background
from certification.grading.statistics import measure_in_background
from certification.management.commands import sweep
from tests.factories.attempts import start_mock
from tests.factories.people import UserFactory


def busy(*_args, **_options):
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError(str(cause)) from cause


def broken(*_args, **_options):
    raise OperationalError("no such column")


@pytest.fixture
def three_rounds(monkeypatch):
    """The loop is told to stop after its third round."""
    answers = [False, False, True]
    monkeypatch.setattr(sweep, "close_old_connections", lambda: None)  # the test's own transaction lives in it
    monkeypatch.setattr(threading.Event, "wait", lambda _event, _seconds: answers.pop(0))
    return answers


@pytest.mark.django_db
def test_a_locked_database_is_left_to_the_next_round(monkeypatch, capsys, three_rounds):
    monkeypatch.setattr(sweep, "sweep", busy)

    call_command("sweep", loop=True)

    assert capsys.readouterr().err.count("数据库正忙") == 3
    assert not three_rounds


@pytest.mark.django_db
@pytest.mark.usefixtures("three_rounds")
def test_a_mistake_ends_the_loop(monkeypatch):
    monkeypatch.setattr(sweep, "sweep", broken)

    with pytest.raises(OperationalError):
        call_command("sweep", loop=True)


@pytest.mark.django_db
def test_a_single_round_says_what_happened(monkeypatch):
    monkeypatch.setattr(sweep, "sweep", busy)

    with pytest.raises(OperationalError):
        call_command("sweep")


@pytest.mark.django_db
def test_downtime_is_given_back_before_anything_is_closed(trainee, edition, capsys):
    attempt = start_mock(trainee, edition, now=timezone.now() - timedelta(minutes=50))
    Heartbeat.objects.create(at=timezone.now() - timedelta(minutes=20))

    call_command("sweep")

    attempt.refresh_from_db()
    assert attempt.is_open
    assert "已把时间补回" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_cohort_is_handed_in_round_by_round(trainee, edition, monkeypatch, capsys):
    monkeypatch.setattr(sweep, "MOST_AT_ONCE", 1)
    for person in (trainee, UserFactory()):
        start_mock(person, edition, now=timezone.now() - timedelta(hours=2))

    call_command("sweep")

    assert capsys.readouterr().out.count("到时交卷") == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("three_rounds")
def test_the_worker_is_asked_once_to_measure_difficulty(monkeypatch):
    call_command("sweep", loop=True)

    asked = [job.task_path for job in DBTaskResult.objects.all()]
    daily = (measure_in_background, report_in_background, calibrate_in_background)
    assert sorted(asked) == sorted(one.module_path for one in daily)


@pytest.mark.django_db
@pytest.mark.usefixtures("three_rounds")
def test_what_was_measured_today_is_not_asked_for(monkeypatch):
    monkeypatch.setattr(sweep, "is_due", lambda _now: False)

    call_command("sweep", loop=True)

    assert not DBTaskResult.objects.exists()
