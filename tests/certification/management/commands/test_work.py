"""The worker."""

import sqlite3

import pytest
from django.core.management import call_command
from django.db import OperationalError

from cases.api import Report, ReportState, latest_verification
from certification.management.commands import work
from certification.publishing.checkup.services import request_checkup
from tests.factories import NOON
from tests.factories.rulebook import store_rulebook


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_signals")
def test_what_waits_is_worked_off(monkeypatch):
    edition = store_rulebook()
    request_checkup(edition.id, actor_id=None, now=NOON)
    monkeypatch.setattr(
        "certification.publishing.checkup.jobs.api.verify_edition",
        lambda edition, *, progress: Report(edition.id),
    )

    call_command("work", once=True)

    assert latest_verification(edition.id, now=NOON).state == ReportState.DONE


def busy(*_args, **_options):
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError(str(cause)) from cause


def idle(*_args, **_options):
    """End as the worker does when it is told to."""


def test_a_locked_database_is_waited_for(monkeypatch, capsys):
    answers, pauses = [busy, busy, idle], []

    def answer(*args, **options):
        answers.pop(0)(*args, **options)

    monkeypatch.setattr(work, "call_command", answer)
    monkeypatch.setattr(work.time, "sleep", pauses.append)

    call_command("work")

    assert not answers
    assert len(pauses) == 2
    assert "数据库正忙" in capsys.readouterr().err


def test_a_single_run_ends_at_a_locked_database(monkeypatch):
    monkeypatch.setattr(work, "call_command", busy)

    with pytest.raises(OperationalError):
        call_command("work", once=True)
