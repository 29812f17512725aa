"""Practice: one question, then why."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.bank.services import load_bank
from tests.factories.attempts import keyed_letters, start_mock, wrong_letter
from tests.factories.bank import TEXT_MARK, TITLE_MARK, TOPICS, bank_files, cited_item, item, store_edition
from tests.factories.people import UserFactory

HTMX = {"HX-Request": "true"}
URL = "/practice/"


@pytest.fixture
def question(signed_in, trainee, edition) -> Attempt:
    signed_in.post(URL, {"area": "ship"})
    return trainee.attempts.get()


def url(attempt: Attempt) -> str:
    return reverse("sitting:practice-question", args=(attempt.pk,))


def test_areas_are_listed_with_their_questions(signed_in, edition):
    html = signed_in.get(URL).content.decode()

    assert all(label in html for label in TOPICS.values())
    assert "6 题" in html


def test_without_a_bank_the_page_says_so(signed_in):
    assert "题库还是空的" in signed_in.get(URL).content.decode()
    assert signed_in.post(URL, {"area": ""}).status_code == 409


def test_an_area_without_questions_is_told(signed_in, edition):
    response = signed_in.post(URL, {"area": "nowhere"})

    assert response.status_code == 409
    assert "换一个领域" in response.content.decode()


def test_a_question_of_the_area_opens_without_its_answer(signed_in, question):
    html = signed_in.get(url(question)).content.decode()

    assert question.paper.questions.get().derivation.topic == "ship"
    assert "看答案" in html
    assert "ZRULE" not in html


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_is_followed_by_the_explanation(signed_in, question, right):
    keyed = keyed_letters(question, 1)
    other = wrong_letter(question, 1)

    response = signed_in.post(url(question), {"answer": list(keyed) if right else [other]}, follow=True)

    html = response.content.decode()
    assert ("答对了" if right else "答错了") in html
    assert "ZRULE-SHIP" in html
    assert reverse("sitting:ruling", args=(question.pk, 1)) in html


def test_a_swap_gets_the_panel_alone(signed_in, question):
    response = signed_in.post(url(question), {"answer": list(keyed_letters(question, 1))}, headers=HTMX, follow=True)

    assert response.content.decode().lstrip().startswith('<div class="stack" id="practice-panel"')


@pytest.mark.parametrize("data", [{}, {"answer": "F"}], ids=["nothing", "no such option"])
def test_nothing_chosen_or_nonsense_is_told_with_422(signed_in, question, data):
    response = signed_in.post(url(question), data)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_answering_twice_keeps_the_first_answer(signed_in, question):
    keyed = keyed_letters(question, 1)
    signed_in.post(url(question), {"answer": list(keyed)})
    signed_in.post(url(question), {"answer": ["A"]})

    assert question.sheet(1).cell(1).answer == keyed
    assert question.marks.count() == 1


def test_the_next_question_replaces_an_unanswered_one_and_differs(signed_in, trainee, question):
    signed_in.post(URL, {"area": "ship"})

    question.refresh_from_db()
    following = trainee.attempts.get(state=AttemptState.OPEN)
    assert question.state == AttemptState.VOID
    assert signed_in.get(url(question)).status_code == 404
    assert following.paper.questions.get().version_id != question.paper.questions.get().version_id


def test_an_area_that_is_done_begins_again(signed_in, trainee, edition):
    for _ in range(8):
        signed_in.post(URL, {"area": "ship"})

    assert trainee.attempts.filter(kind=AttemptKind.PRACTICE).count() == 8


def test_practice_waits_for_the_running_mock(signed_in, trainee, question, edition):
    start_mock(trainee, edition, now=timezone.now())

    assert signed_in.get(url(question))["Location"] == URL
    assert "模拟考试进行中" in signed_in.get(URL).content.decode()
    assert signed_in.post(URL, {"area": ""}).status_code == 409


def test_a_recall_question_has_no_case_and_is_explained_by_its_clause(signed_in, trainee):
    edition = store_edition()
    load_bank(bank_files("items:\n" + cited_item("X-1", edition)), edition=edition)
    signed_in.post(URL, {"area": ""})
    question = trainee.attempts.get()
    shown = signed_in.get(url(question)).content.decode()

    told = signed_in.post(url(question), {"answer": keyed_letters(question, 1)}, follow=True).content.decode()

    assert "这道题问规则本身，没有案情" in shown
    assert "答对了" in told
    assert TITLE_MARK in told
    assert TEXT_MARK in told


def test_a_question_that_asks_of_facts_alone_names_its_key(signed_in, trainee):
    text = item("X-1", "single", "worn", late=True).replace("worn: no", "worn: yes").replace("and worn", "and not worn")
    report = load_bank(bank_files("items:\n" + text), edition=store_edition())
    assert report.refused == {}
    signed_in.post(URL, {"area": ""})
    question = trainee.attempts.get()

    told = signed_in.post(url(question), {"answer": keyed_letters(question, 1)}, follow=True).content.decode()

    assert '<h2 class="verdict" tabindex="-1" autofocus>甲说得对</h2>' in told


def test_half_of_a_multiple_choice_is_half_right(signed_in, trainee):
    edition = store_edition()
    load_bank(bank_files("items:\n" + item("X-1", "multiple", "late_ship_1", late=True)), edition=edition)
    signed_in.post(URL, {"area": ""})
    question = trainee.attempts.get()

    told = signed_in.post(url(question), {"answer": keyed_letters(question, 1)[0]}, follow=True).content.decode()

    assert "半对" in told


def test_strangers_find_nothing(client, question):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(url(question)).status_code == 404
