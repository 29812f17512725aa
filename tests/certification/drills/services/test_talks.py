"""A talk in the database: each reply once, by the server's clock, and whoever saw less than there is has to look."""

from datetime import timedelta

import pytest

from certification.bank.domain import Pool
from certification.bank.models import QuestionVersion
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.drills.models import LONGEST_REPLY, DrillRun
from certification.drills.services import (
    Said,
    current_scripts,
    end_run,
    look_up,
    replay_from,
    say,
    start_run,
    take_hint,
    view_of,
)
from certification.drills.services.scripts import table_of_version
from tests.factories import NOON
from tests.factories.drills import offer_drill

pytestmark = pytest.mark.usefixtures("spelt")
SORRY = "@apology @ask_evidence"
GIVES = "@offer_return @freight_seller @next_step_time"


@pytest.fixture
def run(trainee, offered) -> DrillRun:
    return start_run(trainee.pk, offered.pk, now=NOON, seed="s")


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def tell(run, text, sequence=1, *, seconds=30, client="tab", seen=None):
    return say(run, Said(client, sequence, text, seen), now=at(seconds))


def refused(code, act, *args, **named):
    with pytest.raises(RefusedError) as error:
        act(*args, **named)
    assert error.value.refusal.code == code


def test_scripts_of_the_open_pool_are_offered(trainee, offered):
    secret = offer_drill("DR-0004", edition=offered.derivations.get().edition, pool=Pool.SECURE)

    assert [(one.code, one.script.title) for one in current_scripts(offered.derivations.get().edition)] == [
        ("DR-0001", "收到两天，袖口有个破洞")
    ]
    refused("drills.no-script", start_run, trainee.pk, secret.pk, now=NOON)


def test_a_table_is_made_once_for_a_content(offered):
    edition = offered.derivations.get().edition
    fresh, other = QuestionVersion.objects.get(pk=offered.pk), offer_drill("DR-0004", edition=edition)

    assert table_of_version(fresh, edition) is table_of_version(offered, edition)
    assert table_of_version(other, edition) is not table_of_version(offered, edition)


def test_a_second_start_goes_on_with_the_same_talk(trainee, offered, run):
    assert start_run(trainee.pk, offered.pk, now=at(9)) == run
    end_run(run, now=at(10))
    assert start_run(trainee.pk, offered.pk, now=at(11)) != run


def test_a_talk_runs_to_its_end_and_is_judged(run):
    first = tell(run, SORRY, seconds=25)
    second = tell(run, GIVES, 2, seconds=75)
    run.refresh_from_db()
    view = view_of(run)

    assert [(one.number, one.seconds, one.recogniser) for one in (first, second)] == [
        (1, 25, "spelt"),
        (2, 50, "spelt"),
    ]
    assert (run.ended_at, run.ended_by) == (at(75), "talk")
    assert view.play.ending is not None
    assert view.play.ending.kind == "good"
    assert view.verdict.low.is_passed
    assert dict(view.times) == {"first": 25, "average": 38}
    assert view.line_at == at(75)
    assert (view.is_over, view.id, view.next_hint) == (True, run.pk, None)
    verbs = JournalEntry.objects.filter(subject=f"drill:{run.pk}").values_list("verb", flat=True)
    assert sorted(verbs) == ["drill.ended", "drill.started"]


def test_the_same_sending_twice_is_said_once(run):
    assert tell(run, SORRY) == tell(run, "something else", seconds=90)
    assert run.turns.count() == 1
    tell(run, "@greet", 1, client="other tab")
    assert run.turns.count() == 2


def test_whoever_saw_less_of_the_talk_is_refused(run):
    tell(run, SORRY, seen=0)

    refused("drills.moved-on", tell, run, "@greet", 1, client="other tab", seen=0)
    tell(run, "@greet", 1, client="other tab", seen=1)
    assert run.turns.count() == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("drills.empty", Said("tab", 1, " \n")),
        ("drills.too-long", Said("tab", 1, "长" * (LONGEST_REPLY + 1))),
        ("drills.bad-request", Said("", 1, "好")),
        ("drills.bad-request", Said("tab", -1, "好")),
    ],
)
def test_what_cannot_be_taken_is_refused(run, code, said):
    refused(code, say, run, said, now=at(1))
    assert not run.turns.exists()


def test_nothing_is_said_looked_up_or_hinted_after_the_end(run):
    end_run(run, now=at(5))
    end_run(run, now=at(6))
    run.refresh_from_db()

    assert (run.ended_at, run.ended_by) == (at(5), "person")
    refused("drills.over", tell, run, "@greet")
    refused("drills.over", look_up, run, "logistics", now=at(7))
    refused("drills.over", take_hint, run, 1, now=at(7))


def test_a_lookup_is_on_the_card_from_then_on(run):
    assert look_up(run, "logistics", now=at(1)) == look_up(run, "logistics", now=at(2))
    tell(run, SORRY)
    view = view_of(run)

    assert view.pressed == {"logistics"}
    assert view.fresh == {"物流", "质量问题"}
    refused("drills.no-lookup", look_up, run, "nothing", now=at(3))


def test_hints_are_taken_in_order_and_cost(run):
    assert view_of(run).next_hint is not None
    refused("drills.no-hint", take_hint, run, 2, now=at(1))
    for number in (1, 1, 2):
        run = take_hint(run, number, now=at(2))
    tell(run, SORRY)
    tell(run, GIVES, 2, seconds=60)
    view = view_of(DrillRun.objects.get(pk=run.pk))

    assert run.hints == 2
    assert [one.cost for one in view.hints] == [5, 10]
    assert view.verdict.low.points == view.verdict.low.earned - 1500
    refused("drills.no-hint", take_hint, start_over(run), 3, now=at(70))


def start_over(run):
    return replay_from(DrillRun.objects.get(pk=run.pk), 1, now=at(65))


def test_a_replay_repeats_the_first_turns_and_goes_on(run):
    look_up(run, "logistics", now=at(1))
    tell(run, SORRY, seconds=25)
    refused("drills.still-running", replay_from, run, 1, now=at(30))
    tell(run, "@refuse", 2, seconds=60)
    run = end_run(run, now=at(70))
    again = replay_from(run, 2, now=at(100))
    tell(again, GIVES, 1, seconds=110)  # the page counts anew
    again.refresh_from_db()

    assert [one.text for one in again.turns.order_by("number")] == [SORRY, GIVES]
    assert [one.seconds for one in again.turns.order_by("number")] == [25, 10]
    assert (again.replayed_from, again.replayed_turn, again.seed) == (run, 2, run.seed)
    assert view_of(again).pressed == {"logistics"}
    assert [one.text for one in run.turns.order_by("number")] == [SORRY, "@refuse"]
    assert replay_from(again, 1, now=at(120)) != replay_from(again, 1, now=at(121))
    assert DrillRun.objects.filter(ended_at=None).count() == 1
    refused("drills.no-turn", replay_from, again, 9, now=at(130))
