"""The outbox: a store that is down costs time alone, one bad statement holds up no other, nobody's password wanders."""

import base64
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from certification.core.retrying import WAITS, next_try
from certification.statements.models import RecordStore, Statement
from certification.statements.sending import BATCH, ask_to_tell, send_waiting, waiting
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def row():
    return RecordStore.objects.create(pk=1, gathered_at=NOON)


def put(number: int) -> list[str]:
    rows = [
        Statement(id=uuid.uuid4(), person=uuid.uuid4(), body={}, made_at=NOON + timedelta(seconds=at))
        for at in range(number)
    ]
    for one in rows:
        one.body = {"id": str(one.id)}
    Statement.objects.bulk_create(rows)
    return [str(one.id) for one in rows]


def test_everything_goes_out_in_order_in_batches(store):
    ids = put(BATCH + 3)

    assert send_waiting(now=NOON) == BATCH + 3
    assert [body["id"] for body in store.taken] == ids
    assert [asked["path"] for asked in store.asked] == ["/xapi/statements"] * 2
    assert store.asked[0]["x-experience-api-version"] == "1.0.3"
    assert base64.b64decode(store.asked[0]["authorization"].split()[1]) == b"mingduan:geheim"
    assert send_waiting(now=NOON) == 0


@pytest.mark.parametrize("status", [500, 503, 401, 302, 429])
def test_a_store_that_fails_is_asked_again_later_and_then_gets_everything(store, status):
    ids = put(2)
    store.answers = [status]

    assert send_waiting(now=NOON) == 0
    down = RecordStore.objects.get()
    assert (down.tries, down.next_try_at, down.problem) == (1, NOON + timedelta(minutes=1), f"HTTP {status}")
    assert send_waiting(now=NOON + timedelta(minutes=1)) == 2
    assert [body["id"] for body in store.taken] == ids
    up = RecordStore.objects.get()
    assert (up.tries, up.next_try_at, up.problem) == (0, None, "")


def test_a_store_that_is_not_there_loses_nothing(store, settings):
    settings.XAPI_ENDPOINT = "http://127.0.0.1:1/xapi"
    put(1)

    assert send_waiting(now=NOON) == 0
    assert waiting().count() == 1
    assert RecordStore.objects.get().problem


def test_one_bad_statement_holds_up_no_other(store):
    ids = put(4)
    store.bad = {ids[1]}

    assert send_waiting(now=NOON) == 3
    assert {body["id"] for body in store.taken} == {ids[0], ids[2], ids[3]}
    refused = Statement.objects.get(pk=ids[1])
    assert (refused.refused_at, refused.problem, refused.sent_at) == (NOON, "HTTP 400", None)
    assert waiting().count() == 0


def test_a_store_that_goes_away_in_the_middle_keeps_the_rest_waiting(store):
    ids = put(3)
    store.answers = [400, 200, 503]

    send_waiting(now=NOON)
    assert [body["id"] for body in store.taken] == ids[:1]
    assert waiting().count() == 2


def test_waits_grow_and_stop_growing():
    assert [(next_try(tries, NOON) - NOON).total_seconds() / 60 for tries in range(1, 8)] == [*WAITS, 60, 60]


def test_the_worker_is_asked_once_and_not_before_it_is_time(store):
    RecordStore.objects.update(next_try_at=NOON)
    ask_to_tell(NOON - timedelta(seconds=1))
    assert DBTaskResult.objects.count() == 0
    for _look in range(2):
        ask_to_tell(NOON)
    assert DBTaskResult.objects.count() == 1


def test_without_a_store_nothing_is_asked_and_the_command_says_so():
    ask_to_tell(NOON)

    assert DBTaskResult.objects.count() == 0
    with pytest.raises(CommandError, match="XAPI_ENDPOINT"):
        call_command("send_statements")


def test_the_command_tells_how_many_and_what_is_wrong(store, capsys):
    put(2)
    call_command("send_statements")
    assert "送到 2 条" in capsys.readouterr().out

    put(1)
    store.answers = [503]
    with pytest.raises(CommandError, match="HTTP 503"):
        call_command("send_statements")
    with pytest.raises(CommandError, match="昨天"):
        call_command("send_statements", since="昨天")
