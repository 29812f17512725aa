"""The review queue."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.bank.models import Question, QuestionVersion
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.publishing.impact.report import measure
from certification.publishing.questions import asked_in_bank
from certification.publishing.reviews.domain import ReviewState
from certification.publishing.reviews.models import ReviewTask
from certification.publishing.reviews.services import handle_review, has_new_version, open_reviews, queue_reviews
from tests.factories import NOON
from tests.factories.bank import make_bank
from tests.factories.later_edition import store_later_edition

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def rows(db):
    edition, _report = make_bank()
    return measure(asked_in_bank(), old=edition, new=store_later_edition()).rows


@pytest.fixture
def tasks(rows):
    queue_reviews(rows, edition="sha256:new", now=NOON)
    return {task.question.code: task for task in ReviewTask.objects.select_related("question")}


def test_every_touched_question_waits_with_its_witness(tasks, rows):
    assert set(tasks) == {row.code for row in rows}
    assert open_reviews() == len(rows)
    task = tasks["T-00A"]
    assert (task.effect, task.version) == ("key", task.question.current)
    assert task.witness["was"] != task.witness["now"]


def test_a_question_touched_again_waits_once(tasks, rows, trainer):
    handle_review(tasks["T-00A"].pk, ReviewState.SEEN, actor=trainer, now=NOON)
    queue_reviews(rows, edition="sha256:newer", now=LATER)

    assert open_reviews() == len(rows)
    states = ReviewTask.objects.filter(edition="sha256:new").values_list("question__code", "state")
    assert dict(states)["T-00A"] == ReviewState.SEEN
    assert set(dict(states).values()) == {ReviewState.SEEN, ReviewState.SUPERSEDED}


def test_a_trainer_has_looked(tasks, trainer):
    task = handle_review(tasks["T-00A"].pk, ReviewState.SEEN, actor=trainer, now=LATER)

    assert (task.state, task.handled_by, task.handled_at) == (ReviewState.SEEN, trainer, LATER)
    entry = JournalEntry.objects.get(verb="reviews.handled")
    assert (entry.actor_id, entry.subject) == (trainer.pk, f"question:{task.question_id}")


def test_it_is_handled_once(tasks, trainer):
    handle_review(tasks["T-00A"].pk, ReviewState.SEEN, actor=trainer, now=LATER)

    with pytest.raises(RefusedError, match=r"reviews\.handled"):
        handle_review(tasks["T-00A"].pk, ReviewState.SEEN, actor=trainer, now=LATER)


def test_changed_is_only_what_has_another_version_or_is_retired(tasks, trainer):
    task = tasks["T-00A"]
    with pytest.raises(RefusedError, match=r"reviews\.unchanged"):
        handle_review(task.pk, ReviewState.CHANGED, actor=trainer, now=LATER)
    assert not has_new_version(task)
    Question.objects.filter(code="T-00A").update(current=None)  # as a start of the site does where no key is left
    with pytest.raises(RefusedError, match=r"reviews\.unchanged"):
        handle_review(task.pk, ReviewState.CHANGED, actor=trainer, now=LATER)

    Question.objects.filter(code="T-00A").update(current=None, retired_at=NOON)

    assert handle_review(task.pk, ReviewState.CHANGED, actor=trainer, now=LATER).state == ReviewState.CHANGED


def test_a_new_version_is_a_change(tasks, trainer):
    task = tasks["T-00A"]
    content = {**task.version.content, "stem": "换一种问法"}
    newer = QuestionVersion.objects.create(question=task.question, number=2, content=content, content_hash="sha256:x")
    Question.objects.filter(code="T-00A").update(current=newer)

    assert handle_review(task.pk, ReviewState.CHANGED, actor=trainer, now=LATER).state == ReviewState.CHANGED


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param({"effect": "freed"}, "reviewtask_effect_known", id="an effect that needs no review"),
        pytest.param({"state": "lost"}, "reviewtask_(state_known|handled_iff_not_open)", id="no such state"),
        pytest.param({"handled_at": NOON}, "reviewtask_handled_iff_not_open", id="open yet handled"),
        pytest.param({"state": "seen"}, "reviewtask_handled_iff_not_open", id="seen at no time"),
    ],
)
def test_the_database_refuses_impossible_reviews(tasks, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReviewTask.objects.filter(pk=tasks["T-00A"].pk).update(**fields)


def test_a_question_waits_once(tasks):
    task = tasks["T-00A"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewTask.objects.create(
            edition="sha256:newer", question=task.question, version=task.version, effect="key", witness={}, made_at=NOON
        )
