"""A right answer of a mock that was a guess."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.competency.models import Guess, ReviewCard
from certification.grading.services import hand_in
from tests.factories.attempts import keyed_letters, save, start_mock, wrong_letter
from tests.factories.people import UserFactory


@pytest.fixture
def handed_in(trainee, edition):
    """The first question right, the second wrong."""
    attempt = start_mock(trainee, edition, now=timezone.now())
    save(attempt, 1, answer=keyed_letters(attempt, 1), now=timezone.now())
    save(attempt, 2, answer=wrong_letter(attempt, 2), sequence=2, now=timezone.now())
    return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=timezone.now())


def url(attempt, number):
    return reverse("sitting:ruling-guessed", args=[attempt.pk, number])


def test_a_right_answer_can_be_called_a_guess_and_its_rule_comes_back(signed_in, handed_in):
    ruling = reverse("sitting:ruling", args=[handed_in.pk, 1])
    assert "其实是蒙的" in signed_in.get(ruling).content.decode()

    html = signed_in.post(url(handed_in, 1), follow=True).content.decode()

    assert "已记为蒙对" in html
    assert "其实是蒙的" not in html
    rule = handed_in.paper.questions.select_related("derivation").get(position=1).derivation.rules[0]
    assert ReviewCard.objects.filter(rule=rule).exists()
    signed_in.post(url(handed_in, 1))
    assert Guess.objects.count() == 1


def test_a_wrong_answer_is_no_guess(signed_in, handed_in):
    assert "其实是蒙的" not in signed_in.get(reverse("sitting:ruling", args=[handed_in.pk, 2])).content.decode()
    assert signed_in.post(url(handed_in, 2)).status_code == 404


def test_nobody_says_it_of_anothers_answer_or_before_hand_in(client, signed_in, trainee, edition, handed_in):
    running = start_mock(trainee, edition, now=timezone.now())
    assert signed_in.post(url(running, 1)).status_code == 404
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")
    assert client.post(url(handed_in, 1)).status_code == 404
    assert not Guess.objects.exists()
