"""Verbs of quick replies: what a person prepares to say."""

import uuid

from django.db import IntegrityError, transaction

from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.models import LONGEST_TEXT, QuickReply
from certification.drills.services.texts import storable

LONGEST_TITLE = 30


def save_quick_reply(person: uuid.UUID, title: str, text: str, *, reply: uuid.UUID | None = None) -> QuickReply:
    """Keep a quick reply, or change one of one's own.

    Args:
        person: whose.
        title: at most 30 characters, once for each person.
        text: at most 500 characters.
        reply: the id of the one to change.

    Raises:
        RefusedError: `drills.phrase-empty`, `drills.text-too-long`, `drills.title-taken`.
        QuickReply.DoesNotExist: it is not there, or somebody else's.
    """
    title, text = storable(title).strip(), storable(text).strip()
    insist(None if title and text else Refusal("drills.phrase-empty"))
    for value, most in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        insist(Refusal("drills.text-too-long", {"most": most}) if len(value) > most else None)
    try:
        with transaction.atomic():
            row = QuickReply.objects.get(pk=reply, person=person) if reply else QuickReply(person_id=person)
            row.title, row.text = title, text
            row.save()
    except IntegrityError as error:
        raise RefusedError(Refusal("drills.title-taken", {"title": title})) from error
    return row


def delete_quick_reply(person: uuid.UUID, reply: uuid.UUID) -> None:
    """Delete a quick reply of one's own; one that is gone already stays gone."""
    QuickReply.objects.filter(pk=reply, person=person).delete()
