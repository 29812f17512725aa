"""The page of acts and its table."""

import csv
import io
from datetime import timedelta

import pytest

from certification.core.journal import JournalEntry, note, record
from certification.core.seals import seal
from certification.operations.audit import reading
from certification.readapi.services import make_token
from tests.factories import NOON
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/operations/audit/", "/operations/audit.csv"
BACKEND = "certification.people.backends.NameOrNumberBackend"


@pytest.fixture
def manager(client):
    person = UserFactory(staff_number="C1", display_name="许建国", manager=True)
    client.force_login(person, backend=BACKEND)
    return person


@pytest.fixture
def acts(manager):
    """A manager gives a role and a word; the program hands a paper in."""
    other = UserFactory(staff_number="A7", display_name="林晓雯")
    note(manager, "people.password-changed", other, now=NOON)
    note(manager, "round.unseated", "round:abc", now=NOON + timedelta(days=1), people=[str(other.pk)])
    record(
        "attempt.handed-in", subject="attempt:1", actor_id=None, now=NOON + timedelta(days=2), details={"by": "clock"}
    )
    return other


def found(client, **asked):
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    return [row.act for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("traits", "status"),
    [({}, 403), ({"trainer": True}, 403), ({"manager": True}, 200), ({"operator": True}, 200)],
    ids=["trainee", "trainer", "manager", "operator"],
)
@pytest.mark.parametrize("url", [PAGE, TABLE])
def test_managers_and_operators_see_it(client, traits, status, url):
    client.force_login(UserFactory(**traits), backend=BACKEND)

    assert client.get(url).status_code == status


def test_acts_stand_newest_first_with_names(client, acts):
    rows = client.get(PAGE).context["rows"]

    assert [row.act for row in rows] == ["交卷", "移出考生", "改密码"]
    assert [row.who for row in rows] == ["", "许建国（C1）", "许建国（C1）"]
    assert rows[1].details == "people=林晓雯（A7）"
    assert rows[2].subject == "人员 林晓雯（A7）"
    assert "系统" in client.get(PAGE).content.decode()


def test_a_token_is_told_by_its_name(client, manager):
    make_token("人事系统", ["results"], 30, actor=manager, now=NOON)
    (row,) = client.get(PAGE).context["rows"]

    assert (row.act, row.subject) == ("发接口令牌", "接口令牌 人事系统")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"who": "许建国"}, ["移出考生", "改密码"]),
        ({"who": "A7"}, []),
        ({"about": "a7"}, ["移出考生", "改密码"]),
        ({"about": "attempt:1"}, ["交卷"]),
        ({"about": "没有的"}, []),
        ({"group": "round"}, ["移出考生"]),
        ({"since": "{second}", "until": "{second}"}, ["移出考生"]),
        ({"until": "{second}"}, ["移出考生", "改密码"]),
        ({"request": "nothing"}, []),
    ],
    ids=str,
)
def test_filters_narrow_down(client, acts, asked, expected):
    second = f"{NOON + timedelta(days=1):%Y-%m-%d}"

    assert found(client, **{name: value.format(second=second) for name, value in asked.items()}) == expected


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"who": "某某"}, "没有叫这个名字"),
        ({"group": "nonsense"}, "没有这一类"),
        ({"since": "yesterday"}, "2026-11-22"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "结束的日子比开始的早"),
    ],
    ids=str,
)
@pytest.mark.parametrize("url", [PAGE, TABLE])
def test_a_wrong_filter_is_told_and_finds_nothing(client, acts, asked, said, url):
    response = client.get(url, asked)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "<strong>移出考生" not in response.content.decode()


def test_older_acts_are_a_link_away_and_none_is_lost(client, manager, monkeypatch):
    monkeypatch.setattr("certification.operations.audit.views.PER_PAGE", 2)
    for n in range(5):
        record("round.edited", subject=f"round:{n}", actor_id=None, now=NOON)

    seen, cursor = [], ""
    while cursor is not None:
        response = client.get(PAGE, {"group": "round", **({"before": cursor} if cursor else {})})
        seen += [row.entry_id for row in response.context["rows"]]
        cursor = response.context["older"]

    assert len(set(seen)) == len(seen) == 5
    assert "回到最新" in response.content.decode()
    assert found(client, before="not-an-entry") == ["修改场次"] * 2


def test_one_request_leads_to_all_that_it_did(client, manager):
    entry = note(manager, "round.edited", "round:1", now=NOON)
    JournalEntry.objects.bulk_create([
        JournalEntry(at=NOON, verb="round.made", subject="round:1", request_id="abcd" * 4)
    ])  # fmt: skip

    assert entry.request_id == ""
    assert found(client, request="abcd" * 4) == ["建立场次"]


def test_the_table_holds_what_the_filters_find_and_is_an_act_itself(client, acts, monkeypatch):
    monkeypatch.setattr(reading, "_CHUNK", 2)
    record("round.edited", subject="round:=1+1", actor_id=None, now=NOON)
    seal()

    response = client.get(TABLE, {"until": f"{NOON + timedelta(days=1):%Y-%m-%d}"})
    head, *rows = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))

    assert head[:4] == ["时间", "谁", "做了什么", "对什么"]
    assert sorted(row[2] for row in rows) == ["修改场次", "改密码", "移出考生"]
    assert sorted(row[7] for row in rows) == ["1", "2", "3"]
    assert "attachment" in response["Content-Disposition"]
    kept = JournalEntry.objects.get(verb="audit.exported")
    assert kept.details == {"until": f"{NOON + timedelta(days=1):%Y-%m-%d}"}
    assert kept.request_id == response["X-Request-ID"]


def test_a_long_trail_is_cut_off_where_it_is_said(client, acts, monkeypatch):
    monkeypatch.setattr(reading, "MOST_EXPORTED", 1)

    response = client.get(TABLE)

    assert len(b"".join(response.streaming_content).decode().splitlines()) == 2
