"""Two at once, really at once: only PostgreSQL lets two writers run side by side."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from certification.attempts.models import Attempt
from certification.attempts.services import refresh_deadline, start_exam
from certification.core.refusals import RefusedError
from certification.papers.models import Paper
from certification.people.models import Notice
from certification.rounds import services
from certification.rounds.domain import AllowanceCause, Forms
from certification.rounds.models import Round, Seat, SeatPaper
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory
from tests.factories.rounds import BEFORE, DURING, blueprint_asking, kept, plan

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
ROUNDS = 5


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all acts in their own threads, let go together; return what each returned or why it was refused."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except RefusedError as error:
            return error.refusal.code
        except Seat.DoesNotExist:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def manager(transactional_db) -> uuid.UUID:
    make_bank()
    return UserFactory(manager=True).pk


def draft(manager, people, **fields) -> Round:
    held = services.make_round(plan(kept(blueprint_asking(4)), **fields), actor=manager, now=BEFORE)
    services.seat_people(held.pk, [one.pk for one in people], actor=manager, now=BEFORE)
    return held


def test_two_who_publish_draw_one_set_of_papers(manager):
    held = draft(manager, UserFactory.create_batch(2), forms=Forms.PERSONAL)

    ended = at_once(*[lambda: services.publish_round(held.pk, actor=manager, now=BEFORE)] * 2)

    assert sorted(str(one) for one in ended) == sorted([held.title, "rounds.wrong-state"])
    assert Paper.objects.count() == SeatPaper.objects.count() == Notice.objects.count() == 2


def test_who_is_seated_while_papers_are_drawn_gets_one_or_stops_the_publishing(manager):
    late = UserFactory()
    held = draft(manager, [UserFactory()], forms=Forms.PERSONAL)

    published, _seats = at_once(
        lambda: services.publish_round(held.pk, actor=manager, now=BEFORE),
        lambda: services.seat_people(held.pk, [late.pk], actor=manager, now=BEFORE),
    )

    without = Seat.objects.filter(round=held, papers=None).count()
    assert (published, without) == ("rounds.seats-changed", 2) or without == 0


def test_more_time_at_the_moment_of_starting_is_never_lost(manager):
    for _ in range(ROUNDS):
        person = UserFactory()
        held = services.publish_round(draft(manager, [person]).pk, actor=manager, now=BEFORE)
        seat = held.seats.get()

        def grant(held=held, person=person):
            services.grant_allowance(
                held.pk, person.pk, factor_percent=100, minutes=15, cause=AllowanceCause.TECHNICAL, actor=manager,
                now=DURING,
            )  # fmt: skip
            for running in Attempt.objects.filter(round=held, trainee=person):
                refresh_deadline(running.pk, allowed=services.allowed_time_of(held, person.pk), now=DURING)

        at_once(lambda seat=seat, person=person: start_exam(seat.pk, trainee_id=person.pk, now=DURING), grant)

        assert Attempt.objects.get(round=held).deadline == DURING + timedelta(minutes=60)


def test_nobody_sits_without_a_seat(manager):
    for _ in range(ROUNDS):
        person = UserFactory()
        held = services.publish_round(draft(manager, [person]).pk, actor=manager, now=BEFORE)
        seat = held.seats.get()

        at_once(
            lambda seat=seat, person=person: start_exam(seat.pk, trainee_id=person.pk, now=DURING),
            lambda seat=seat: services.unseat(seat.pk, actor=manager, now=DURING),
        )

        assert held.seats.exists() == Attempt.objects.filter(round=held).exists()
