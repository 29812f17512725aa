"""Talks in practice as evidence: by the rules that decided what was owed, with the hints, once a day, never replayed."""

from datetime import timedelta

import pytest

from certification.bank.models import Derivation
from certification.competency.domain import DECIDES
from certification.competency.evidence import answers_of
from certification.competency.learning import catch_up, learn, relearn
from certification.competency.models import LedgerCursor, ReviewCard, Standing
from certification.drills.models import Reason
from certification.drills.services import (
    Said,
    answer_review,
    appeal,
    end_run,
    replay_from,
    say,
    self_judge,
    start_run,
    take_hint,
    talks,
)
from tests.certification.drills.conftest import hear_spelt
from tests.factories import NOON
from tests.factories.drills import offer_drill, shipped_rules
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MODEL = ("@apology @ask_evidence=photo", "@offer_return @freight_seller @next_step_time")
BRIBE = "@apology @review_bribe"
DAY = timedelta(days=1)


@pytest.fixture
def offered(monkeypatch):
    """A script, and a recogniser that hears what is spelt out."""
    monkeypatch.setattr(talks, "hear", hear_spelt)
    return offer_drill(edition=shipped_rules())


def go_on(run, *texts, at=NOON, hints=0, done=0):
    for n in range(1, hints + 1):
        take_hint(run, n, now=at)
    for n, text in enumerate(texts, start=done + 1):
        say(run, Said("c", n, text, n - 1), now=at + timedelta(seconds=20 * n))
    run.refresh_from_db()
    return end_run(run, now=at + timedelta(minutes=5))


def talk(person, version, *texts, at=NOON, hints=0):
    return go_on(start_run(person.pk, version.pk, now=at, seed="s"), *texts, at=at, hints=hints)


def known(person):
    return answers_of([person.pk]).get(person.pk, [])


def test_a_talk_is_evidence_for_the_rules_that_decide_what_is_owed(offered, trainee):
    run = talk(trainee, offered, *MODEL)

    [one] = known(trainee)

    rules = Derivation.objects.get(version=offered).rules
    assert (one.talk, one.attempt, one.share, one.weight, one.is_guess) == (str(run.pk), "", 1.0, 1.0, False)
    assert one.main == rules[0]
    assert {rule for rule, role in one.roles.items() if role == DECIDES} == set(rules)
    assert known(UserFactory()) == []


def test_hints_take_off_points_and_half_the_weight_and_bring_the_rule_back(offered, trainee):
    talk(trainee, offered, *MODEL, hints=1)

    [one] = known(trainee)

    assert (one.share, one.weight, one.is_guess) == (0.95, 0.5, True)


def test_a_red_line_is_a_wrong_answer(offered, trainee):
    talk(trainee, offered, BRIBE)

    assert [one.share for one in known(trainee)] == [0.0]


def test_whoever_has_seen_the_verdict_proves_nothing_more_that_day(offered, trainee):
    first = talk(trainee, offered, BRIBE)
    talk(trainee, offered, *MODEL, at=NOON + timedelta(hours=1))
    again = replay_from(first, 1, now=NOON + 2 * DAY)
    go_on(again, *MODEL, at=NOON + 2 * DAY)
    assert [one.talk for one in known(trainee)] == [str(first.pk)]

    later = talk(trainee, offered, *MODEL, at=NOON + 3 * DAY)
    assert [one.talk for one in known(trainee)] == [str(first.pk), str(later.pk)]


def test_a_talk_in_which_nothing_was_said_or_that_goes_on_proves_nothing(offered, trainee):
    talk(trainee, offered)
    start_run(trainee.pk, offered.pk, now=NOON)

    assert known(trainee) == []


def test_ones_own_reading_is_no_proof_but_a_trainers_is(offered, trainee, trainer):
    run = talk(trainee, offered, BRIBE)
    self_judge(run, 1, "review_bribe", said=False, now=NOON + DAY)
    self_judge(run, 1, "offer_return", said=True, now=NOON + DAY)
    assert [one.share for one in known(trainee)] == [0.0]

    review = appeal(run, [(1, "review_bribe")], "", now=NOON + DAY)
    answer_review(review.pk, {1: {"review_bribe": False}}, "", actor=trainer.pk, now=NOON + DAY)

    [one] = known(trainee)
    assert 0 < one.share < 1
    assert run.reviews.filter(reason=Reason.SELF).count() == 2


def test_mastery_and_notebook_learn_of_it_with_and_without_papers(offered, trainee):
    talk(trainee, offered, BRIBE)
    LedgerCursor.objects.all().delete()

    learn([trainee.pk], now=NOON + DAY)

    everything = Standing.objects.get(person=trainee, scope="all")
    assert (everything.right, everything.count) == (0.0, 1)
    assert ReviewCard.objects.get(person=trainee).rule == known(trainee)[0].main

    Standing.objects.all().delete()
    assert catch_up(now=NOON + DAY) == 1
    assert relearn(now=NOON + DAY) == 1
    assert Standing.objects.get(person=trainee, scope="all").count == 1
