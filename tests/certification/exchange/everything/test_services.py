"""Everything by way of the page: asked for, written in pieces, told of, sent, thrown away."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.exchange.everything import services
from certification.exchange.everything.checking import troubles_in
from certification.exchange.everything.jobs import export_everything
from certification.exchange.everything.models import SILENCE, Takeout, TakeoutPiece, TakeoutState
from certification.exchange.everything.writing import TOLD_EVERY
from tests.factories import NOON
from tests.factories.people import UserFactory


@pytest.fixture
def manager(db):
    return UserFactory(manager=True)


@pytest.fixture
def ask(manager):
    def asked(*, with_names=False, now=NOON):
        return services.ask_for_everything(with_names=with_names, actor=manager, now=now)

    return asked


def write(takeout, edition, clock=lambda: NOON):
    ended = services.write_takeout(takeout.pk, edition=edition, clock=clock)
    takeout.refresh_from_db()
    return ended


def test_it_is_written_in_pieces_that_make_one_whole_file(site, ask, monkeypatch):
    monkeypatch.setattr(services, "PIECE_BYTES", 4_096)
    takeout = ask()

    assert write(takeout, site) == "done"

    data = b"".join(services.takeout_bytes(takeout))
    assert TakeoutPiece.objects.filter(takeout=takeout).count() == -(-len(data) // 4_096) > 1
    assert len(data) == takeout.bytes
    assert list(troubles_in(io.BytesIO(data))) == []
    assert takeout.total - takeout.done < TOLD_EVERY
    assert {one["name"] for one in takeout.files} >= {"attempts.jsonl", "bank.json"}


def test_the_job_writes_what_was_asked_for(site, ask):
    takeout = ask()

    assert export_everything.func(str(takeout.pk)) == "done"
    assert str(takeout).endswith("waiting")


def test_only_one_is_under_way(site, ask):
    first = ask()
    with pytest.raises(RefusedError, match="everything-busy"):
        ask()

    write(first, site)
    assert write(first, site) == "taken"
    ask(with_names=True)


def test_one_whose_process_is_gone_makes_room(ask, db):
    first = ask()
    Takeout.objects.update(state=TakeoutState.RUNNING, beat_at=NOON)

    ask(now=NOON + SILENCE + timedelta(seconds=1))

    first.refresh_from_db()
    assert first.state == TakeoutState.FAILED


def test_one_that_was_given_up_stops_writing(site, ask):
    takeout = ask()

    def clock():
        if TakeoutPiece.objects.exists() or Takeout.objects.get().done:
            Takeout.objects.update(state=TakeoutState.FAILED, finished_at=NOON)
        return NOON

    assert services.write_takeout(takeout.pk, edition=site, clock=clock) == "abandoned"
    assert not TakeoutPiece.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [services.PIECE_BYTES, 1])
def test_one_that_is_thrown_away_meanwhile_ends_quietly(ask, manager, monkeypatch, edition, size):
    takeout = ask()

    def thrown_away(stream, **_more):
        stream.write(b"x" * services.PIECE_BYTES)
        services.discard_takeout(takeout.pk, actor=manager, now=NOON)
        stream.write(b"x" * size)
        return ()

    monkeypatch.setattr(services, "write_everything", thrown_away)

    assert services.write_takeout(takeout.pk, edition=edition, clock=lambda: NOON) == "abandoned"
    assert not Takeout.objects.exists()
    assert not TakeoutPiece.objects.exists()


def test_a_long_file_goes_a_few_pieces_at_a_time(ask, manager, django_assert_max_num_queries):
    takeout = ask()
    TakeoutPiece.objects.bulk_create(TakeoutPiece(takeout=takeout, number=n, data=b"x") for n in range(25))

    with django_assert_max_num_queries(20) as done:
        services.discard_takeout(takeout.pk, actor=manager, now=NOON)

    deleted = [one["sql"] for one in done if one["sql"].startswith('DELETE FROM "certification_takeoutpiece"')]
    assert len(deleted) >= 3
    assert not TakeoutPiece.objects.exists()


def test_an_error_is_kept_and_nothing_of_the_file(site, ask, monkeypatch):
    def broken(*_args, **_more):
        raise OSError("disk full")

    monkeypatch.setattr(services, "write_everything", broken)
    takeout = ask()
    with pytest.raises(OSError, match="disk full"):
        services.write_takeout(takeout.pk, edition=site, clock=lambda: NOON)

    takeout.refresh_from_db()
    assert (takeout.state, takeout.error) == ("failed", "OSError: disk full")


def test_only_the_newest_files_are_kept(edition, ask):
    for hour in range(5):
        write(ask(now=NOON + timedelta(hours=hour)), edition)

    kept = services.newest_takeouts()
    assert [one.made_at for one in kept] == [NOON + timedelta(hours=hour) for hour in (4, 3, 2)]
    assert set(TakeoutPiece.objects.values_list("takeout", flat=True)) == {one.pk for one in kept}


def test_who_asked_took_and_threw_away_is_on_record(edition, ask, manager):
    takeout = ask(with_names=True)
    write(takeout, edition)
    services.note_download(takeout, actor=manager, now=NOON)
    services.discard_takeout(takeout.pk, actor=manager, now=NOON)
    services.discard_takeout(takeout.pk, actor=manager, now=NOON)

    told = JournalEntry.objects.filter(subject=f"takeout:{takeout.pk}").order_by("verb")
    assert [one.verb.removeprefix("exchange.everything-") for one in told] == ["asked", "discarded", "taken"]
    assert {one.actor_id for one in told} == {manager.pk}
    assert not TakeoutPiece.objects.exists()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "lost", "finished_at": NOON}, "takeout_state_known"),
        ({"state": "done"}, "takeout_finished_iff_closed"),
    ],
)
def test_the_database_refuses_what_cannot_be(manager, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Takeout.objects.create(made_by=manager, made_at=NOON, **changes)
