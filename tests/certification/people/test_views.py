"""Signing in: the ladder, the throttle, and who sees what."""

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, UserFactory

SIGN_IN = "/sign-in/"
pytestmark = pytest.mark.django_db


def attempt(client: Client, name: str, password: str, *, address: str = "10.0.0.1", **fields):
    return client.post(SIGN_IN, {"username": name, "password": password, **fields}, REMOTE_ADDR=address)


def test_sign_in_page_is_open_to_strangers(client):
    response = client.get(SIGN_IN)

    assert response.status_code == 200
    assert 'name="username"' in response.content.decode()


@pytest.mark.parametrize("identifier", ["A20316", "a20316", " A20316 ", "林晓雯"])
def test_name_or_staff_number_signs_in(client, trainee, identifier):
    response = attempt(client, identifier, PASSWORD)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(trainee.pk)


def test_a_name_that_two_people_bear_needs_the_staff_number(client, trainee):
    UserFactory(display_name="林晓雯")

    by_name = attempt(client, "林晓雯", PASSWORD)
    by_number = attempt(client, "A20316", PASSWORD)

    assert by_name.status_code == 422
    assert by_number.status_code == 302


def test_wrong_name_and_wrong_password_read_the_same(client, trainee):
    wrong_password = attempt(client, "A20316", "wrong").context["form"].non_field_errors()
    wrong_name = attempt(client, "A99999", "wrong").context["form"].non_field_errors()

    assert wrong_password == wrong_name
    assert "还可以再试 4 次" in wrong_name[0]


def test_refused_sign_in_is_422_and_keeps_the_name_but_not_the_password(client, trainee):
    response = attempt(client, "A20316", "wrong-password")

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="A20316"' in page
    assert "wrong-password" not in page
    assert 'role="alert"' in page


def test_empty_form_names_both_fields(client):
    response = client.post(SIGN_IN)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username", "password"}


def test_person_who_left_cannot_sign_in(client):
    UserFactory(staff_number="A20999", is_active=False)

    assert attempt(client, "A20999", PASSWORD).status_code == 422


def test_five_wrong_passwords_lock_the_name_for_that_address(client, trainee):
    for _ in range(5):
        response = attempt(client, "A20316", "wrong")

    right_but_late = attempt(client, "A20316", PASSWORD)
    assert response.status_code == 429
    assert right_but_late.status_code == 429
    assert "15 分钟后再试" in right_but_late.content.decode()


def test_lock_holds_whether_name_or_number_is_typed(client, trainee):
    for identifier in ["A20316", "林晓雯", "a20316", "林晓雯", "A20316"]:
        attempt(client, identifier, "wrong")

    assert attempt(client, "林晓雯", PASSWORD).status_code == 429


def test_lock_spares_the_colleague_at_the_same_address(client, trainee):
    UserFactory(staff_number="A20317")
    for _ in range(6):
        attempt(client, "A20316", "wrong")

    assert attempt(client, "A20317", PASSWORD).status_code == 302


def test_lock_spares_the_same_person_at_another_address(client, trainee):
    for _ in range(6):
        attempt(client, "A20316", "wrong")

    assert attempt(client, "A20316", PASSWORD, address="10.0.0.2").status_code == 302


def test_signing_in_forgets_earlier_mistakes(client, trainee):
    for _ in range(4):
        attempt(client, "A20316", "wrong")
    attempt(client, "A20316", PASSWORD)
    client.post("/sign-out/")

    response = attempt(client, "A20316", "wrong")

    assert "还可以再试 4 次" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "lands"),
    [
        pytest.param("/account/?a=1", "/account/?a=1", id="a page of ours"),
        pytest.param("https://elsewhere.example/", "/", id="another site"),
        pytest.param("//elsewhere.example/", "/", id="another site without a scheme"),
        pytest.param("", "/", id="nothing asked"),
    ],
)
def test_signing_in_leads_back_to_where_one_was_and_nowhere_else(client, trainee, asked, lands):
    response = attempt(client, "A20316", PASSWORD, next=asked)

    assert response.headers["Location"] == lands


def test_who_has_signed_in_is_sent_on(signed_in):
    assert signed_in.get(SIGN_IN, {"next": "/account/"}).headers["Location"] == "/account/"


def test_signing_out_ends_the_session_and_takes_a_post(signed_in):
    by_get = signed_in.get("/sign-out/")
    by_post = signed_in.post("/sign-out/")

    assert by_get.status_code == 405
    assert by_post.headers["Location"] == SIGN_IN
    assert signed_in.get("/account/").status_code == 302


def test_account_names_the_person_and_every_role(client):
    person = UserFactory(display_name="何青", is_trainer=True)
    client.force_login(person, backend="certification.people.backends.NameOrNumberBackend")

    page = client.get("/account/").content.decode()

    assert "何青" in page
    assert "学员、培训师" in page


def test_account_takes_five_queries(signed_in, django_assert_num_queries):
    with django_assert_num_queries(5):  # session, person with cohort and unread notices, their sessions, links, edition
        signed_in.get("/account/")
