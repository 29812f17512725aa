"""A manager brings a sheet of people: sees every row, confirms, hands over first passwords, takes everybody out."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from certification.core.journal import JournalEntry
from certification.exchange import limits
from certification.exchange.people import plan_people
from certification.exchange.roster import services
from certification.exchange.roster.models import RosterPlan
from certification.people.models import Cohort, User
from tests.factories import NOON
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.sheets import PEOPLE_HEAD
from tests.factories.sheets import people_workbook as sheet

BACKEND = "certification.people.backends.NameOrNumberBackend"


def rows_in(response) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [
        ["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C10003", display_name="许建国", manager=True)


@pytest.fixture
def page(client: Client, manager) -> Client:
    client.force_login(manager, backend=BACKEND)
    return client


@pytest.fixture
def send(page):
    def sent(data: bytes, name="人员.xlsx"):
        file = SimpleUploadedFile(name, data)
        return page.post(reverse("oversight:people-sheets"), {"file": file}, follow=True)

    return sent


def confirm(page, response):
    plan = response.context["plan"]
    url = reverse("oversight:people-confirm", args=[plan.pk])
    return page.post(url, {"seen": response.context["seen"]}, follow=True)


def passwords(page, plan, **data):
    return page.post(reverse("oversight:people-passwords", args=[plan.pk]), data)


def test_two_hundred_people_are_looked_at_before_anything_is_written(page, send):
    rows = [[f"P{n:03}", f"学员{n}", f"售后{n % 5}组", "", ""] for n in range(200)]
    shown = send(sheet(*rows))

    assert "会新增 200 人，更新 0 人" in shown.content.decode()
    assert not User.objects.filter(staff_number__startswith="P").exists()

    done = confirm(page, shown)

    assert "新人 200，更新 0" in done.content.decode()
    person = User.objects.get(staff_number="P007")
    assert (person.cohort.name, person.roles, person.has_usable_password()) == ("售后2组", ("trainee",), False)
    assert person.password_is_initial
    assert Cohort.objects.filter(name__startswith="售后").count() >= 5
    assert RosterPlan.objects.get().data is None


def test_every_row_says_what_will_happen_and_errors_keep_everything_out(page, send):
    UserFactory(staff_number="A1", display_name="甲", cohort__name="一组")
    UserFactory(staff_number="A2", display_name="乙", cohort__name="一组")
    shown = send(sheet(["A1", "甲", "一组"], ["A2", "乙", "二组"], ["A3", "丙"], ["A4", "丁", "", "店长"]))
    text = shown.content.decode()

    assert [row.verdict for row in shown.context["rows"]] == ["没有变化", "更新", "新人", "有错"]
    assert "角色“店长”：写 学员、培训师、主管" in text
    assert "确认导入" not in text
    refused = confirm(page, shown)
    assert refused.status_code == 409
    assert not User.objects.filter(staff_number="A3").exists()


def test_the_rows_to_mend_come_as_a_sheet_that_can_be_sent_again(page, send):
    shown = send(sheet(["A3", "丙"], ["A4", "丁", "", "店长"]))
    url = reverse("oversight:people-errors", args=[shown.context["plan"].pk])
    head, (told, *cells) = rows_in(page.get(url))

    assert (head[1:], cells) == ([*PEOPLE_HEAD], ["A4", "丁", "", "店长", ""])
    assert "写 学员、培训师、主管" in told
    again = send(sheet(["A4", "丁", "", "学员"]))
    assert [row.verdict for row in again.context["rows"]] == ["新人"]


def test_filtering_by_what_will_happen(page, send):
    UserFactory(staff_number="A1", display_name="甲", cohort__name="一组")
    shown = send(sheet(["A1", "甲", "一组"], ["A3", "丙"]))
    url = reverse("oversight:people-sheet", args=[shown.context["plan"].pk])

    assert [row.number for row in page.get(url, {"show": "new"}).context["rows"]] == ["A3"]


def test_first_passwords_are_shown_once_and_must_be_changed(page, send, client):
    done = confirm(page, send(sheet(["A3", "丙", "一组"], ["A4", "丁", "一组"])))
    plan = done.context["plan"]
    first = rows_in(passwords(page, plan))
    second = rows_in(passwords(page, plan))

    assert [row[:3] for row in second[1:]] == [["A3", "丙", "一组"], ["A4", "丁", "一组"]]
    person = User.objects.get(staff_number="A3")
    assert not person.check_password(first[1][3])
    assert person.check_password(second[1][3])
    stranger = Client()
    stranger.post(reverse("people:sign-in"), {"username": "A3", "password": second[1][3]})
    assert stranger.get("/").headers["Location"] == reverse("people:password")
    assert stranger.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse("people:password")

    stranger.post(reverse("people:password"), {"password": "新的密码很长 9", "again": "新的密码很长 9"})
    assert stranger.get("/").status_code == 200
    third = rows_in(passwords(page, plan))
    assert [row[0] for row in third[1:]] == ["A4"]
    assert JournalEntry.objects.filter(verb="people.first-passwords-given").count() == 3
    assert JournalEntry.objects.filter(verb="people.password-changed").count() == 1


def test_passwords_come_in_batches_and_only_to_who_waits(page, send, monkeypatch):
    monkeypatch.setattr(services, "MOST_PASSWORDS", 1)
    plan = confirm(page, send(sheet(["A3", "丙"], ["A4", "丁"]))).context["plan"]

    assert [row[0] for row in rows_in(passwords(page, plan, start="1"))[1:]] == ["A4"]
    assert passwords(page, plan, start="9").status_code == 409


def test_what_changed_since_it_was_looked_at_is_not_written(page, send):
    shown = send(sheet(["A3", "丙"]))
    UserFactory(staff_number="A3", display_name="先来的")

    refused = confirm(page, shown)

    assert refused.status_code == 409
    assert "人员有变化" in refused.content.decode()
    assert User.objects.get(staff_number="A3").display_name == "先来的"
    confirm(page, refused)
    assert User.objects.get(staff_number="A3").display_name == "丙"


def test_once_written_or_thrown_away_it_is_closed(page, send):
    shown = send(sheet(["A3", "丙"]))
    confirm(page, shown)
    assert confirm(page, shown).status_code == 409

    other = send(sheet(["A5", "戊"]))
    plan = other.context["plan"]
    gone = page.post(reverse("oversight:people-discard", args=[plan.pk]), follow=True)
    assert "人员没有动" in gone.content.decode()
    assert page.get(reverse("oversight:people-sheet", args=[plan.pk])).status_code == 404


def test_two_who_confirm_at_once_write_it_once(page, send, monkeypatch):
    shown = send(sheet(["A3", "丙"]))
    write = services.write_people

    def overtaken(*args, **more):
        RosterPlan.objects.update(state="discarded", data=None)
        return write(*args, **more)

    monkeypatch.setattr(services, "write_people", overtaken)

    assert confirm(page, shown).status_code == 409
    assert not User.objects.filter(staff_number="A3").exists()


def test_a_file_too_large_is_told(send, monkeypatch):
    monkeypatch.setattr(limits, "MOST_FILE_BYTES", 10)
    response = send(sheet(["A3", "丙"]))

    assert response.status_code == 422
    assert "题库没有动" not in response.content.decode()


@pytest.mark.parametrize("fields", [{"state": "lost"}, {"state": "applied"}, {"data": None}])
def test_the_database_refuses_what_cannot_be(manager, fields):
    with pytest.raises(IntegrityError, match="rosterplan"), transaction.atomic():
        RosterPlan.objects.create(**{"name": "x", "data": b"x", "made_by": manager, "made_at": NOON, **fields})


def test_nobody_shuts_themselves_out_nor_touches_an_operator(send, manager):
    UserFactory(staff_number="Y9", operator=True)
    shown = send(sheet([manager.staff_number, "许建国", "", "学员"], ["Y9", "唐磊"]))

    assert [row.problems[0].column for row in shown.context["rows"]] == ["角色", "工号"]


def test_everybody_comes_out_as_a_sheet_that_changes_nothing(page, manager):
    UserFactory(staff_number="=1+1", display_name="@SUM(A1)", cohort__name="-二组", trainer=True)
    UserFactory(staff_number="A9", display_name="没有角色", is_trainee=False, is_active=False)
    UserFactory(staff_number="Y9", operator=True)
    data = page.get(reverse("oversight:people-export")).content

    rows = plan_people(data, actor=manager)
    assert {str(row.verdict) for row in rows} == {"unchanged"}
    assert {row.number for row in rows} == {"C10003", "=1+1", "A9"}
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert {cell.data_type for row in book["人员"].iter_rows() for cell in row if cell.value} == {"s"}
    guarded = [
        cell for row in book["人员"].iter_rows() for cell in row if str(cell.value or "")[:1] in "=-@" and cell.value
    ]
    assert len(guarded) == 3
    assert all(cell.quotePrefix for cell in guarded)


def test_the_template_has_drop_downs_and_an_example_that_is_not_read(page):
    UserFactory(cohort__name="售后九组")
    data = page.get(reverse("oversight:people-template")).content
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["人员", "示例", "清单", "说明"]
    assert len(book["人员"].data_validations.dataValidation) == 3
    assert "售后九组" in {cell.value for cell in book["清单"]["A"]}
    assert book["示例"].max_row > 2
    with pytest.raises(Exception, match="no-people"):
        plan_people(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "空的"), (b"PK\x03\x04", "损坏"), (sheet(), "没有找到人员"), ("姓名\n甲\n".encode(), "没有找到人员")],
)
def test_what_cannot_be_read_is_told_on_the_page(send, data, told):
    response = send(data)

    assert response.status_code == 422
    assert told in response.content.decode()


def test_the_page_counts_people_by_cohort(page):
    UserFactory(cohort__name="一组")
    UserFactory(cohort__name="一组", is_active=False)
    UserFactory(cohort=None)
    text = page.get(reverse("oversight:people-cohorts")).content.decode()

    assert "一组" in text
    assert "另有离职 1 人" in text
    assert "没有班组" in text


@pytest.mark.parametrize("who", ["trainer", "trainee"])
def test_only_managers_get_there(client, who, db):
    client.force_login(UserFactory(trainer=who == "trainer"), backend=BACKEND)

    for name in ("people", "person-new", "people-cohorts", "people-sheets", "people-template", "people-export"):
        assert client.get(reverse(f"oversight:{name}")).status_code == 403
    assert client.post(reverse("oversight:people-sheets")).status_code == 403


class TestPassword:
    """The page where people change their own password."""

    @pytest.fixture
    def person(self, client, db):
        found = UserFactory(staff_number="A1")
        client.force_login(found, backend=BACKEND)
        return found

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            ({"present": "wrong", "password": "很长的新密码 9", "again": "很长的新密码 9"}, "和现在的密码不一样"),
            ({"present": PASSWORD, "password": "短", "again": "短"}, "至少 8 个字符"),
            ({"present": PASSWORD, "password": "很长的新密码 9", "again": "别的"}, "两次写的不一样"),
            ({"present": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "请换一个"),
            ({}, "请写上现在的密码"),
        ],
    )
    def test_what_is_wrong_is_told(self, client, person, data, told):
        response = client.post(reverse("people:password"), data)

        assert response.status_code == 422
        assert told in response.content.decode()

    def test_ones_own_number_is_no_password(self, client, db):
        client.force_login(UserFactory(staff_number="CS20240815"), backend=BACKEND)
        data = {"present": PASSWORD, "password": "cs20240815!", "again": "cs20240815!"}

        response = client.post(reverse("people:password"), data)

        assert response.status_code == 422
        assert "工号" in response.content.decode().partition('class="error"')[2]

    def test_changing_it_keeps_one_signed_in(self, client, person):
        data = {"present": PASSWORD, "password": "很长的新密码 9", "again": "很长的新密码 9"}

        assert "密码改好了" in client.post(reverse("people:password"), data, follow=True).content.decode()
        person.refresh_from_db()
        assert person.check_password("很长的新密码 9")
