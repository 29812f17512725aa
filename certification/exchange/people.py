"""People and their cohorts from a sheet: read, compared row by row, then written all or not at all."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from certification.people.last_manager import keeping_a_manager
from certification.people.models import Cohort, User
from certification.people.signed_in import Session

MOST_PEOPLE: Final = 5_000
_LONGEST_NUMBER, _LONGEST_NAME, _LONGEST_COHORT = 20, 40, 40
_HEADINGS: Final = {
    "number": ("工号", "员工编号", "员工号", "账号"),
    "name": ("姓名", "员工姓名", "名字"),
    "cohort": ("班组", "部门", "小组", "组别"),
    "roles": ("角色", "身份", "岗位"),
    "active": ("在职", "状态"),
}
ROLES: Final[Mapping[str, Role]] = {"学员": Role.TRAINEE, "培训师": Role.TRAINER, "主管": Role.MANAGER}
#: Whoever holds no role: an empty cell says 学员.
NO_ROLE: Final = "无"
_BATCH: Final = 500


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
    cells: tuple[str, ...] = ()


def plan_people(data: bytes, *, actor: User | None = None) -> list[PersonRow]:
    """Return what each row of a sheet (Excel or CSV) would do; nothing is written.

    Args:
        data: the sheet.
        actor: who brings it: nobody takes their own way in from themselves. None on the command line.

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
    return _compared(found, actor)


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
    words = () if words == (NO_ROLE,) else words
    problems += [
        RowProblem("角色", short(one), f"写 {'、'.join(ROLES)}，几个用顿号隔开") for one in words if one not in ROLES
    ]
    state = said.get("active", "")
    active = {"在职": True, "离职": False}.get(state, truth_of(state) if state else True)
    if active is None:
        problems.append(RowProblem("在职", short(state), "写 是 或 否"))
    return PersonRow(
        place, said.get("number", ""), said.get("name", ""), said.get("cohort", ""),
        frozenset(ROLES[one] for one in words if one in ROLES), active is not False,
        Verdict.ERROR if problems else Verdict.NEW, tuple(problems), tuple(said.get(field, "") for field in _HEADINGS),
    )  # fmt: skip


def _compared(rows: Sequence[PersonRow], actor: User | None) -> list[PersonRow]:
    known = {one.staff_number.lower(): one for one in User.objects.select_related("cohort")}
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        number = row.number.lower()
        if row.verdict is Verdict.ERROR:
            found.append(row)
            continue
        problem = _clash(row, known.get(number), actor)
        if number in seen:
            problem = RowProblem("工号", row.number, f"和第 {seen[number]} 行相同，请改一个或删去一行")
        if problem:
            found.append(replace(row, verdict=Verdict.ERROR, problems=(problem,)))
        else:
            found.append(replace(row, verdict=_verdict(row, known.get(number))))
        seen.setdefault(number, row.place.row)
    return found


def _clash(row: PersonRow, person: User | None, actor: User | None) -> RowProblem | None:
    """Return why this row must not change that person."""
    if person is None:
        return None
    if person.merged_into_id is not None:
        return RowProblem("工号", row.number, "这个账号已经并入别人；请删去这一行，或者写他现在的工号")
    if person.is_staff:
        return RowProblem("工号", row.number, "是运维账号，不能由表格改；请删去这一行，由运维改")
    if actor is not None and person.pk == actor.pk and not (row.is_active and Role.MANAGER in row.roles):
        return RowProblem(
            "角色", "、".join(sorted(row.roles)), "是你自己：不能去掉自己的主管角色或写成离职，请另一位主管改"
        )
    return None


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
    passwords = {row.number: random_password() for row in _to_write(rows) if row.verdict is Verdict.NEW}
    hashed = {number: make_password(password) for number, password in passwords.items()}
    made = {person.staff_number for person in write_people(rows, hashed, actor=actor, now=now)}
    return {number: password for number, password in passwords.items() if number in made}


def write_people(
    rows: Sequence[PersonRow], hashed: Mapping[str, str], *, actor: User | None, now: datetime
) -> list[User]:
    """Write people and the cohorts they need, all or nothing; return those that are new.

    Args:
        rows: the sheet.
        hashed: hashes of first passwords by staff number; who has none cannot sign in yet.
        actor: who confirms.
        now: when.

    Raises:
        RefusedError: as `apply_people`; no active manager would be left.
    """
    writing = _to_write(rows)
    with transaction.atomic(), keeping_a_manager():
        names = {row.cohort for row in writing if row.cohort}
        Cohort.objects.bulk_create([Cohort(name=name) for name in sorted(names)], ignore_conflicts=True)
        cohorts = {one.name: one for one in Cohort.objects.filter(name__in=names)}
        held = {one.staff_number.lower(): one for one in User.objects.select_related("cohort")}
        new, changed = [], []
        for row in writing:
            person = held.get(row.number.lower())
            if person is None:
                password = hashed.get(row.number) or make_password(None)
                person = User(staff_number=row.number, password=password, password_is_initial=True)
                new.append(person)
            else:
                changed.append(person)
            _fill(person, row, cohorts)
        User.objects.bulk_create(new, batch_size=_BATCH)
        User.objects.bulk_update(changed, _WRITTEN, batch_size=_BATCH)
        Session.objects.filter(person__in=[person for person in changed if not person.is_active]).delete()
        journal.record(
            "exchange.people-imported", subject="people:sheet", actor_id=actor.pk if actor else None, now=now,
            details={"new": len(new), "written": len(writing)},
        )  # fmt: skip
    return new


_WRITTEN: Final = ("display_name", "is_active", "cohort", *(f"is_{role}" for role in Role))


def _to_write(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """Return the rows that change something.

    Raises:
        RefusedError: a row has errors, or none does.
    """
    errors = sum(row.verdict is Verdict.ERROR for row in rows)
    if errors:
        raise RefusedError(Refusal("exchange.people-errors", {"errors": errors}))
    writing = [row for row in rows if row.verdict in {Verdict.NEW, Verdict.UPDATE}]
    if not writing:
        raise RefusedError(Refusal("exchange.nothing-people"))
    return writing


def _fill(person: User, row: PersonRow, cohorts: Mapping[str, Cohort]) -> None:
    person.display_name, person.is_active = row.name, row.is_active
    person.cohort = cohorts.get(row.cohort, person.cohort)
    for role in Role:
        setattr(person, f"is_{role}", role in row.roles)


def give_passwords(ids: Sequence[uuid.UUID], *, actor: User | None, now: datetime) -> list[tuple[User, str]]:
    """Give new first passwords to those of `ids` who have not signed in yet; return who got which.

    What was handed out before is void. Nothing but hashes is kept; each has to be changed at the first sign-in.
    """
    waiting = User.objects.filter(pk__in=list(ids), last_login=None, password_is_initial=True, is_staff=False)
    people = list(waiting.select_related("cohort").order_by("staff_number"))
    given = [(person, random_password()) for person in people]
    for person, password in given:
        person.password = make_password(password)
    with transaction.atomic():
        User.objects.bulk_update(people, ["password"], batch_size=_BATCH)
        journal.record(
            "people.first-passwords-given", subject="people:sheet", actor_id=actor.pk if actor else None, now=now,
            details={"people": [str(person.pk) for person in people]},
        )  # fmt: skip
    return given
