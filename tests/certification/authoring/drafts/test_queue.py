"""The review queue."""

import pytest
from django.urls import reverse

from certification.bank.models import Question
from certification.publishing.impact.report import measure
from certification.publishing.questions import asked_in_bank
from certification.publishing.reviews.domain import ReviewState
from certification.publishing.reviews.models import ReviewTask
from certification.publishing.reviews.services import queue_reviews
from tests.factories import NOON
from tests.factories.later_edition import CHANGED, store_later_edition

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
QUEUE = "/authoring/review-queue/"


@pytest.fixture
def tasks(edition):
    newer = store_later_edition()
    queue_reviews(measure(asked_in_bank(), old=edition, new=newer).rows, edition=newer.id, now=NOON)
    return {task.question.code: task for task in ReviewTask.objects.select_related("question")}


def page(client, **query) -> str:
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return response.content.decode()


def handle(client, task, state, headers=None):
    return client.post(reverse("authoring:review-handle", args=[task.pk]), {"state": state}, headers=headers)


def test_an_empty_queue_says_so(author, edition):
    html = page(author)

    assert "现在没有要看的" in html
    assert "这里没有题" in html


def test_a_touched_question_is_shown_with_both_keys_and_the_rule(author, tasks):
    html = page(author)

    assert "T-00A" in html
    assert "<s>A</s>" in html
    assert f'<span class="rule-ref">{CHANGED}</span>' in html
    assert "试 2 动到" in html
    assert reverse("authoring:question", args=[tasks["T-00A"].question_id]) in html


def test_each_kind_has_its_list(author, tasks):
    html = page(author, show="blocked")

    assert "T-03A" in html
    assert "T-00A" not in html


def test_how_many_wait_is_told_on_every_page_of_the_corpus_and_at_home(author, tasks):
    number = len(tasks)

    assert f"复核 {number}" in page(author)
    assert f'规则改过的题 <span class="num">{number}</span>' in author.get("/").content.decode()


def test_a_trainee_is_not_told_at_home(signed_in, tasks):
    assert "规则改过的题" not in signed_in.get("/").content.decode()


def test_a_trainer_has_looked(author, trainer, tasks):
    response = handle(author, tasks["T-00A"], "seen")

    assert response.url == f"{QUEUE}?show=key"
    task = ReviewTask.objects.get(pk=tasks["T-00A"].pk)
    assert (task.state, task.handled_by) == (ReviewState.SEEN, trainer)
    assert "T-00A" in page(author, show="handled")
    assert "T-00A" not in page(author, show="key")


def test_htmx_gets_the_row_as_it_is_now(author, tasks):
    html = handle(author, tasks["T-00A"], "seen", HTMX).content.decode()

    assert html.lstrip().startswith(f'<li id="review-item-{tasks["T-00A"].pk}"')
    assert "已看，不用改" in html
    assert "<form" not in html


def test_changed_is_refused_until_there_is_another_version(author, tasks):
    response = handle(author, tasks["T-00A"], "changed")
    assert response.status_code == 409
    assert "还没有新的版本" in response.content.decode()
    assert handle(author, tasks["T-00A"], "changed", HTMX).status_code == 409

    Question.objects.filter(code="T-00A").update(current=None, retired_at=NOON)
    assert handle(author, tasks["T-00A"], "changed").status_code == 302


def test_the_second_of_two_is_told(author, tasks):
    handle(author, tasks["T-00A"], "seen")

    response = handle(author, tasks["T-00A"], "seen")

    assert response.status_code == 409
    assert "已经有人处理了" in response.content.decode()


def test_others_may_look_but_handle_nothing(client, manager, tasks):
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")

    assert "<form" not in page(client)
    assert handle(client, tasks["T-00A"], "seen").status_code == 403


def test_the_list_takes_the_same_queries_however_long_it_is(author, tasks, django_assert_max_num_queries):
    page(author)
    with django_assert_max_num_queries(14):
        page(author)
