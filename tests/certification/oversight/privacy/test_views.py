"""个人资料: a manager takes it along, looks what erasing would do, and erases."""

import pytest
from django.test import Client

from certification.core.append_only import ERASED
from certification.people.notices import send_notice
from certification.privacy.models import Erasure
from tests.factories import NOON
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "certification.people.backends.NameOrNumberBackend"


@pytest.fixture
def office(db) -> Client:
    """A browser in which a manager has signed in."""
    client = Client()
    client.force_login(UserFactory(staff_number="C10003", display_name="许建国", manager=True), backend=BACKEND)
    return client


@pytest.fixture
def path(trainee) -> str:
    send_notice(trainee.pk, kind="test", text="你好", now=NOON)
    return f"/oversight/people/{trainee.pk}/data/"


def test_the_page_says_what_there_is(office, path):
    page = office.get(path).content.decode()

    assert "林晓雯" in page
    assert "消息" in page


def test_the_file_comes_by_post(office, path):
    assert office.get(f"{path}export/").status_code == 405
    assert office.post(f"{path}export/").headers["Content-Type"] == "application/zip"


def test_the_preview_says_what_goes_what_loses_its_words_and_what_stays(office, path):
    page = office.get(f"{path}erase/").content.decode()

    assert "整条删除" in page
    assert "文字抹去，条目留着" in page
    assert "输入工号 A20316 确认" in page
    assert not Erasure.objects.exists()


def test_the_number_has_to_be_typed(office, path):
    response = office.post(f"{path}erase/", {"number": "A2031"})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="A2031"' in page
    assert "请原样输入" in page
    assert not Erasure.objects.exists()


def test_with_the_number_the_person_is_erased(office, path, trainee):
    response = office.post(f"{path}erase/", {"number": " A20316 "}, follow=True)

    trainee.refresh_from_db()
    page = response.content.decode()
    assert trainee.display_name == ERASED
    assert "个人资料已经抹除" in page
    assert "抹除…" not in page
    assert "林晓雯" not in page


def test_what_cannot_be_erased_offers_no_form(office):
    operator = UserFactory(operator=True)

    page = office.get(f"/oversight/people/{operator.pk}/data/erase/").content.decode()

    assert "还是运维" in page
    assert 'name="number"' not in page


@pytest.mark.parametrize("part", ["", "export/", "erase/"])
def test_nobody_but_a_manager_comes_in(signed_in, author, path, part):
    for client in (signed_in, author):
        assert client.post(path + part).status_code in {403, 405}
        assert client.get(path + part).status_code in {403, 405}
