"""The pages of people: found, made, changed, let in and out."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from certification.core.journal import JournalEntry
from certification.people.models import Cohort, User
from certification.people.signed_in import Session
from tests.factories.people import PASSWORD, CohortFactory, UserFactory

BACKEND = "certification.people.backends.NameOrNumberBackend"
NEW = {"password": "很长的新密码 9", "again": "很长的新密码 9"}
LINK = re.compile(r"http://testserver(/first-password/[^\"\s]+/)")


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C10003", display_name="许建国", manager=True)


@pytest.fixture
def page(client: Client, manager) -> Client:
    client.force_login(manager, backend=BACKEND)
    return client


def to(name, *args):
    return reverse(f"oversight:{name}", args=args)


def found(page, /, **query) -> set[str]:
    return {row.person.staff_number for row in page.get(to("people"), query).context["rows"]}


def said(person, **changes):
    return {
        "staff_number": person.staff_number, "display_name": person.display_name, "cohort": person.cohort_id or "",
        "roles": list(person.roles), "email": "", **changes,
    }  # fmt: skip


class TestList:
    def test_people_are_found_by_what_is_asked(self, page):
        one = UserFactory(staff_number="A1", display_name="林晓雯", cohort__name="一组")
        UserFactory(staff_number="A2", display_name="何青", cohort__name="二组", trainer=True)
        UserFactory(staff_number="A3", display_name="孙佳", cohort=None, is_active=False)
        User.objects.filter(pk=one.pk).update(last_login="2026-01-01T00:00:00Z")

        assert found(page) == {"A1", "A2", "C10003"}
        assert found(page, q="晓") == found(page, q="a1") == {"A1"}
        assert found(page, cohort=str(Cohort.objects.get(name="二组").pk)) == {"A2"}
        assert found(page, role="trainer") == {"A2"}
        assert found(page, state="gone") == found(page, state="all", cohort="none") == {"A3"}
        assert found(page, state="waiting") == {"A2"}
        assert found(page, q="nobody") == set()

    @pytest.mark.parametrize("query", [{"cohort": "x"}, {"role": "x"}, {"state": "x"}, {"page": "x"}])
    def test_what_makes_no_sense_is_left_out(self, page, query):
        assert found(page, **query) == {"C10003"}

    def test_it_is_paged_and_htmx_gets_the_part(self, page):
        UserFactory.create_batch(60)

        first = page.get(to("people"))
        second = page.get(to("people"), {"page": 2}, headers={"HX-Request": "true"})

        assert len(first.context["rows"]) == 50
        assert len(second.context["rows"]) == 11
        assert second.content.decode().startswith('<section id="people-list"')

    def test_it_takes_few_queries_however_many_there_are(self, page, django_assert_max_num_queries):
        UserFactory.create_batch(60)

        with django_assert_max_num_queries(12):
            page.get(to("people"))

    def test_merged_duplicates_are_not_listed(self, page, manager):
        UserFactory(staff_number="A9", merged_into=manager, is_active=False, is_trainee=False)

        assert found(page, state="all") == {"C10003"}


class TestPerson:
    def test_one_is_made_by_hand_and_let_in_by_a_link_that_works_once(self, page):
        made = page.post(
            to("person-new"), {"staff_number": "A1", "display_name": "林晓雯", "roles": ["trainee"]}, follow=True
        )
        person = User.objects.get(staff_number="A1")
        assert "还不能登录" in made.content.decode()

        shown = page.post(to("person-link", person.pk))
        link = LINK.search(shown.content.decode()).group(1)
        assert "no-store" in shown.headers["Cache-Control"]
        assert link not in page.get(to("person", person.pk)).content.decode()

        stranger = Client()
        assert stranger.post(link, NEW).status_code == 302
        assert stranger.post(link, NEW).status_code == 410
        stranger.post(reverse("people:sign-in"), {"username": "A1", "password": NEW["password"]})
        assert stranger.get("/account/").status_code == 200

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"staff_number": ""}, "请写工号"),
            ({"staff_number": "c10003"}, "工号 C10003 已经有人用：许建国"),
            ({"email": "x"}, "邮箱写得不对"),
            ({"cohort": "00000000-0000-0000-0000-000000000000"}, "没有这个班组了"),
        ],
    )
    def test_what_is_wrong_is_told_with_the_form_filled_in(self, page, changes, told):
        fields = {"staff_number": "A1", "display_name": "林晓雯", "roles": ["trainee"], **changes}
        person = UserFactory()

        for url in (to("person-new"), to("person", person.pk)):
            response = page.post(url, fields)
            assert response.status_code == 422
            assert told in response.content.decode()
            assert 'value="林晓雯"' in response.content.decode()
        assert not User.objects.filter(staff_number="A1").exists()

    def test_somebody_moves_to_another_cohort(self, page):
        person, cohort = UserFactory(), CohortFactory(name="九组")

        page.post(to("person", person.pk), said(person, cohort=cohort.pk, roles=["trainee", "trainer"]))

        person.refresh_from_db()
        assert (person.cohort, person.roles) == (cohort, ("trainee", "trainer"))

    def test_the_last_manager_is_told_so(self, page, manager):
        response = page.post(to("person", manager.pk), said(manager, roles=["trainee"]))

        assert response.status_code == 422
        assert "没有在职的主管" in response.content.decode()
        manager.refresh_from_db()
        assert manager.is_manager

    def test_deactivating_ends_every_session_for_good(self, page):
        person, browser = UserFactory(staff_number="A1"), Client()
        browser.post(reverse("people:sign-in"), {"username": "A1", "password": PASSWORD})
        token = LINK.search(page.post(to("person-link", person.pk)).content.decode()).group(1)

        page.post(to("person-deactivate", person.pk))

        assert browser.get("/account/").status_code == 302
        assert browser.get(token).status_code == 410
        page.post(to("person-reactivate", person.pk))
        assert browser.get("/account/").status_code == 302
        assert browser.get(token).status_code == 410

    def test_nobody_deactivates_themselves(self, page, manager):
        assert page.post(to("person-deactivate", manager.pk)).status_code == 409
        assert "停用（离职）" not in page.get(to("person", manager.pk)).content.decode()

    def test_operators_are_shown_and_left_alone(self, page):
        operator = UserFactory(operator=True)
        response = page.get(to("person", operator.pk))

        assert "只有运维能改" in response.content.decode()
        assert "给一个设密码的链接" not in response.content.decode()
        for name in ("person-link", "person-deactivate", "person-sign-out"):
            assert page.post(to(name, operator.pk)).status_code == 409

    def test_who_is_not_there_is_not_found(self, page):
        nobody = "00000000-0000-0000-0000-000000000000"
        assert page.get(to("person", nobody)).status_code == 404
        assert page.post(to("person-deactivate", nobody)).status_code == 404
        assert page.post(to("cohort-rename", nobody), {"name": "x"}).status_code == 404


class TestLink:
    @pytest.fixture
    def person(self, db):
        return UserFactory(staff_number="A1", email="lin@example.com")

    def test_it_is_mailed_where_there_is_a_server_and_not_shown(self, page, person, settings):
        settings.MAIL_SERVER = "smtp://mail"
        response = page.post(to("person-link", person.pk), {"by": "mail"}, follow=True)

        assert "寄到 lin@example.com" in response.content.decode()
        assert not LINK.search(response.content.decode())
        (sent,) = mail.outbox
        assert sent.to == ["lin@example.com"]
        assert Client().get(LINK.search(sent.body).group(1)).status_code == 200

    def test_without_a_server_it_is_shown(self, page, person):
        response = page.post(to("person-link", person.pk), {"by": "mail"})

        assert LINK.search(response.content.decode())
        assert mail.outbox == []
        assert JournalEntry.objects.get(verb="people.link-made").details == {"by_mail": False}

    def test_what_the_server_does_not_take_is_shown(self, page, person, settings):
        settings.MAIL_SERVER, settings.EMAIL_BACKEND = "smtp://mail", "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        response = page.post(to("person-link", person.pk), {"by": "mail"})

        assert "邮件没有寄出去" in response.content.decode()
        assert LINK.search(response.content.decode())

    def test_a_newer_one_voids_the_one_before_and_signs_out_everywhere(self, page, person):
        browser = Client()
        browser.post(reverse("people:sign-in"), {"username": "A1", "password": PASSWORD})
        first, second = (
            LINK.search(page.post(to("person-link", person.pk)).content.decode()).group(1) for _ in range(2)
        )

        assert Client().get(first).status_code == 410
        assert browser.get("/account/").status_code == 200
        assert Client().post(second, NEW).status_code == 302
        assert browser.get("/account/").status_code == 302


class TestSessions:
    def test_a_manager_sees_and_ends_them(self, page, manager):
        person, browsers = UserFactory(staff_number="A1"), [Client(), Client(), Client()]
        for one in browsers:
            one.post(reverse("people:sign-in"), {"username": "A1", "password": PASSWORD})
        handle = Session.objects.filter(person=person).first().handle

        page.post(to("person-sign-out", person.pk), {"session": handle})
        assert Session.objects.filter(person=person).count() == 2
        assert page.post(to("person-sign-out", person.pk), {"session": handle}).status_code == 409
        page.post(to("person-sign-out", person.pk))

        assert not Session.objects.filter(person=person).exists()
        assert Session.objects.filter(person=manager).count() == 1

    def test_on_ones_own_page_one_stays_signed_in(self, page, manager):
        other = Client()
        other.force_login(manager, backend=BACKEND)

        page.post(to("person-sign-out", manager.pk))

        assert page.get(to("people")).status_code == 200
        assert other.get(to("people")).status_code == 302


class TestCohorts:
    def test_made_renamed_deleted(self, page):
        page.post(to("people-cohorts"), {"name": "三组"})
        made = Cohort.objects.get(name="三组")
        page.post(to("cohort-rename", made.pk), {"name": "四组"})
        assert "四组" in page.get(to("people-cohorts")).content.decode()

        page.post(to("cohort-delete", made.pk))
        assert not Cohort.objects.filter(pk=made.pk).exists()

    def test_what_cannot_be_is_told(self, page, manager):
        cohort = manager.cohort
        CohortFactory(name="二组")

        for response, status, told in (
            (page.post(to("people-cohorts"), {"name": cohort.name}), 422, "已经有叫"),
            (page.post(to("people-cohorts"), {"name": ""}), 422, "请写班组的名称"),
            (page.post(to("cohort-rename", cohort.pk), {"name": "二组"}), 409, "已经有叫"),
            (page.post(to("cohort-rename", cohort.pk), {"name": " "}), 422, "请写班组的名称"),
            (page.post(to("cohort-delete", cohort.pk)), 409, "班组里还有 1 人"),
        ):
            assert response.status_code == status
            assert told in response.content.decode()


@pytest.mark.parametrize("who", ["trainer", "operator", "trainee"])
def test_only_managers_act(client, db, who):
    client.force_login(UserFactory(**{} if who == "trainee" else {who: True}), backend=BACKEND)
    person = UserFactory()

    for name in ("person-deactivate", "person-reactivate", "person-link", "person-sign-out", "person-merge"):
        assert client.post(to(name, person.pk)).status_code == 403
    assert client.get(to("person", person.pk)).status_code == 403
    assert client.post(to("cohort-delete", person.cohort_id)).status_code == 403
