"""Comparing editions in the background: asked once, answered from what is kept, asked again when it was lost."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.api import Difference, ProverError
from certification.publishing.impact import meaning
from certification.publishing.impact.meaning import LOST_AFTER, Meaning, ask_meaning, read_meaning
from tests.factories.bank import make_bank
from tests.factories.later_edition import store_later_edition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_signals")]
FOUND = Difference("late_ship_1", "law", {"as_of": "2025-09-01"}, ("一句",), "decided", "gap", True, None, ("OLD",), ())


@pytest.fixture
def editions() -> tuple[str, str]:
    return make_bank()[0].id, store_later_edition().id


def ask(editions):
    ask_meaning(*editions, now=timezone.now())
    return read(editions)


def read(editions):
    return read_meaning(*editions, now=timezone.now())


def test_reading_asks_for_nothing(editions):
    assert read(editions) == Meaning()
    assert DBTaskResult.objects.count() == 0


def test_two_questions_put_one_job_in_the_queue_and_the_answer_is_kept(editions, monkeypatch):
    monkeypatch.setattr(meaning, "differences", lambda old, new: (FOUND,))

    assert ask(editions).is_awaited
    assert ask(editions).is_awaited
    assert DBTaskResult.objects.count() == 1
    call_command("work", once=True)

    assert ask(editions).differences == (FOUND,)
    assert DBTaskResult.objects.count() == 1


def test_a_solver_that_fails_is_asked_again_only_on_request(editions, monkeypatch):
    def fail(old, new):
        raise ProverError("求解进程意外结束")

    monkeypatch.setattr(meaning, "differences", fail)
    ask(editions)
    call_command("work", once=True)

    assert read(editions).has_failed
    assert DBTaskResult.objects.count() == 1
    assert ask(editions).is_awaited
    assert ask(editions).is_awaited
    assert DBTaskResult.objects.count() == 2


def test_a_comparison_whose_worker_died_can_be_asked_for_again(editions):
    ask(editions)
    long_ago = timezone.now() - LOST_AFTER - timedelta(seconds=1)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)

    assert read(editions).has_failed
    assert ask(editions).is_awaited
    assert DBTaskResult.objects.count() == 2
