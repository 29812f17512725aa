"""The worker."""

import signal

import pytest
from django.core.management import call_command

from cases.api import Report, ReportState, latest_verification
from certification.publishing.checkup.services import request_checkup
from tests.factories import NOON
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def own_signals():
    """The worker answers signals its own way; the tests want theirs back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    kept = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


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
