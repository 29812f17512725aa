"""The outbox: a platform that is down costs time alone, what is hopeless is given up in sight, nothing wanders."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from certification.lti.domain import GIVEN_UP_AFTER
from certification.lti.models import Platform, PlatformAccount, PlatformLink, PlatformScore
from certification.lti.sending import ask_to_send, send_waiting
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.platform import AGS_SCOPE, mock_platform, register

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def put(registered, platform):
    """Put scores of so many people into the outbox."""
    link = PlatformLink.objects.create(
        platform=registered, deployment="1", resource="link-7", drill="D", lineitem=f"{platform.home}/lineitems/1",
        scopes=[f"{AGS_SCOPE}score"],
    )  # fmt: skip

    def put(number: int = 1) -> list[PlatformScore]:
        found = []
        for at in range(number):
            person = UserFactory()
            account = PlatformAccount.objects.create(
                platform=registered, sub=f"sub-{person.staff_number}", person=person, linked_at=NOON
            )
            since = NOON + timedelta(seconds=at)
            found.append(
                PlatformScore.objects.create(
                    link=link, account=account, given=80 + at, maximum=100, at=since, waiting_since=since
                )
            )
        return found

    return put


def test_everything_goes_out_in_order_with_one_token(put, platform):
    put(3)

    assert send_waiting(now=NOON) == 3
    assert [score["scoreGiven"] for score in platform.scores] == [80, 81, 82]
    assert len(platform.assertions) == 1
    assert PlatformScore.objects.filter(sent_at=NOON, waiting_since=None).count() == 3


@pytest.mark.parametrize("status", [500, 503, 401, 429, 302])
def test_a_platform_that_fails_is_asked_again_later_and_then_gets_everything(put, platform, status):
    put(2)
    platform.fails = [status]

    assert send_waiting(now=NOON) == 0
    down = Platform.objects.get()
    assert (down.tries, down.next_try_at, down.send_problem) == (1, NOON + MINUTE, f"HTTP {status}")
    assert send_waiting(now=NOON + timedelta(seconds=59)) == 0
    assert len(platform.assertions) == 1  # it was left alone
    assert send_waiting(now=NOON + MINUTE) == 2
    up = Platform.objects.get()
    assert (up.tries, up.next_try_at, up.send_problem) == (0, None, "")


@pytest.mark.parametrize("path", ["/nowhere-at-all", "/elsewhere", "/endless"])
def test_a_platform_that_gives_no_token_loses_nothing(put, platform, path):
    put()
    platform.token_status = 400
    assert send_waiting(now=NOON) == 0
    assert PlatformScore.objects.waiting().count() == 1

    Platform.objects.update(auth_token_url=f"http://127.0.0.1:1{path}", next_try_at=None)
    assert send_waiting(now=NOON) == 0
    assert PlatformScore.objects.waiting().count() == 1
    assert Platform.objects.get().tries == 2


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_what_is_hopeless_is_given_up_in_sight_and_holds_up_no_other(put, platform, status):
    first, _second = put(2)
    platform.fails = [status]

    assert send_waiting(now=NOON) == 1
    first.refresh_from_db()
    assert (first.refused_at, first.waiting_since, first.problem) == (NOON, None, f"HTTP {status}")
    assert Platform.objects.get().tries == 0


def test_after_two_weeks_it_is_given_up(put, platform):
    put()
    platform.token_status = 503
    assert send_waiting(now=NOON + GIVEN_UP_AFTER) == 0
    assert PlatformScore.objects.waiting().exists()
    Platform.objects.update(next_try_at=None)

    send_waiting(now=NOON + GIVEN_UP_AFTER + MINUTE)
    score = PlatformScore.objects.get()
    assert (score.waiting_since, score.problem) == (None, "平台十四天没有收下")


def test_a_newer_score_that_came_while_the_old_one_was_sent_waits_on(put, platform, monkeypatch):
    (score,) = put()
    newer = NOON + MINUTE

    def meanwhile(*_args, **_options):
        PlatformScore.objects.update(given=10, at=newer, waiting_since=newer)

    monkeypatch.setattr("certification.lti.sending._Errand.deliver", meanwhile)
    assert send_waiting(now=NOON) == 0
    score.refresh_from_db()
    assert (score.waiting_since, score.given) == (newer, 10)


def test_one_platform_that_is_down_holds_up_no_other(put, platform, registered):
    put()
    platform.token_status = 503
    with mock_platform() as second:
        other = register(second)
        link = PlatformLink.objects.create(
            platform=other, deployment="1", resource="r", drill="D", lineitem=f"{second.home}/lineitems/1",
            scopes=[f"{AGS_SCOPE}score"],
        )  # fmt: skip
        account = PlatformAccount.objects.create(platform=other, sub="s", person=UserFactory(), linked_at=NOON)
        PlatformScore.objects.create(link=link, account=account, given=1, maximum=1, at=NOON, waiting_since=NOON)

        assert send_waiting(now=NOON) == 1
        assert len(second.scores) == 1


def test_nothing_is_sent_where_no_line_item_can_be_had(put, platform):
    (score,) = put()
    PlatformLink.objects.update(lineitem="", lineitems=f"{platform.home}/lineitems")

    assert send_waiting(now=NOON) == 0
    score.refresh_from_db()
    assert score.problem == "平台没有给这个链接成绩列"


def test_nothing_goes_to_an_address_without_https_on_a_site_with_it(put, platform, settings):
    settings.HTTPS = True
    put()

    assert send_waiting(now=NOON) == 0
    assert platform.asked == []
    assert PlatformScore.objects.waiting().count() == 1


def test_a_stopped_platform_gets_nothing(put, platform):
    put()
    Platform.objects.update(closed_at=NOON)

    assert send_waiting(now=NOON) == 0
    assert platform.asked == []
    ask_to_send(NOON)
    assert not DBTaskResult.objects.exists()


def test_the_sweep_asks_once(put):
    put()
    ask_to_send(NOON)
    ask_to_send(NOON)

    assert DBTaskResult.objects.count() == 1
