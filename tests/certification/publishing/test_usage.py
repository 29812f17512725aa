"""Where a question is used, and from whom its page is kept."""

import pytest

from certification.attempts.domain import ClosedBy
from certification.bank.models import Question
from certification.bank.services import load_bank
from certification.grading.services import hand_in
from certification.publishing.usage import VersionUse, hidden_from, where_used
from tests.factories.attempts import start_mock
from tests.factories.bank import bank_files, store_edition
from tests.factories.exams import make_exam_round
from tests.factories.people import UserFactory
from tests.factories.rounds import AFTER, BEFORE, DURING
from tests.factories.sitting import make_dealt_round, start


@pytest.fixture
def edition(db):
    edition = store_edition()
    load_bank(bank_files(), edition=edition)
    return edition


def asked_in(held) -> Question:
    return held.seats.first().papers.get().paper.questions.first().version.question


def test_a_question_that_nobody_met_is_used_nowhere(edition):
    question = Question.objects.first()

    usage = where_used(question)

    assert (usage.papers, usage.rounds, usage.attempts, dict(usage.versions)) == (0, (), 0, {})
    assert usage.of(question.current_id) == VersionUse()
    assert usage.of(None) == VersionUse()


def test_papers_rounds_and_attempts_are_counted(edition, trainee, django_assert_num_queries):
    held = make_dealt_round(edition, [trainee, UserFactory()])
    attempt = start(held, trainee)
    question = asked_in(held)

    with django_assert_num_queries(4):
        usage = where_used(question)

    assert (usage.papers, usage.rounds, usage.exams, usage.mocks, usage.practice) == (1, (held,), 1, 0, 0)
    assert usage.of(question.current_id) == VersionUse(papers=1, attempts=1, is_marked=False)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=DURING)
    assert where_used(question).of(question.current_id).is_marked


def test_a_mock_is_no_exam(edition, trainee):
    attempt = start_mock(trainee, edition)

    usage = where_used(attempt.paper.questions.first().version.question)

    assert (usage.exams, usage.mocks, usage.rounds, usage.attempts) == (0, 1, (), 1)


def test_what_waits_for_somebody_in_an_open_round_is_hidden_from_them_alone(edition, trainee):
    held = make_dealt_round(edition, [trainee])
    question = asked_in(held)

    assert question.pk in hidden_from(trainee.pk, now=BEFORE)
    assert question.pk in hidden_from(trainee.pk, now=DURING)
    assert question.pk not in hidden_from(trainee.pk, now=AFTER)
    assert hidden_from(UserFactory().pk, now=DURING) == set()


def test_what_somebody_is_answering_is_hidden_until_they_hand_in(edition, trainee):
    held = make_dealt_round(edition, [trainee])
    attempt = start(held, trainee)
    question = asked_in(held)

    assert question.pk in hidden_from(trainee.pk, now=AFTER)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=DURING)
    assert question.pk not in hidden_from(trainee.pk, now=AFTER)


def test_a_seat_without_papers_hides_nothing(edition, trainee):
    make_exam_round(edition, [trainee])

    assert hidden_from(trainee.pk, now=DURING) == set()
