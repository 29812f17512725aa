"""Attempts on real little papers, at NOON."""

from datetime import timedelta

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.attempts.services import Write, find_target, save_response, start_attempt
from certification.papers.blueprints import MOCK
from certification.papers.services import draw_paper
from tests.factories import NOON

LATER = NOON + timedelta(minutes=5)


def start_mock(trainee, edition, *, seed=42, now=NOON) -> Attempt:
    drawn = draw_paper(MOCK, edition=edition.id, seed=seed, now=now)
    return start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.MOCK, minutes=MOCK.minutes, now=now)


def save(attempt, position, *, client="tab-1", sequence=1, now=LATER, **what):
    target = find_target(attempt.trainee_id, attempt.pk, position)
    return save_response(target, Write(client, sequence, **what), now=now).cell


def keyed_letters(attempt, position) -> str:
    """The letters that earn full marks."""
    question = attempt.paper.questions.select_related("derivation").get(position=position)
    return "".join(sorted("ABCDEF"[question.option_order.index(index)] for index in question.derivation.key))


def wrong_letter(attempt, position) -> str:
    """A letter the question has and its key has not: with two options, with a key of two, or with both in front."""
    options = attempt.paper.questions.get(position=position).option_order
    keyed = keyed_letters(attempt, position)
    return next(letter for letter in "ABCDEF"[: len(options)] if letter not in keyed)
