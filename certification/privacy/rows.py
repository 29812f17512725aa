"""The rows about one person, table by table."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from certification.people.models import User
from certification.privacy.domain import Entry
from certification.privacy.register import REGISTER


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data is asked for.

    Attributes:
        ids: of the person, and of the duplicates that were merged into them.
        names: the staff numbers and names that they bear.
    """

    ids: tuple[uuid.UUID, ...]
    names: tuple[str, ...]


def subject_of(person: User) -> Subject:
    """Return whom a person's data is about: themselves, and who was merged into them."""
    everybody = [person, *User.objects.filter(merged_into=person).order_by("pk")]
    names = {name for one in everybody for name in (one.staff_number, one.display_name)}
    return Subject(tuple(one.pk for one in everybody), tuple(sorted(names)))


def model_of(entry: Entry) -> type[Model]:
    """Return the table of an entry."""
    return apps.get_model(entry.model)


def rows_about(entry: Entry, subject: Subject) -> QuerySet[Any]:
    """Return the rows of a table that are about somebody, each once, by key."""
    found = Q()
    for path in entry.about:
        found |= Q(**{f"{path}__in": subject.ids})
    for name in entry.named:
        for called in subject.names:
            found |= Q(**{f"{name}__iexact": called})
    for name, pattern in entry.subject.items():
        found |= Q(**{f"{name}__in": [pattern.format(id=one) for one in subject.ids]})
    model = model_of(entry)
    every = model._base_manager.all()  # noqa: SLF001 - Django's documented API: no manager leaves rows out
    if not found:
        return every.none()
    return every.filter(pk__in=every.filter(found).values("pk")).order_by("pk")


def rows_done_by(entry: Entry, name: str, subject: Subject) -> QuerySet[Any]:
    """Return the rows of a table in which somebody is named as who did it, by key."""
    every = model_of(entry)._base_manager.all()  # noqa: SLF001 - as above
    return every.filter(**{f"{name}__in": subject.ids}).order_by("pk")


def counts_about(subject: Subject) -> Iterator[tuple[Entry, int]]:
    """Yield each table that holds something about somebody, with how many rows."""
    for entry in REGISTER.values():
        number = rows_about(entry, subject).count() if entry.is_about_somebody else 0
        if number:
            yield entry, number


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody's name or number stands in a text that stays: the table, the field, in how many rows."""

    model: str
    field: str
    count: int


def mentions_of(names: Sequence[str]) -> list[Mention]:
    """Return in which texts that are kept as work a name or number stands; a name of one letter is not looked for."""
    asked = [name for name in names if len(name) > 1]
    found = []
    for entry in REGISTER.values():
        for field in entry.work if asked else ():
            condition = Q()
            for name in asked:
                condition |= Q(**{f"{field}__icontains": name})
            number = model_of(entry)._base_manager.filter(condition).count()  # noqa: SLF001 - as above
            if number:
                found.append(Mention(entry.model, field, number))
    return found
