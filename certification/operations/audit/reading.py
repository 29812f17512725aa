"""Entries of the journal as an audit asks for them: by person, thing, kind of act, day and request; newest first."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from certification.attempts.models import Attempt
from certification.bank.models import Question
from certification.core.journal import JournalEntry
from certification.credentials.models import Certificate
from certification.operations.audit.wording import act_name, subject_name
from certification.people.models import User
from certification.readapi.models import ApiToken
from certification.rounds.models import Round

PER_PAGE: Final = 50
#: A file of a spreadsheet that everything opens; who wants more asks for fewer days at a time.
MOST_EXPORTED: Final = 50_000
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; empty fields narrow nothing down.

    Attributes:
        who: ids of the people who acted; None for everybody.
        about: a staff number, name, question code, part of a round's title, or a subject as the journal writes it.
        group: the slice whose acts are meant.
        since: first day, in the site's time.
        until: last day, inclusive.
        request_id: all that one request did.
    """

    who: tuple[uuid.UUID, ...] | None = None
    about: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One act in words."""

    at: datetime
    who: str
    act: str
    subject: str
    details: str
    request_id: str
    entry_id: uuid.UUID
    seal: int | None


def entries(query: Query) -> QuerySet[JournalEntry]:
    """Return what the query asks for, newest first."""
    found = JournalEntry.objects.select_related("seal").order_by("-at", "-id")
    if query.who is not None:
        found = found.filter(actor_id__in=query.who)
    if query.group:
        found = found.filter(verb__startswith=f"{query.group}.")
    if query.since:
        found = found.filter(at__gte=_midnight(query.since))
    if query.until:
        found = found.filter(at__lt=_midnight(date.fromordinal(query.until.toordinal() + 1)))
    if query.request_id:
        found = found.filter(request_id=query.request_id)
    return _about(found, query.about) if query.about else found


def before(found: QuerySet[JournalEntry], cursor: str) -> QuerySet[JournalEntry]:
    """Return what is older than the entry that `cursor` names; all of it where it names none."""
    try:
        entry = JournalEntry.objects.get(pk=uuid.UUID(cursor))
    except (ValueError, JournalEntry.DoesNotExist):
        return found
    return found.filter(Q(at__lt=entry.at) | Q(at=entry.at, id__lt=entry.pk))


def rows(found: Collection[JournalEntry]) -> list[Row]:
    """Return entries in words; the names that they need are read together."""
    names = _names(found)
    return [
        Row(
            at=one.at,
            who=names.get(str(one.actor_id), "—") if one.actor_id else "",
            act=act_name(one.verb),
            subject=_subject(one.subject, names),
            details=_told(one.details, names),
            request_id=one.request_id,
            entry_id=one.pk,
            seal=seal.number if (seal := getattr(one, "seal", None)) else None,
        )
        for one in found
    ]


def exported(found: QuerySet[JournalEntry]) -> Iterator[Row]:
    """Yield rows piece by piece, `MOST_EXPORTED` at most."""
    chunk: list[JournalEntry] = []
    for one in found[:MOST_EXPORTED].iterator(chunk_size=_CHUNK):
        chunk.append(one)
        if len(chunk) == _CHUNK:
            yield from rows(chunk)
            chunk = []
    yield from rows(chunk)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _about(found: QuerySet[JournalEntry], about: str) -> QuerySet[JournalEntry]:
    """Narrow down to what was done to a person, wherever an entry names them, or to a thing."""
    people = [pk for (pk,) in User.objects.called(about).values_list("pk")]
    if not people:
        return found.filter(Q(subject__in=_things(about)) | Q(subject__startswith=about))
    own = [f"attempt:{pk}" for (pk,) in Attempt.objects.filter(trainee__in=people).values_list("pk")]
    own += [f"certificate:{pk}" for (pk,) in Certificate.objects.filter(person__in=people).values_list("pk")]
    wanted = Q(subject__in=own)
    for pk in people:
        wanted |= Q(subject=f"user:{pk}") | Q(subject=f"person:{pk}") | Q(said__contains=str(pk))
    return found.alias(said=Cast("details", TextField())).filter(wanted)


def _things(about: str) -> list[str]:
    questions = Question.objects.filter(code__iexact=about).values_list("pk", flat=True)
    rounds = Round.objects.filter(title__icontains=about).values_list("pk", flat=True)
    return [*(f"question:{pk}" for pk in questions), *(f"round:{pk}" for pk in rounds)]


def _names(found: Iterable[JournalEntry]) -> dict[str, str]:
    """Return what people, rounds, questions and tokens are called, by their id as text: four queries."""
    ids: set[uuid.UUID] = set()
    for one in found:
        ids.update(filter(None, (one.actor_id, _uuid(one.subject.partition(":")[2]))))
        ids.update(_ids_in(one.details))
    people = {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)}
    rounds = {str(pk): title for pk, title in Round.objects.filter(pk__in=ids).values_list("pk", "title")}
    codes = {str(pk): code for pk, code in Question.objects.filter(pk__in=ids).values_list("pk", "code")}
    tokens = {str(pk): name for pk, name in ApiToken.objects.filter(pk__in=ids).values_list("pk", "name")}
    return tokens | codes | rounds | people


def _ids_in(value: Any) -> Iterator[uuid.UUID]:
    match value:
        case str() if found := _uuid(value):
            yield found
        case list():
            for each in value:
                yield from _ids_in(each)
        case dict():
            for key, each in value.items():
                yield from _ids_in(key)
                yield from _ids_in(each)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _subject(subject: str, names: Mapping[str, str]) -> str:
    kind, _colon, key = subject.partition(":")
    return f"{subject_name(kind)} {names.get(key, key)}"


def _told(details: Any, names: Mapping[str, str]) -> str:
    """Return details in one line, `key=value`, people by their names."""
    match details:
        case dict():
            return "; ".join(f"{names.get(key, key)}={_told(each, names)}" for key, each in details.items())
        case list():
            return ", ".join(_told(each, names) for each in details)
    return names.get(str(details), str(details))
