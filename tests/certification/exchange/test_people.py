"""People from a sheet: told row by row, written whole, nobody's password touched."""

import io

import pytest
from django.core.management import CommandError, call_command

from certification.core.refusals import RefusedError
from certification.exchange.domain import Verdict
from certification.exchange.people import apply_people, plan_people
from certification.people.models import Cohort, User
from tests.factories import NOON
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.sheets import people_workbook as sheet


def verdicts(rows):
    return [(row.number, str(row.verdict)) for row in rows]


def test_two_hundred_people_come_in_one_sheet(db):
    rows = plan_people(sheet(*([f"P{n:03}", f"学员{n}", f"售后{n % 5}组"] for n in range(200))))
    assert not User.objects.exists()

    apply_people(rows[:3], actor=None, now=NOON)

    assert len(rows) == 200
    person = User.objects.get(staff_number="P001")
    assert (person.display_name, person.cohort.name, person.roles) == ("学员1", "售后1组", ("trainee",))
    assert Cohort.objects.count() == 3


def test_new_changed_unchanged_and_wrong_rows_are_told(db):
    UserFactory(staff_number="A1", display_name="甲", cohort__name="一组")
    UserFactory(staff_number="A2", display_name="乙", cohort__name="一组")
    rows = plan_people(
        sheet(
            ["a1", "甲", "", "学员", ""], ["A2", "乙", "二组", "学员、培训师", "是"], ["A3", "丙", "一组", "店长", ""],
            ["", "丁", "", "", ""], ["A4", "戊", "", "", "也许"], ["A5", "己"], ["A5", "庚"], ["A6", "辛" * 41],
        )
    )  # fmt: skip

    assert verdicts(rows) == [
        ("a1", "unchanged"), ("A2", "update"), ("A3", "error"), ("", "error"), ("A4", "error"), ("A5", "new"),
        ("A5", "error"), ("A6", "error"),
    ]  # fmt: skip
    assert rows[2].problems[0].column == "角色"
    with pytest.raises(RefusedError, match="people-errors"):
        apply_people(rows, actor=None, now=NOON)


def test_passwords_stay_and_nobody_becomes_an_operator(db):
    person = UserFactory(staff_number="A1", display_name="甲")
    rows = plan_people("工号,姓名,身份,状态\nA1,甲改,主管,离职\nA2,新人,,\n".encode("gb18030"))

    passwords = apply_people(rows, actor=person, now=NOON)

    person.refresh_from_db()
    assert (person.display_name, person.is_manager, person.is_active, person.is_staff) == ("甲改", True, False, False)
    assert person.check_password(PASSWORD)
    assert list(passwords) == ["A2"]
    assert User.objects.get(staff_number="A2").check_password(passwords["A2"])


def test_somebody_who_came_in_between_is_not_made_twice(db):
    rows = plan_people(sheet(["A1", "甲"]))
    UserFactory(staff_number="A1", display_name="先来的")

    assert apply_people(rows, actor=None, now=NOON) == {}
    assert User.objects.get(staff_number="A1").display_name == "甲"


def test_nothing_to_write_and_nothing_to_read_are_told(db):
    UserFactory(staff_number="A1", display_name="甲", cohort__name="一组")
    with pytest.raises(RefusedError, match="nothing-people"):
        apply_people(plan_people(sheet(["A1", "甲", "一组"])), actor=None, now=NOON)
    for data in (b"a,b\n1,2\n", sheet()):
        with pytest.raises(RefusedError, match="no-people"):
            plan_people(data)


def test_too_many_people_are_refused(db, monkeypatch):
    monkeypatch.setattr("certification.exchange.people.MOST_PEOPLE", 1)

    with pytest.raises(RefusedError, match="too-many-people"):
        plan_people(sheet(["A1", "甲"], ["A2", "乙"]))


def test_from_the_command_line(db, tmp_path):
    path, words = tmp_path / "人.xlsx", tmp_path / "密码.csv"
    path.write_bytes(sheet(["A1", "甲", "一组"], ["A2", "乙", "一组", "店长"]))
    out = io.StringIO()
    call_command("import_people", str(path), "--dry-run", stdout=out)
    assert "角色“店长”" in out.getvalue()
    with pytest.raises(CommandError, match="1 行有错"):
        call_command("import_people", str(path), "--passwords", str(words), stdout=out)

    path.write_bytes(sheet(["A1", "甲", "一组"]))
    with pytest.raises(CommandError, match="--passwords"):
        call_command("import_people", str(path), stdout=out)
    call_command("import_people", str(path), "--passwords", str(words), stdout=out)

    number, name, password = words.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert (number, name) == ("A1", "甲")
    assert User.objects.get(staff_number="A1").check_password(password)
    assert plan_people(path.read_bytes())[0].verdict is Verdict.UNCHANGED
    with pytest.raises(CommandError, match="读写不了"):
        call_command("import_people", str(tmp_path / "no.xlsx"), stdout=out)
