"""Blueprints that the little bank can fill, and one that it cannot."""

from dataclasses import replace

import pytest

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.bank.domain import QuestionType
from certification.papers.contents import blueprint_content
from certification.papers.domain import Blueprint, Slot
from certification.papers.models import BlueprintVersion
from certification.papers.services import save_blueprint
from certification.rounds.models import SeatPaper
from tests.factories.bank import TOPICS
from tests.factories.rounds import BEFORE, DURING


def blueprint_asking(count: int, **fields) -> Blueprint:
    """A blueprint of single choices alone."""
    return Blueprint(**{
        "name": "round-test", "title": "场次测试卷", "types": {QuestionType.SINGLE: Slot(count, 500)},
        "areas": dict.fromkeys(TOPICS, 1), "largest_share": 100, "bands": {(1, 5): 100}, "minutes": 30,
        "pass_points": 300 * count, **fields,
    })  # fmt: skip


def kept(blueprint: Blueprint) -> BlueprintVersion:
    return save_blueprint(blueprint_content(blueprint), actor=None, now=BEFORE)


@pytest.fixture
def blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(8))


@pytest.fixture
def small_blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(4))


@pytest.fixture
def greedy_blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(120))


@pytest.fixture
def newer_blueprint(edition):
    return lambda: kept(replace(blueprint_asking(8), minutes=50))


@pytest.fixture
def begin():
    """Somebody sits down to the paper of their seat."""

    def begin(held, person, *, number=1, now=DURING) -> Attempt:
        paper = SeatPaper.objects.get(seat__round=held, seat__trainee=person, number=number).paper
        return Attempt.objects.create(
            trainee=person, kind=AttemptKind.EXAM, number=number, round=held, paper=paper, edition=held.edition,
            started_at=now, deadline=held.closes_at,
        )  # fmt: skip

    return begin
