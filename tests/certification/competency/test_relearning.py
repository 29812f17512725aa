"""From scratch, or mark by mark: the same is known of everybody."""

import random
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.forms.models import model_to_dict

from certification.attempts.domain import ClosedBy
from certification.competency.learning import catch_up, has_news, learn, relearn
from certification.competency.models import Guess, ItemReport, LedgerCursor, ReviewCard, Standing
from certification.competency.reading import tally_of
from certification.grading.services import hand_in
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save, start_mock, wrong_letter
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
AT_LAST = NOON + timedelta(days=60)


def known() -> dict[tuple[object, str], object]:
    """What is known of everybody as of one day: standings by person and scope, cards by person and rule."""
    tallies = {(row.person_id, row.scope): tally_of(row, AT_LAST) for row in Standing.objects.all()}
    standings = {
        what: replace(one, right=round(one.right, 9), wrong=round(one.wrong, 9)) for what, one in tallies.items()
    }
    cards = {
        (one.person_id, one.rule): {name: value for name, value in model_to_dict(one).items() if name != "id"}
        for one in ReviewCard.objects.all()
    }
    return {**standings, **cards}


def sit(person, edition, draw: random.Random, at) -> None:
    attempt = start_mock(person, edition, seed=draw.randrange(1000), now=at)
    for position in range(1, 9):
        letters = (keyed_letters if draw.random() < 0.6 else wrong_letter)(attempt, position)
        save(attempt, position, answer=letters, sequence=position, now=at)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at + timedelta(minutes=5))
    if draw.random() < 0.5:
        Guess.objects.create(attempt=attempt, position=draw.randrange(1, 9), at=at + timedelta(minutes=6))
        learn([person.pk], now=at + timedelta(minutes=6))


@pytest.mark.parametrize("seed", range(3))
def test_any_history_learned_as_it_came_is_what_the_whole_ledger_says(edition, seed, monkeypatch):
    monkeypatch.setattr("certification.competency.learning.AT_ONCE", 2)
    draw = random.Random(seed)
    people, at = UserFactory.create_batch(3), NOON
    for _ in range(6):
        at += timedelta(days=draw.randrange(1, 9))
        sit(draw.choice(people), edition, draw, at)
        while draw.random() < 0.7 and has_news():
            catch_up(now=at + timedelta(hours=1))
    while has_news():
        catch_up(now=at + timedelta(hours=2))
    followed = known()

    ReviewCard.objects.update(lapses=99)
    assert relearn(now=AT_LAST) == len({person for person, _what in followed})
    assert known() == followed
    relearn(now=AT_LAST)
    assert known() == followed
    assert not has_news()


def test_what_is_known_of_who_never_answered_is_forgotten(edition):
    Standing.objects.create(person=UserFactory(), scope="all", right=1, wrong=0, count=1, last_at=NOON, at=NOON)

    assert relearn(now=AT_LAST) == 0
    assert not Standing.objects.exists()


def test_without_an_edition_nothing_is_learned(db):
    assert relearn(now=AT_LAST) == 0
    assert LedgerCursor.objects.get().next_person is None


def test_the_command_works_out_people_and_questions(edition):
    sit(UserFactory(), edition, random.Random(0), NOON)
    said = StringIO()

    call_command("recompute_competency", stdout=said)

    assert "掌握度和错题本：1 人" in said.getvalue()
    assert Standing.objects.exists()
    assert f"题目统计：{ItemReport.objects.count()} 题" in said.getvalue()
    assert ItemReport.objects.exists()
