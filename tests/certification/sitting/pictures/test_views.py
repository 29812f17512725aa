"""Who is served a picture, and how."""

import uuid

import pytest
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.bank.domain import Pool
from certification.bank.models import Question
from certification.bank.pictures.models import PictureUse
from certification.grading.services import hand_in
from tests.factories import NOON
from tests.factories.attempts import LATER
from tests.factories.people import UserFactory
from tests.factories.pictures import make_picture, show_picture
from tests.factories.sitting import make_dealt_round, start


@pytest.fixture
def picture(db):
    return make_picture()


@pytest.fixture
def question(edition):
    return Question.objects.get(code="T-00A")


def url(picture, name="picture"):
    return reverse(f"sitting:{name}", args=[picture.pk])


def status(client, person, picture) -> int:
    client.force_login(person)
    return client.get(url(picture)).status_code


def make_secret(question):
    question.pool = Pool.SECURE
    question.save(update_fields=["pool"])


def asking(trainee, edition, picture) -> tuple[Question, Attempt]:
    """Let somebody sit an exam with a question whose version on the paper shows the picture."""
    held = make_dealt_round(edition, [trainee])
    attempt = start(held, trainee)
    asked = attempt.paper.questions.order_by("position").first().version
    PictureUse.objects.create(picture=picture, version=asked)
    return asked.question, attempt


def test_a_picture_is_served_as_what_it_is_and_kept_by_nobody_else(client, trainee, picture, question):
    show_picture(question, picture)
    client.force_login(trainee)

    response = client.get(url(picture))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, max-age=3600"
    assert "Cookie" in response.headers["Vary"]
    assert response.content.startswith(b"\x89PNG")
    assert len(client.get(url(picture, "picture-small")).content) < len(response.content)


def test_what_the_browser_has_is_not_sent_again(client, trainee, picture, question):
    show_picture(question, picture)
    client.force_login(trainee)
    etag = client.get(url(picture)).headers["ETag"]

    assert client.get(url(picture), headers={"if-none-match": etag}).status_code == 304


def test_nobody_is_served_unless_signed_in(client, picture, question):
    show_picture(question, picture)

    assert client.get(url(picture)).status_code == 302


def test_a_trainee_sees_what_practice_shows_and_nothing_that_no_question_shows(client, trainee, picture, question):
    assert status(client, trainee, picture) == 404

    show_picture(question, picture)

    assert status(client, trainee, picture) == 200
    assert client.get(reverse("sitting:picture", args=[uuid.uuid4()])).status_code == 404


def test_a_secret_is_not_served_to_those_who_do_not_sit_it(client, trainee, picture, question):
    show_picture(question, picture)
    make_secret(question)

    assert status(client, trainee, picture) == 404
    assert status(client, UserFactory(trainer=True), picture) == 200
    assert status(client, UserFactory(manager=True), picture) == 200


def test_an_old_version_of_an_open_question_is_seen_by_those_who_had_it_alone(client, trainee, picture, edition):
    question, attempt = asking(trainee, edition, picture)
    Question.objects.filter(pk=question.pk).update(current=None)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    assert status(client, trainee, picture) == 200
    assert status(client, UserFactory(), picture) == 404


def test_a_secret_is_served_while_it_is_sat_and_not_after(client, trainee, picture, edition):
    question, attempt = asking(trainee, edition, picture)
    make_secret(question)

    assert status(client, trainee, picture) == 200
    assert status(client, UserFactory(), picture) == 404

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    assert status(client, trainee, picture) == 404

    Question.objects.filter(pk=question.pk).update(released_at=NOON)
    assert status(client, trainee, picture) == 200


def test_a_picture_costs_few_queries(client, trainee, picture, question, django_assert_max_num_queries):
    show_picture(question, picture)
    client.force_login(trainee)
    client.get(url(picture))

    with django_assert_max_num_queries(3):
        client.get(url(picture))
