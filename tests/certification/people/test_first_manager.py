"""The first manager: one command, one link, one use."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import CommandError, call_command

from certification.people.models import User
from tests.factories.people import UserFactory

PASSWORD = "Ming-duan-2026"
pytestmark = pytest.mark.django_db


def make(capsys, number="C1", name="许建国", *more) -> str:
    """Run the command and return the path of the link."""
    call_command("create_first_manager", number, name, "--site", "https://md.example/", *more)
    line = capsys.readouterr().out.strip().splitlines()[-1]
    assert line.startswith("https://md.example/first-password/")
    return line.removeprefix("https://md.example")


def choose(client, link, password=PASSWORD, again=None):
    return client.post(link, {"password": password, "again": again or password})


def test_the_link_lets_the_first_manager_choose_a_password_and_sign_in(client, capsys):
    link = make(capsys)

    shown, chosen = client.get(link), choose(client, link)

    person = User.objects.get()
    assert shown.status_code == 200
    assert "许建国" in shown.content.decode()
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/sign-in/")
    assert person.is_manager
    assert not person.is_staff
    assert not person.password_is_initial
    assert client.post("/sign-in/", {"username": "C1", "password": PASSWORD}).status_code == 302


def test_it_works_once(client, capsys):
    link = make(capsys)
    choose(client, link)

    again = choose(client, link, "Another-2026-one")

    assert again.status_code == client.get(link).status_code == 410
    assert "用过" in again.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_it_ends_after_a_day(client, capsys, monkeypatch):
    link = make(capsys)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + timedelta(hours=24, seconds=5).total_seconds())

    late = choose(client, link)

    assert late.status_code == 410
    assert "过期" in late.content.decode()
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize("change", [lambda token: token[:-2] + "xx", lambda token: "x" + token, lambda _token: "x"])
def test_a_link_that_was_changed_is_refused(client, capsys, change):
    link = make(capsys)
    token = link.split("/")[2]

    answer = client.get(link.replace(token, change(token)))

    assert answer.status_code == 410
    assert "不对" in answer.content.decode()


def test_a_poor_password_is_refused_with_the_form(client, capsys):
    link = make(capsys)

    assert choose(client, link, "12345678").status_code == 422
    assert choose(client, link, again="something else").status_code == 422
    assert not User.objects.get().has_usable_password()


def test_a_second_link_makes_the_first_void(client, capsys):
    first, second = make(capsys), make(capsys, "c1", "许建国", "--operator")

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert User.objects.get().is_staff


def test_refused_where_an_active_manager_is_there(capsys):
    UserFactory(manager=True, staff_number="C9")

    with pytest.raises(CommandError, match="C9"):
        make(capsys)


def test_a_manager_who_left_is_no_hindrance(capsys):
    UserFactory(manager=True, is_active=False)

    assert make(capsys)


def test_somebody_elses_number_is_refused(capsys):
    trainee = UserFactory(staff_number="A1")

    with pytest.raises(CommandError, match="A1"):
        make(capsys, "A1")

    trainee.refresh_from_db()
    assert not trainee.is_manager


@pytest.mark.parametrize(("number", "name"), [("", "许建国"), ("C1", " "), ("C" * 21, "许建国")])
def test_a_number_and_a_name_are_needed(capsys, number, name):
    with pytest.raises(CommandError):
        make(capsys, number, name)

    assert not User.objects.exists()
