"""People and their cohorts from a sheet: read, compared row by row, then written all or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import Place, RowProblem, Verdict, short
from certification.exchange.formats.csv_file import csv_rows
from certification.exchange.formats.xlsx_read import read_rows
from certification.exchange.limits import check_size
from certification.exchange.sheets.columns import normal
from certification.exchange.sheets.values import truth_of, words_of
from certification.people.demo import random_password
from certification.people.domain import Role
from certification.people.models import Cohort, User

MOST_PEOPLE: Final = 5_000
_LONGEST_NUMBER, _LONGEST_NAME, _LONGEST_COHORT = 20, 40, 40
_HEADINGS: Final = {
    "number": ("工号", "员工编号", "员工号", "账号"),
    "name": ("姓名", "员工姓名", "名字"),
    "cohort": ("班组", "部门", "小组", "组别"),
    "roles": ("角色", "身份", "岗位"),
    "active": ("在职", "状态"),
}
_ROLES: Final = {"学员": Role.TRAINEE, "培训师": Role.TRAINER, "主管": Role.MANAGER}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the sheet, and what importing would do."""

    place: Place
    number: str
    name: str
    cohort: str
    roles: frozenset[Role]
    is_active: bool
    verdict: Verdict
    problems: tuple[RowProblem, ...] = ()


def plan_people(data: bytes) -> list[PersonRow]:
    """Return what each row of a sheet (Excel or CSV) would do; nothing is written.

    Raises:
        RefusedError: it cannot be read, has no columns 工号 and 姓名, no row, or too many.
    """
    check_size(data)
    sheets = read_rows(data) if data.startswith(b"PK") else iter([("CSV", csv_rows(data))])
    found: list[PersonRow] = []
    for name, rows in sheets:
        found += islice(_people(name, enumerate(rows, 1)), MOST_PEOPLE + 1)
    if not found:
        raise RefusedError(Refusal("exchange.no-people"))
    if len(found) > MOST_PEOPLE:
        raise RefusedError(Refusal("exchange.too-many-people", {"most": MOST_PEOPLE}))
    return _compared(found)


def _people(sheet: str, numbered: Iterator[tuple[int, Sequence[str]]]) -> Iterator[PersonRow]:
    columns: dict[str, int] = {}
    for _number, cells in islice(numbered, 10):
        names = {normal(cell): index for index, cell in reversed(list(enumerate(cells)))}
        columns = {
            field: names[normal(one)]
            for field, headings in _HEADINGS.items()
            for one in reversed(headings)
            if normal(one) in names
        }
        if {"number", "name"} <= set(columns):
            break
    else:
        return
    for number, cells in numbered:
        said = {field: cells[index].strip() if index < len(cells) else "" for field, index in columns.items()}
        if any(said.values()):
            yield _person(Place(sheet, number), said)


def _person(place: Place, said: dict[str, str]) -> PersonRow:
    problems = []
    for field, heading, longest, needed in (
        ("number", "工号", _LONGEST_NUMBER, True),
        ("name", "姓名", _LONGEST_NAME, True),
        ("cohort", "班组", _LONGEST_COHORT, False),
    ):
        text = said.get(field, "")
        if (needed and not text) or len(text) > longest:
            problems.append(RowProblem(heading, short(text), f"{'必填，' if needed else ''}最多 {longest} 个字"))
    words = words_of(said.get("roles", "").replace("/", "、")) or ("学员",)
    problems += [
        RowProblem("角色", short(one), f"写 {'、'.join(_ROLES)}，几个用顿号隔开") for one in words if one not in _ROLES
    ]
    state = said.get("active", "")
    active = {"在职": True, "离职": False}.get(state, truth_of(state) if state else True)
    if active is None:
        problems.append(RowProblem("在职", short(state), "写 是 或 否"))
    return PersonRow(
        place, said.get("number", ""), said.get("name", ""), said.get("cohort", ""),
        frozenset(_ROLES[one] for one in words if one in _ROLES), active is not False,
        Verdict.ERROR if problems else Verdict.NEW, tuple(problems),
    )  # fmt: skip


def _compared(rows: Sequence[PersonRow]) -> list[PersonRow]:
    known = {one.staff_number.lower(): one for one in User.objects.select_related("cohort")}
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        number = row.number.lower()
        if row.verdict is Verdict.ERROR:
            found.append(row)
            continue
        if number in seen:
            told = RowProblem("工号", row.number, f"和第 {seen[number]} 行相同，请改一个或删去一行")
            found.append(_judged(row, Verdict.ERROR, (told,)))
        else:
            found.append(_judged(row, _verdict(row, known.get(number))))
        seen.setdefault(number, row.place.row)
    return found


def _judged(row: PersonRow, verdict: Verdict, problems: tuple[RowProblem, ...] = ()) -> PersonRow:
    return PersonRow(
        row.place, row.number, row.name, row.cohort, row.roles, row.is_active, verdict, problems or row.problems
    )


def _verdict(row: PersonRow, person: User | None) -> Verdict:
    if person is None:
        return Verdict.NEW
    cohort = person.cohort.name if person.cohort else ""
    now = (person.display_name, cohort, frozenset(person.roles), person.is_active)
    said = (row.name, row.cohort or cohort, row.roles, row.is_active)
    return Verdict.UNCHANGED if now == said else Verdict.UPDATE


def apply_people(rows: Sequence[PersonRow], *, actor: User | None, now: datetime) -> dict[str, str]:
    """Write people and the cohorts they need; return the passwords of those that are new, by staff number.

    Nobody's password is changed, nobody becomes an operator. What is written is what the rows say when the lock is
    held: a person who came in between is updated, not made twice.

    Raises:
        RefusedError: a row has errors, or there is nothing to write. Nothing was written.
    """
    errors = sum(row.verdict is Verdict.ERROR for row in rows)
    if errors:
        raise RefusedError(Refusal("exchange.people-errors", {"errors": errors}))
    writing = [row for row in rows if row.verdict in {Verdict.NEW, Verdict.UPDATE}]
    if not writing:
        raise RefusedError(Refusal("exchange.nothing-people"))
    passwords = {row.number: random_password() for row in writing if row.verdict is Verdict.NEW}
    hashed = {number: make_password(password) for number, password in passwords.items()}
    with transaction.atomic():
        names = {row.cohort for row in writing if row.cohort}
        Cohort.objects.bulk_create([Cohort(name=name) for name in sorted(names)], ignore_conflicts=True)
        cohorts = {one.name: one for one in Cohort.objects.filter(name__in=names)}
        for row in writing:
            person = User.objects.filter(staff_number__iexact=row.number).first()
            if person is None:
                person = User(staff_number=row.number, password=hashed.get(row.number, ""))
            else:
                passwords.pop(row.number, None)
            person.display_name, person.is_active = row.name, row.is_active
            person.cohort = cohorts.get(row.cohort, person.cohort)
            for role in Role:
                setattr(person, f"is_{role}", role in row.roles)
            person.save()
        journal.record(
            "exchange.people-imported", subject="people:sheet", actor_id=actor.pk if actor else None, now=now,
            details={"new": len(passwords), "written": len(writing)},
        )  # fmt: skip
    return passwords
