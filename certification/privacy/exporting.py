"""Everything that the site holds about one person, as a zip: the data as JSON, and what it means as text."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import BinaryField, Q, QuerySet

from certification.attempts.models import Attempt
from certification.core import journal
from certification.exchange.everything.paging import json_value, paged
from certification.grading.models import canonical_time
from certification.grading.review import may_see_score
from certification.people.models import User
from certification.privacy.domain import Entry, Kind
from certification.privacy.register import REGISTER
from certification.privacy.rows import Subject, model_of, rows_about, rows_done_by, subject_of
from certification.privacy.wording import READ_ME

SCHEMA: Final = "mingduan.person/1"
DATA_FILE, READ_ME_FILE = "person.json", "README.txt"
_INDENT: Final = 1


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a trainee is not told yet: exams whose points are not open to them."""

    attempts: tuple[uuid.UUID, ...] = ()
    runs: frozenset[uuid.UUID] = field(default_factory=frozenset)

    def hides(self, entry: Entry) -> Q:
        """Return which rows of a table would tell."""
        match entry.model:
            case "certification.Mark":
                return Q(attempt__in=self.attempts)
            case "certification.Regrade":
                return Q(marks__attempt__in=self.attempts)
            case "certification.DrillReview":
                return Q(run__attempt__in=self.attempts)
            case "certification.JournalEntry":
                return Q(subject__in=[f"attempt:{one}" for one in self.attempts])
            case _:
                return Q()

    def dims(self, entry: Entry, row: Any) -> tuple[str, ...]:
        """Return the fields of a row that would tell."""
        is_turn = entry.model == "certification.DrillTurn"
        return ("hearing",) if is_turn and row.run_id in self.runs else ()


def withheld_from(subject: Subject, *, now: datetime) -> Withheld:
    """Return what somebody who takes their own data along is not told yet."""
    sat = Attempt.objects.filter(trainee__in=subject.ids).exclude(round=None).select_related("round")
    closed = tuple(one.pk for one in sat if not may_see_score(one, now=now))
    runs = Attempt.objects.filter(pk__in=closed, drill_runs__isnull=False).values_list("drill_runs", flat=True)
    return Withheld(closed, frozenset(runs))


@transaction.atomic
def export_person(person: User, *, actor: User, now: datetime) -> bytes:
    """Return the zip; that it was taken is put on record.

    Args:
        person: whose data.
        actor: who takes it: the person, who is not told marks before their exam is open to them, or a manager.
        now: when.
    """
    subject = subject_of(person)
    withheld = withheld_from(subject, now=now) if actor.pk == person.pk else Withheld()
    told = {
        "schema": SCHEMA,
        "made_at": canonical_time(now),
        "person": str(person.pk),
        "withheld": [str(one) for one in withheld.attempts],
        "tables": dict(_tables(subject, withheld)),
        "acts": list(_acts(subject)),
    }
    journal.record("privacy.exported", subject=f"user:{person.pk}", actor_id=actor.pk, now=now)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(READ_ME_FILE, read_me())
        archive.writestr(DATA_FILE, json.dumps(told, ensure_ascii=False, indent=_INDENT, default=str))
    return stream.getvalue()


def _tables(subject: Subject, withheld: Withheld) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for entry in REGISTER.values():
        if entry.is_about_somebody:
            hidden = withheld.hides(entry) if withheld.attempts else Q()
            found = rows_about(entry, subject)
            rows = _rows(entry, found.exclude(hidden) if hidden else found, withheld)
            if rows:
                yield entry.model, rows


def _rows(entry: Entry, found: "QuerySet[Any]", withheld: Withheld) -> list[dict[str, Any]]:
    names = [one.name for one in told_fields(entry)]
    rows = []
    for row in paged(found):
        dimmed = withheld.dims(entry, row)
        attnames = ((name, row._meta.get_field(name).attname) for name in names if name not in dimmed)  # noqa: SLF001
        rows.append({name: json_value(getattr(row, attname)) for name, attname in attnames})
    return rows


def told_fields(entry: Entry) -> "list[Any]":
    """Return the fields of a table that are given out: no secrets, no files."""
    every = model_of(entry)._meta.local_concrete_fields  # noqa: SLF001 - Django's documented API
    return [one for one in every if one.name not in entry.secret and not isinstance(one, BinaryField)]


def _acts(subject: Subject) -> Iterator[dict[str, str]]:
    """Yield what somebody did at work: the thing by table and key, and as what they stand in it."""
    for entry in REGISTER.values():
        for name, kind in entry.kinds.items():
            if kind is Kind.ACTOR:
                for key in rows_done_by(entry, name, subject).values_list("pk", flat=True):
                    yield {"table": entry.model, "key": str(key), "as": name}


def read_me() -> str:
    """Return what the file holds, table by table, in the words of the register."""
    lines = [
        f"{entry.model}  {model_of(entry)._meta.verbose_name}"  # noqa: SLF001 - Django's documented API
        for entry in REGISTER.values()
        if entry.is_about_somebody
    ]
    return READ_ME + "\n".join(lines) + "\n"
