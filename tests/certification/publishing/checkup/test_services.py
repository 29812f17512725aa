"""Asking for a check-up."""

import pytest
from django_tasks_db.models import DBTaskResult

from cases.api import ReportState, latest_verification
from certification.core.journal import JournalEntry
from certification.publishing.checkup.services import request_checkup, request_first_checkup
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.rulebook import store_rulebook

pytestmark = pytest.mark.django_db


def test_a_request_is_queued_and_written_down(edition):
    trainer = UserFactory(trainer=True)

    run = request_checkup(edition.id, actor_id=trainer.pk, now=NOON)

    job = DBTaskResult.objects.get()
    assert job.args_kwargs["args"] == [str(run.id)]
    assert run.state == ReportState.WAITING
    entry = JournalEntry.objects.get(verb="checkup.requested")
    assert (entry.actor_id, entry.subject) == (trainer.pk, f"verification:{run.id}")


def test_asking_twice_starts_one_run(edition):
    first = request_checkup(edition.id, actor_id=None, now=NOON)
    second = request_checkup(edition.id, actor_id=None, now=NOON)

    assert first == second
    assert DBTaskResult.objects.count() == JournalEntry.objects.count() == 1


def test_a_new_site_asks_by_itself_and_only_once(edition):
    assert request_first_checkup(now=NOON)
    assert not request_first_checkup(now=NOON)

    assert latest_verification(edition.id, now=NOON).asked_by is None


def test_nothing_is_queued_for_an_edition_that_had_its_check_up(edition, finished):
    assert not request_first_checkup(now=NOON)
    assert store_rulebook().id == edition.id
