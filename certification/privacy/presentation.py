"""What the site holds about somebody, in lines that people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from certification.people.models import User
from certification.privacy.domain import Entry
from certification.privacy.rows import Mention, model_of


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of data: what it is called, how many there are, what becomes of it."""

    name: str
    count: int
    why: str = ""


def lines_of(found: Iterable[tuple[Entry, int]]) -> list[Line]:
    """Return a line for each table that holds something."""
    return [Line(_called(entry.model), count, gettext(entry.why) if entry.why else "") for entry, count in found]


def mention_lines(found: Iterable[Mention]) -> list[Line]:
    """Return a line for each kind of text in which a name stands."""
    return [Line(_called(one.model), one.count) for one in found]


def _called(model: str) -> str:
    return str(model_of(Entry(model))._meta.verbose_name)  # noqa: SLF001 - Django's documented API


def file_name(person: User, now: datetime) -> str:
    """Return what the file of somebody's data is called."""
    return f"{person.staff_number}-{timezone.localtime(now):%Y%m%d}.zip"
