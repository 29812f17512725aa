"""Calibrating the bank from papers that were handed in."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.services import start_attempt
from certification.bank.models import Derivation
from certification.competency.calibrating import services
from certification.competency.calibrating.models import ItemParameters
from certification.competency.calibrating.services import (
    calibrate_bank,
    calibrate_in_background,
    calibrated_items,
    is_due,
)
from certification.competency.measuring.ability import Model
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK
from certification.papers.services import draw_paper
from tests.factories import NOON
from tests.factories.attempts import LATER, keyed_letters, save
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = 12


def sit(edition, right, person=None):
    drawn = draw_paper(MOCK, edition=edition.id, seed=5, now=NOON)
    trainee = person or UserFactory()
    attempt = start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.MOCK, minutes=MOCK.minutes, now=NOON)
    for position in right:
        save(attempt, position, answer=keyed_letters(attempt, position), sequence=position)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    return attempt


@pytest.fixture
def sat(edition, monkeypatch) -> list:
    """Twelve people on one paper, the later the abler, of whom most get the first questions right and few the eighth."""
    monkeypatch.setattr(services, "FEWEST_ANSWERS", 10)
    return [sit(edition, right_of(number)) for number in range(PEOPLE)]


def right_of(number) -> list[int]:
    return [at for at in range(1, 9) if (at <= number * 8 / PEOPLE + 1) != ((number + at) % 6 == 0)]


def at(attempt, position) -> ItemParameters:
    return ItemParameters.objects.get(version=attempt.paper.questions.get(position=position).version_id)


def test_what_fewer_people_get_right_is_more_difficult(sat):
    found = calibrate_bank(now=LATER)

    assert found == 8  # from the ninth on nobody was right
    assert at(sat[0], 1).b < at(sat[0], 4).b < at(sat[0], 8).b
    one = at(sat[0], 4)
    assert (one.n, one.model, one.calibrated_at) == (PEOPLE, Model.RASCH, LATER)
    assert one.key == sat[0].paper.questions.get(position=4).derivation.key


def test_items_with_few_answers_wait(sat, monkeypatch):
    monkeypatch.setattr(services, "FEWEST_ANSWERS", PEOPLE + 1)
    assert calibrate_bank(now=LATER) == 0


def test_somebody_who_sits_again_counts_once(sat, edition):
    sit(edition, [8], person=sat[0].trainee)
    calibrate_bank(now=LATER)
    assert at(sat[0], 4).n == PEOPLE


def test_only_the_newest_papers_are_looked_at(sat, monkeypatch):
    monkeypatch.setattr(services, "MOST_ATTEMPTS", PEOPLE - 1)
    calibrate_bank(now=LATER)
    assert at(sat[0], 4).n == PEOPLE - 1


def test_calibrating_again_replaces_what_was_found(sat):
    calibrate_bank(now=LATER)
    calibrate_bank(now=LATER + timedelta(days=1))
    assert at(sat[0], 4).calibrated_at == LATER + timedelta(days=1)


def test_where_nothing_varies_nothing_is_said(edition, monkeypatch):
    monkeypatch.setattr(services, "FEWEST_ANSWERS", 10)
    for _number in range(10):
        sit(edition, [1])
    assert calibrate_bank(now=LATER) == 0


def test_what_was_answered_by_another_key_tells_nothing(sat, edition):
    calibrate_bank(now=LATER)
    question = sat[0].paper.questions.get(position=4)
    assert str(question.derivation_id) in calibrated_items(edition.id)

    ItemParameters.objects.filter(version=question.version_id).update(key=[9])
    assert str(question.derivation_id) not in calibrated_items(edition.id)


def test_what_the_able_answer_worse_is_left_out(sat, edition):
    calibrate_bank(now=LATER)
    ItemParameters.objects.update(a=-0.5)
    assert calibrated_items(edition.id) == {}
    assert Derivation.objects.filter(edition=edition.id).exists()


def test_it_is_done_once_a_day(sat):
    assert is_due(LATER)
    assert calibrate_in_background.call() == 8
    assert calibrate_in_background.call() == 0


def test_the_command_says_how_many(sat, capsys):
    call_command("calibrate_bank", model="2pl")
    assert "标定了" in capsys.readouterr().out
    assert set(ItemParameters.objects.values_list("model", flat=True)) <= {"2pl"}
