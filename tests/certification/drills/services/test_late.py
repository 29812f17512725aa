"""A reply that came too late, let into its talk: only where it is still the next thing to say."""

from datetime import timedelta

import pytest

from certification.attempts.models import Response
from certification.drills.models import DrillReview, LateTurn
from certification.drills.services import Said, end_run, let_in, say, start_run
from certification.drills.services.playing import verdict_of
from certification.drills.services.talks import close_run
from tests.factories import NOON
from tests.factories.drills import start_drill_mock

pytestmark = pytest.mark.usefixtures("spelt")
SENT = NOON + timedelta(seconds=70)
CAME = NOON + timedelta(hours=1)


@pytest.fixture
def run(offered, trainee):
    """A talk on a paper: one reply at 30 seconds."""
    attempt = start_drill_mock(trainee, offered.derivations.get().edition, now=NOON)
    run = start_run(trainee.pk, offered.pk, now=NOON, seed="s")
    type(run).objects.filter(pk=run.pk).update(attempt=attempt, position=1)
    run.refresh_from_db()
    say(run, Said("tab", 1, "@apology @ask_evidence=photo", 0), now=NOON + timedelta(seconds=30))
    return run


def late(run, text="@offer_return @freight_seller @next_step_time", *, sequence=2, seen=1, answered_at=SENT):
    return LateTurn.objects.create(
        run=run, client="tab", sequence=sequence, text=text, seen=seen, answered_at=answered_at, received_at=CAME
    )


def close(run):
    close_run(run, now=NOON + timedelta(minutes=45))
    return run


@pytest.mark.parametrize(("answered_at", "seconds"), [(SENT, 40), (None, 3570)])
def test_it_becomes_the_next_turn_of_a_talk_that_hand_in_ended(run, answered_at, seconds):
    before = verdict_of(close(run)).low

    turn = let_in(late(run, answered_at=answered_at), now=CAME)

    run.refresh_from_db()
    assert (turn.number, turn.seconds, turn.received_at, turn.recogniser) == (2, seconds, CAME, "spelt")
    assert run.ended_by == "hand-in"
    assert verdict_of(run).low.points > before.points
    assert Response.objects.filter(attempt=run.attempt_id, position=1).count() == 1


def test_in_a_talk_that_is_still_open_the_buyer_may_end_it(run):
    let_in(late(run), now=CAME)

    run.refresh_from_db()
    assert run.ended_by == "talk"


def test_what_it_leaves_open_is_put_to_a_trainer_once(run):
    close(run)

    let_in(late(run, "@freight_seller @next_step_time ?offer_return"), now=CAME)

    assert DrillReview.objects.get().asked == [[2, "offer_return"]]


@pytest.mark.parametrize(
    ("sequence", "seen"),
    [
        pytest.param(2, 0, id="its page showed less"),
        pytest.param(2, 2, id="its page showed what is not there"),
        pytest.param(1, None, id="the same client said something after it"),
    ],
)
def test_what_was_followed_by_something_else_changes_nothing(run, sequence, seen):
    assert let_in(late(close(run), sequence=sequence, seen=seen), now=CAME) is None
    assert run.turns.count() == 1


def test_a_page_that_could_not_say_what_it_showed_is_believed_by_its_numbers(run):
    assert let_in(late(close(run), seen=None), now=CAME).number == 2


def test_a_talk_that_the_trainee_or_the_buyer_ended_stays_as_it_is(run):
    say(run, Said("tab", 2, "@offer_return @freight_seller", 1), now=SENT)
    assert let_in(late(run, sequence=3, seen=2), now=CAME) is None


def test_who_ended_the_talk_themselves_said_all(run):
    end_run(run, now=SENT)
    assert let_in(late(run), now=CAME) is None
