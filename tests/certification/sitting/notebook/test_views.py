"""错题本: what is shown, what comes next, what is kept and taken out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.models import Attempt
from certification.competency.learning import learn
from certification.competency.models import Guess, ReviewCard
from certification.grading.services import hand_in
from tests.factories.attempts import keyed_letters, save, start_mock, wrong_letter
from tests.factories.people import UserFactory

URL = "/notebook/"
REVIEW = "/notebook/review/"


@pytest.fixture
def mistaken(trainee, edition) -> ReviewCard:
    """A trainee whose answer to one question of a mock was wrong, an hour ago; the others were not answered."""
    now = timezone.now() - timedelta(hours=1)
    attempt = start_mock(trainee, edition, now=now)
    for position in range(1, attempt.paper.size + 1):
        save(attempt, position, answer=keyed_letters(attempt, position), sequence=position, now=now)
    save(attempt, 1, answer=wrong_letter(attempt, 1), sequence=99, now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    learn([trainee.pk], now=timezone.now())
    return ReviewCard.objects.get()


def practised(trainee) -> Attempt:
    return Attempt.objects.get(trainee=trainee, kind=AttemptKind.PRACTICE, state="open")


def answer(client, attempt, letters) -> str:
    return client.post(
        f"/practice/{attempt.pk}/?from=notebook", {"answer": list(letters)}, follow=True
    ).content.decode()


def test_an_empty_notebook_says_what_comes_in(signed_in, edition):
    assert "答错的规则会自动收进来" in signed_in.get(URL).content.decode()
    assert signed_in.post(REVIEW).status_code == 409


def test_without_an_edition_the_page_stands(signed_in):
    assert "错题本是空的" in signed_in.get(URL).content.decode()


def test_a_mistake_is_due_under_the_name_of_its_rule(signed_in, edition, mistaken):
    html = signed_in.get(URL).content.decode()
    assert edition.families[mistaken.rule][-1].title in html
    assert "错过 1 次" in html
    assert "开始复习（1）" in html


def test_it_comes_back_in_another_question_of_the_same_rule(signed_in, trainee, mistaken):
    response = signed_in.post(REVIEW)
    attempt = practised(trainee)
    assert response["Location"] == f"/practice/{attempt.pk}/?from=notebook"
    shown = attempt.paper.questions.select_related("derivation").get()
    assert shown.version_id != mistaken.last_version_id
    assert mistaken.rule in shown.derivation.rules


def test_never_the_same_question_twice_in_a_row(signed_in, trainee, mistaken):
    last = mistaken.last_version_id
    for _ in range(4):
        ReviewCard.objects.update(due_at=timezone.now() - timedelta(minutes=1))
        signed_in.post(REVIEW)
        attempt = practised(trainee)
        shown = attempt.paper.questions.get()
        assert shown.version_id != last
        answer(signed_in, attempt, wrong_letter(attempt, 1))
        last = ReviewCard.objects.get(rule=mistaken.rule).last_version_id


def test_a_right_answer_moves_it_on_and_leads_to_the_next(signed_in, trainee, mistaken):
    signed_in.post(REVIEW)
    attempt = practised(trainee)
    html = answer(signed_in, attempt, keyed_letters(attempt, 1))
    assert "下一道错题" in html
    card = ReviewCard.objects.get(rule=mistaken.rule)
    assert card.due_at > mistaken.due_at
    assert card.in_a_row == 1


def test_a_right_answer_that_was_guessed_comes_back(signed_in, trainee, mistaken):
    signed_in.post(REVIEW)
    attempt = practised(trainee)
    assert "其实是蒙的" in answer(signed_in, attempt, keyed_letters(attempt, 1))
    for _ in range(2):
        response = signed_in.post(f"/practice/{attempt.pk}/guessed/?from=notebook")
    assert response["Location"] == f"/practice/{attempt.pk}/?from=notebook"
    assert Guess.objects.count() == 1
    assert ReviewCard.objects.get(rule=mistaken.rule).in_a_row == 0
    assert "已记为蒙对" in signed_in.get(response["Location"]).content.decode()


def test_nobody_says_of_anothers_answer_that_it_was_guessed(signed_in, edition):
    now = timezone.now()
    attempt = start_mock(UserFactory(), edition, now=now)
    assert signed_in.post(f"/practice/{attempt.pk}/guessed/").status_code == 404


def test_a_rule_is_kept_let_go_and_taken_out(signed_in, mistaken):
    address = f"/notebook/{mistaken.rule}/choice/"
    signed_in.post(address, {"choice": "keep"})
    assert "不再保留" in signed_in.get(URL).content.decode()
    signed_in.post(address, {"choice": ""})
    assert "不再保留" not in signed_in.get(URL).content.decode()
    signed_in.post(address, {"choice": "remove"})
    assert not ReviewCard.objects.exists()
    assert signed_in.post(address, {"choice": "keep"}).status_code == 404


def test_a_running_mock_comes_first(signed_in, trainee, edition, mistaken):
    start_mock(trainee, edition, now=timezone.now())
    assert "交卷以后再复习" in signed_in.get(URL).content.decode()
    assert signed_in.post(REVIEW)["Location"] == URL


def test_a_rule_without_another_question_is_told(signed_in, mistaken):
    ReviewCard.objects.update(rule="NOBODY-ASKS")
    response = signed_in.post(REVIEW)
    assert response.status_code == 409
    assert "没有别的题可换" in response.content.decode()
