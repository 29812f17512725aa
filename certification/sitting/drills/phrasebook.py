"""快捷短语: what somebody prepared to say. Kept by and shown to that person alone."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from certification.core.refusals import Refusal, RefusedError
from certification.drills.models import LONGEST_TEXT, QuickReply
from certification.sitting.drills.presentation import Phrase

LONGEST_TITLE: Final = 30
MOST_PHRASES: Final = 50


@dataclass(frozen=True, slots=True)
class Written:
    """What a form says of a phrase."""

    title: str
    text: str

    @property
    def problem(self) -> Refusal | None:
        """Return why it cannot be kept."""
        if not self.title:
            return Refusal("phrases.title-missing")
        if not self.text:
            return Refusal("phrases.text-missing")
        if len(self.title) > LONGEST_TITLE:
            return Refusal("phrases.title-long", {"longest": LONGEST_TITLE})
        return Refusal("phrases.text-long", {"longest": LONGEST_TEXT}) if len(self.text) > LONGEST_TEXT else None


def phrases_of(person: uuid.UUID) -> tuple[Phrase, ...]:
    """Return somebody's phrases by title: one query."""
    return tuple(Phrase(str(one.pk), one.title, one.text) for one in QuickReply.objects.filter(person=person))


def save_phrase(person: uuid.UUID, written: Written, *, phrase_id: uuid.UUID | None = None) -> None:
    """Add a phrase, or change one's own.

    Raises:
        RefusedError: it says nothing or too much, there is one of that title, or there are too many.
        QuickReply.DoesNotExist: there is no such phrase of this person.
    """
    if written.problem is not None:
        raise RefusedError(written.problem)
    own = QuickReply.objects.filter(person=person)
    if phrase_id is None and own.count() >= MOST_PHRASES:
        raise RefusedError(Refusal("phrases.too-many", {"most": MOST_PHRASES}))
    row = own.get(pk=phrase_id) if phrase_id else QuickReply(person_id=person)
    row.title, row.text = written.title, written.text
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RefusedError(Refusal("phrases.title-taken", {"title": written.title})) from error


def delete_phrase(person: uuid.UUID, phrase_id: uuid.UUID) -> None:
    """Forget one's own phrase; one that is gone already stays gone."""
    QuickReply.objects.filter(person=person, pk=phrase_id).delete()
