"""Sheets of people written: the template with drop-downs and an example, everybody, rows to mend, first passwords."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import openpyxl
from django.db.models import QuerySet

from certification.exchange.formats.xlsx_cells import add_lists, add_table, drop_down, mending_sheet, saved, text_cell
from certification.exchange.people import MOST_PEOPLE, NO_ROLE, ROLES, PersonRow
from certification.people.models import User

SHEET: Final = "人员"
EXAMPLES, LISTS, HELP = "示例", "清单", "说明"
WIDTHS: Final[Mapping[str, int]] = {"工号": 14, "姓名": 14, "班组": 18, "角色": 18, "在职": 8}
_EXAMPLES: Final = (
    ("A20401", "林晓", "售后一组", "学员", "是"),
    ("A20402", "何明", "售后二组", "学员、培训师", "是"),
    ("C10007", "许建", "", "主管", "是"),
    ("A20188", "周安", "售后一组", "学员", "否"),
)
_HELP: Final = (
    "在“人员”一页填，一行一人；“示例”一页是填好的例子，不会导入。",
    "工号、姓名必填。工号已有就是更新那个人；密码不变。",
    "班组没有就新建；空着不改。",
    "角色：学员、培训师、主管，几个用顿号隔开；空着是学员。运维账号不能从这里来。",
    "在职：是 或 否；写否就不能再登录，成绩留着。",
    "确认导入以后，在那一页下载新人的初始密码；第一次登录必须改掉。",
)


def template_sheet(cohorts: Sequence[str]) -> bytes:
    """Return the empty template; the drop-down of cohorts offers those there are."""
    return _workbook((), cohorts)


def people_sheet(people: QuerySet[User], cohorts: Sequence[str]) -> bytes:
    """Return people as the sheet that imports again unchanged; operators are left out."""
    return _workbook(map(_cells_of, people.filter(is_staff=False).select_related("cohort")), cohorts)


def _cells_of(person: User) -> tuple[str, ...]:
    names = {role: word for word, role in ROLES.items()}
    roles = "、".join(names[role] for role in person.roles)
    cohort = person.cohort.name if person.cohort else ""
    return (person.staff_number, person.display_name, cohort, roles or NO_ROLE, "是" if person.is_active else "否")


def _workbook(rows: Iterable[Sequence[str]], cohorts: Sequence[str]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    lists = (list(cohorts), [*ROLES, "学员、培训师", NO_ROLE], ["是", "否"])
    for name, own in ((SHEET, rows), (EXAMPLES, _EXAMPLES)):
        _offer(add_table(book, name, WIDTHS, own), lists)
    add_lists(book, LISTS, lists)
    told = book.create_sheet(HELP)
    told.column_dimensions["A"].width = 90
    for line in _HELP:
        told.append([text_cell(told, line)])
    return saved(book)


def _offer(sheet: Any, lists: Sequence[Sequence[str]]) -> None:
    for column, (letter, words) in enumerate(zip("CDE", lists, strict=True), 1):
        if words:
            one = drop_down(LISTS, column, len(words))
            one.showErrorMessage = letter == "E"
            one.add(f"{letter}2:{letter}{MOST_PEOPLE + 1}")
            sheet.data_validations.append(one)


def rows_to_mend(rows: Iterable[PersonRow]) -> bytes:
    """Return the rows that cannot come in as they stood, with what is to be mended in front of each."""
    return mending_sheet(SHEET, rows, WIDTHS)


def password_sheet(people: Iterable[tuple[User, str]], *, address: str) -> bytes:
    """Return first passwords to hand out, a line for each person.

    Args:
        people: with their passwords.
        address: of the sign-in page.
    """
    book = openpyxl.Workbook(write_only=True)
    widths = {"工号": 14, "姓名": 14, "班组": 18, "初始密码": 22, "登录地址": 40, "怎么用": 44}
    told = "用工号或姓名登录，第一次登录要改密码；这张表发完请删除"
    add_table(book, "初始密码", widths, (
        (one.staff_number, one.display_name, one.cohort.name if one.cohort else "", password, address, told)
        for one, password in people
    ))  # fmt: skip
    return saved(book)
