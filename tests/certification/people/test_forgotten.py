"""A forgotten password: the same answer for everybody, the link for who has an address."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certification.core.journal import JournalEntry
from certification.people.forgotten import mail_in_background, mail_link_to
from certification.people.models import User
from tests.factories.people import PASSWORD, UserFactory

PATH = "/sign-in/forgotten/"
SITE = "http://testserver/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def mails(settings):
    settings.MAIL_SERVER = "smtp://mail"


@pytest.fixture
def lin(trainee):
    trainee.email = "lin@example.com"
    trainee.save(update_fields=["email"])
    return trainee


def work() -> None:
    """Do what the worker was asked to, in its order."""
    for one in DBTaskResult.objects.order_by("enqueued_at"):
        mail_in_background.call(*one.args_kwargs["args"])
    DBTaskResult.objects.all().delete()


def ask(client, name: str, *, address: str = "10.0.0.1"):
    return client.post(PATH, {"username": name}, REMOTE_ADDR=address)


def test_the_sign_in_page_leads_there(client):
    assert f'href="{PATH}"' in client.get("/sign-in/").content.decode()


def test_who_has_an_address_gets_a_link_that_sets_a_new_password(client, lin, mails, mailoutbox):
    ask(client, "林晓雯")
    work()

    (mail,) = mailoutbox
    assert mail.to == ["lin@example.com"]
    link = re.search(rf"{SITE}(first-password/\S+)", mail.body)
    assert link is not None
    client.post(f"/{link[1]}", {"password": "another good one 7", "again": "another good one 7"})
    assert User.objects.get(pk=lin.pk).check_password("another good one 7")
    assert JournalEntry.objects.get(verb="people.link-asked").subject == f"user:{lin.pk}"


def test_until_the_link_is_used_nothing_changes(client, lin, mails, mailoutbox):
    ask(client, "A20316")
    work()

    assert client.post("/sign-in/", {"username": "A20316", "password": PASSWORD}).status_code == 302


def test_everybody_is_answered_the_same(client, lin, mails, mailoutbox):
    UserFactory(staff_number="A1", email="")
    UserFactory(staff_number="A2", email="left@example.com", is_active=False)
    pages = set()
    for name in ("A20316", "A1", "A2", "nobody"):
        answer = ask(client, name)
        assert (answer.status_code, answer.headers["Location"]) == (302, PATH)
        pages.add(re.sub(r'value="[^"]{30,}"', "", client.get(PATH).content.decode()))

    assert len(pages) == 1
    assert DBTaskResult.objects.count() == 4
    work()
    assert [mail.to for mail in mailoutbox] == [["lin@example.com"]]


def test_after_asking_the_page_says_what_to_do_if_nothing_comes(client, mails):
    ask(client, "nobody")

    assert "几分钟没有收到" in client.get(PATH).content.decode()
    assert "几分钟没有收到" not in client.get(PATH).content.decode()


def test_a_fourth_time_by_one_name_is_refused_known_or_not(client, lin, mails):
    for name in ("A20316", "nobody"):
        assert [ask(client, name).status_code for _ in range(4)] == [302, 302, 302, 429]

    page = ask(client, "nobody ").content.decode()
    assert "60 分钟后再试" in page
    assert 'value="nobody "' in page


def test_one_address_asks_for_so_many_and_no_more(client, mails):
    answers = [ask(client, f"N{n}").status_code for n in range(21)]

    assert answers == [302] * 20 + [429]
    assert ask(client, "N30", address="10.0.0.2").status_code == 302


def test_one_person_gets_three_an_hour_however_they_are_called(lin, mails, mailoutbox):
    now = timezone.now()

    sent = [mail_link_to(lin.pk, site=SITE, now=now) for _ in range(4)]

    assert sent == [True, True, True, False]
    assert mail_link_to(lin.pk, site=SITE, now=now + timedelta(hours=1, seconds=1))


def test_an_empty_name_is_422(client, mails):
    answer = ask(client, " ")

    assert answer.status_code == 422
    assert "请写上姓名或工号" in answer.content.decode()


def test_without_a_mail_server_the_page_says_whom_to_ask(client, lin):
    page = client.get(PATH).content.decode()
    answer = ask(client, "A20316")

    assert "请找主管" in page
    assert 'name="username"' not in page
    assert answer.status_code == 200
    assert not DBTaskResult.objects.exists()


def test_a_link_leads_to_the_site_as_the_settings_call_it(client, lin, mails, mailoutbox, settings):
    settings.SITE_ADDRESS = "https://mingduan.example/"
    settings.ALLOWED_HOSTS = ["*"]

    client.post(PATH, {"username": "A20316"}, headers={"Host": "evil.example"})
    work()

    assert "https://mingduan.example/first-password/" in mailoutbox[0].body


def test_where_any_host_is_answered_and_the_site_has_no_name_no_link_goes_out(client, lin, mails, settings):
    settings.ALLOWED_HOSTS = ["*"]

    client.post(PATH, {"username": "A20316"}, headers={"Host": "evil.example"})

    assert not DBTaskResult.objects.exists()


def test_where_the_company_account_alone_lets_in_only_who_may_use_a_password_gets_a_link(
    client, lin, mails, mailoutbox, settings
):
    settings.SSO_ONLY = True
    UserFactory(staff_number="C1", email="boss@example.com", manager=True)
    for name in ("A20316", "C1"):
        ask(client, name)
    work()

    assert [mail.to for mail in mailoutbox] == [["boss@example.com"]]


def test_where_the_company_account_alone_lets_in_passwords_are_for_managers_and_operators(client, trainee, settings):
    settings.SSO_ONLY = True
    UserFactory(staff_number="C1", manager=True)
    UserFactory(staff_number="D1", operator=True)

    refused = client.post("/sign-in/", {"username": "A20316", "password": PASSWORD})

    assert refused.status_code == 422
    assert "这里用公司账号登录" in refused.content.decode()
    assert "_auth_user_id" not in client.session
    for number in ("C1", "D1"):
        assert client.post("/sign-in/", {"username": number, "password": PASSWORD}).status_code == 302
        client.post("/sign-out/")
