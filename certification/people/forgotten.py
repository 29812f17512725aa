"""A forgotten password: who asks gets a one-time link by e-mail, and nobody learns who is known here.

The page answers the same, and as fast, whoever was named: the mail is a matter for the worker.
"""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from certification.core import journal
from certification.core.journal import JournalEntry
from certification.core.rates import times_asked
from certification.core.refusals import Refusal, RefusedError
from certification.people.backends import find_person
from certification.people.links import make_link
from certification.people.mailing import can_mail, mail_asked_link
from certification.people.models import User
from certification.people.passwords import why_not_password

#: In this time so many links go to one person, however the name was spelt, and so many are asked for by one name and
#: from one address. The first is exact; the others are counted in each process.
WITHIN: Final = timedelta(hours=1)
MOST_MAILS: Final = 3
MOST_BY_NAME: Final = 3
MOST_BY_ADDRESS: Final = 20
_VERB: Final = "people.link-asked"


def may_ask() -> bool:
    """Say whether links go by e-mail here, and where they would lead is nothing that the asker can choose."""
    return bool(settings.MAIL_SERVER) and (bool(settings.SITE_ADDRESS) or "*" not in settings.ALLOWED_HOSTS)


def ask_for_link(typed: str, *, address: str, site: str) -> None:
    """Have a link mailed to whom `typed` names, if that is somebody with an address.

    Args:
        typed: a name or staff number.
        address: where the asker asks from.
        site: how the asker calls this site, with its last slash; where the settings say what it is called, that counts.

    Raises:
        RefusedError: asked too often, by this name or from there.
    """
    seconds = int(WITHIN.total_seconds())
    by_name = times_asked("forgotten-name", typed.strip().lower(), seconds=seconds) > MOST_BY_NAME
    by_address = times_asked("forgotten-address", address, seconds=seconds) > MOST_BY_ADDRESS
    if by_name or by_address:
        raise RefusedError(Refusal("people.asked-often", {"minutes": seconds // 60}))
    person = find_person(typed)
    mail_in_background.enqueue(str(person.pk) if person else "", settings.SITE_ADDRESS or site)


@task()
def mail_in_background(person_id: str, site: str) -> bool:
    """Mail the link in the worker; say whether one went out."""
    return bool(person_id) and mail_link_to(uuid.UUID(person_id), site=site, now=timezone.now())


def mail_link_to(person_id: uuid.UUID, *, site: str, now: datetime) -> bool:
    """Mail a one-time link to somebody who is active, has an address and was not mailed too often; say whether it went.

    As with a link that a manager hands out, the present password goes on until it is used.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().filter(pk=person_id, is_active=True).first()
        subject = f"user:{person_id}"
        sent = JournalEntry.objects.filter(subject=subject, verb=_VERB, at__gt=now - WITHIN).count()
        if person is None or not can_mail(person) or why_not_password(person) or sent >= MOST_MAILS:
            return False
        token = make_link(person)
        journal.record(_VERB, subject=subject, actor_id=None, now=now)
    return mail_asked_link(person, site.rstrip("/") + reverse("people:first-password", args=[token]))
