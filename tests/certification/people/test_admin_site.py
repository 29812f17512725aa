"""The admin: operators only."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site

from certification.core.journal import JournalEntry, record
from certification.people.models import Cohort, User
from tests.factories import NOON
from tests.factories.people import PASSWORD, UserFactory

ADMIN = f"/{settings.ADMIN_PATH}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    client.force_login(UserFactory(operator=True), backend="certification.people.backends.NameOrNumberBackend")
    return client


def test_admin_is_not_where_everybody_looks(client):
    assert client.get("/admin/").status_code == 404


def test_stranger_goes_through_the_sites_own_sign_in(client):
    response = client.get(ADMIN, follow=True)

    assert response.redirect_chain[-1][0].startswith("/sign-in/?next=")


def test_operator_lands_in_the_admin_after_signing_in(client):
    operator = UserFactory(operator=True)
    asked = client.get(ADMIN, follow=True).redirect_chain[-1][0]

    response = client.post(
        asked.split("?")[0],
        {"username": operator.staff_number, "password": PASSWORD, "next": asked.split("next=")[1]},
        follow=True,
    )

    assert response.redirect_chain == [(ADMIN, 302)]
    assert response.status_code == 200


def test_operator_who_opens_the_admins_own_sign_in_is_sent_on(operator):
    assert operator.get(f"{ADMIN}login/").headers["Location"] == ADMIN


def test_trainee_is_refused(signed_in):
    assert signed_in.get(ADMIN, follow=True).status_code == 403


@pytest.mark.parametrize("model", list(site._registry), ids=lambda model: model._meta.label_lower)
def test_operator_opens_every_table(operator, model):
    assert operator.get(f"{ADMIN}{model._meta.label_lower.replace('.', '/')}/").status_code == 200


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_app_config("certification").get_models() if model not in {User, Cohort}],
    ids=lambda model: model.__name__,
)
def test_whatever_has_verbs_of_its_own_is_read_only(rf, model):
    request = rf.get(ADMIN)
    request.user = UserFactory.build(operator=True, cohort=None)
    admin = site._registry.get(model)

    assert admin is None or not (
        admin.has_add_permission(request)
        or admin.has_change_permission(request)
        or admin.has_delete_permission(request)
    )


def test_operator_opens_a_person(operator):
    person = UserFactory()

    assert operator.get(f"{ADMIN}certification/user/{person.pk}/change/").status_code == 200


def test_operator_makes_a_person(operator):
    fields = {"staff_number": "A20500", "display_name": "孙立", "usable_password": "true"}
    fields |= {"password1": "a good password 9", "password2": "a good password 9"}

    response = operator.post(f"{ADMIN}certification/user/add/", fields)

    assert response.status_code == 302, response.context["adminform"].errors


def test_journal_is_read_only_in_the_admin(operator):
    entry = record("test.done", subject="test:1", actor_id=None, now=NOON)

    page = operator.get(f"{ADMIN}certification/journalentry/{entry.pk}/change/").content.decode()

    assert 'name="_save"' not in page
    assert operator.post(f"{ADMIN}certification/journalentry/{entry.pk}/delete/").status_code == 403


def test_what_an_operator_does_to_a_person_is_in_the_journal(operator):
    person = UserFactory(display_name="孙立")
    fields = {"staff_number": person.staff_number, "display_name": "孙力", "is_trainee": "on", "is_trainer": "on"}
    fields |= {"is_active": "on"}

    operator.post(f"{ADMIN}certification/user/{person.pk}/change/", fields)
    operator.post(f"{ADMIN}certification/user/{person.pk}/delete/", {"post": "yes"})
    other = UserFactory()
    operator.post(
        f"{ADMIN}certification/user/", {"action": "delete_selected", "_selected_action": other.pk, "post": "yes"}
    )

    changed, *removed = JournalEntry.objects.order_by("at")
    assert (changed.verb, changed.subject) == ("people.changed-by-operator", f"user:{person.pk}")
    assert changed.details["is_trainer"] is True
    assert "display_name" in changed.details["fields"]
    assert "孙力" not in str(changed.details)
    assert [(one.verb, one.subject) for one in removed] == [
        ("people.removed-by-operator", f"user:{person.pk}"), ("people.removed-by-operator", f"user:{other.pk}"),
    ]  # fmt: skip


@pytest.fixture
def last_manager(operator):
    return UserFactory(staff_number="C1", display_name="许建国", manager=True)


def change(operator, person, **fields):
    said = {"staff_number": person.staff_number, "display_name": person.display_name, "cohort": person.cohort_id or ""}
    return operator.post(f"{ADMIN}certification/user/{person.pk}/change/", {**said, **fields})


@pytest.mark.parametrize("fields", [{"is_active": "on"}, {"is_manager": "on"}, {}])
def test_the_last_manager_stays_in_the_admin_too(operator, last_manager, fields):
    refused = change(operator, last_manager, **fields)

    assert "没有在职的主管" in refused.content.decode()
    last_manager.refresh_from_db()
    assert last_manager.is_manager
    assert last_manager.is_active
    assert operator.post(f"{ADMIN}certification/user/{last_manager.pk}/delete/", {"post": "yes"}).status_code == 403


def test_of_two_managers_one_may_go_and_is_signed_out(operator, last_manager, client):
    other = UserFactory(manager=True)
    browser = type(operator)()
    browser.force_login(last_manager, backend="certification.people.backends.NameOrNumberBackend")

    assert change(operator, last_manager, is_manager="on").status_code == 302

    last_manager.refresh_from_db()
    assert not last_manager.is_active
    assert not last_manager.sessions.exists()
    assert "没有在职的主管" in change(operator, other, is_active="on").content.decode()


def test_a_password_that_an_operator_sets_is_changed_at_the_next_sign_in(operator):
    person = UserFactory()
    fields = {"usable_password": "true", "password1": "a good password 8", "password2": "a good password 8"}

    assert operator.post(f"{ADMIN}certification/user/{person.pk}/password/", fields).status_code == 302

    person.refresh_from_db()
    assert person.check_password("a good password 8")
    assert person.password_is_initial
