"""What one statement says of a question's page is what the models say."""

import uuid
from datetime import timedelta

import pytest

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.attempts.services import find_frame
from certification.papers.models import PaperQuestion
from tests.factories import NOON
from tests.factories.attempts import start_mock
from tests.factories.sitting import make_dealt_round, start


@pytest.fixture
def exam(trainee, edition):
    return start(make_dealt_round(edition, [trainee], now=NOON - timedelta(minutes=1)), trainee, now=NOON)


def test_an_attempt_with_its_paper_round_and_question(exam, trainee, django_assert_num_queries):
    with django_assert_num_queries(1):
        frame = find_frame(trainee.pk, exam.pk, 3)
        attempt, asked = frame.attempt, frame.question
        shown = (attempt.paper.size, attempt.round.title, attempt.round.attempts_allowed, attempt.round.minutes)
        read = asked.version.read

    kept = Attempt.objects.get(pk=exam.pk)
    expected = PaperQuestion.objects.select_related("version").get(paper=kept.paper_id, position=3)
    assert {field.attname: getattr(attempt, field.attname) for field in Attempt._meta.concrete_fields} == {
        field.attname: getattr(kept, field.attname) for field in Attempt._meta.concrete_fields
    }
    assert shown == (kept.paper.size, kept.round.title, kept.round.attempts_allowed, kept.round.minutes)
    assert attempt.round.navigation == kept.round.navigation
    assert (asked.pk, asked.position, asked.points, asked.mode, asked.option_order, asked.version_id) == (
        *(expected.pk, expected.position, expected.points, expected.mode, expected.option_order, expected.version_id),
    )
    assert read == expected.version.read


def test_what_was_not_read_is_read_when_it_is_asked_for(exam, trainee):
    frame = find_frame(trainee.pk, exam.pk, 1)

    assert frame.attempt.paper.seed == Attempt.objects.get(pk=exam.pk).paper.seed
    assert frame.question.type == PaperQuestion.objects.get(pk=frame.question.pk).type


def test_there_may_be_no_such_question(exam, trainee):
    frame = find_frame(trainee.pk, exam.pk, 999)

    assert frame.attempt.pk == exam.pk
    assert frame.question is None


def test_a_mock_has_no_round(trainee, edition):
    frame = find_frame(trainee.pk, start_mock(trainee, edition).pk, 1)

    assert frame.attempt.round is None
    assert frame.question.position == 1


def test_what_is_somebody_elses_voided_or_missing_is_not_found(exam, trainee, trainer):
    assert find_frame(trainer.pk, exam.pk, 1) is None
    assert find_frame(trainee.pk, uuid.uuid4(), 1) is None

    Attempt.objects.filter(pk=exam.pk).update(state=AttemptState.VOID)

    assert find_frame(trainee.pk, exam.pk, 1) is None
