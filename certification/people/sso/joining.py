"""Who somebody that signed in at a provider is here: by the stored link, at first by the staff number.

Nobody is made by signing in. A link is one of allauth's social accounts: the provider's own id of somebody, and whose
it is here; it holds nothing else.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User
from certification.people.sessions import drop_sessions
from certification.people.sso.config import SsoProvider

REFUSALS: Final[Mapping[str, Promise]] = {
    "people.sso-no-number": _("%(provider)s没有告诉本站你的工号，认不出你是谁。请找主管，或者请运维查一查登录设置。"),
    "people.sso-unknown": _("%(provider)s说你的工号是 %(number)s，这里没有这个工号的人。请找主管把你加进来。"),
    "people.sso-inactive": _("你在这里的账号已经停用。如果弄错了，请找主管。"),
    "people.sso-merged": _("这个工号的账号已经并入另一个。请找主管。"),
    "people.sso-other-link": _("你在这里的账号已经连着%(provider)s的另一个账号。请找主管先解除原来的。"),
    "people.sso-cancelled": _("你在%(provider)s那边取消了登录。"),
    "people.sso-expired": _("这次登录过了时间，或者不是在这个浏览器里开始的。请重新登录。"),
    "people.sso-failed": _("%(provider)s现在没有把登录办成。请过一会儿再试；还不行，请告诉运维。"),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whom a provider sends.

    Attributes:
        provider: which.
        uid: the provider's own id of them, which stays.
        staff_number: what it says their staff number is; "" if nothing.
    """

    provider: SsoProvider
    uid: str
    staff_number: str


def admit(arrival: Arrival, *, now: datetime) -> User:
    """Return whom to let in; the first time, store the link. A refusal is written down too.

    Raises:
        RefusedError: nobody here bears the number; they left; they are linked to another account there.
    """
    try:
        return _admit(arrival, now=now)
    except RefusedError as error:
        person, key = _bearer(arrival), arrival.provider.key
        subject = f"user:{person.pk}" if person else f"sso:{key}"
        details = {"provider": key, "reason": error.refusal.code}
        journal.record("people.sso-refused", subject=subject, actor_id=None, now=now, details=details)
        raise


@transaction.atomic
def _admit(arrival: Arrival, *, now: datetime) -> User:
    key, found = arrival.provider.key, _bearer(arrival)
    if found is None:
        said = {"provider": arrival.provider.name, "number": arrival.staff_number}
        unknown, no_number = Refusal("people.sso-unknown", said), Refusal("people.sso-no-number", said)
        raise RefusedError(unknown if arrival.staff_number else no_number)
    person = User.objects.select_for_update().get(pk=found.pk)
    insist(_why_not(person))
    links = SocialAccount.objects.filter(user=person, provider=key)
    if links.filter(uid=arrival.uid).exists():
        return person
    if links.exists():
        raise RefusedError(Refusal("people.sso-other-link", {"provider": arrival.provider.name}))
    SocialAccount.objects.create(user=person, provider=key, uid=arrival.uid)
    _note("people.sso-linked", person, key, actor_id=person.pk, now=now)
    return person


def _bearer(arrival: Arrival) -> User | None:
    link = SocialAccount.objects.filter(provider=arrival.provider.key, uid=arrival.uid).select_related("user").first()
    if link is not None:
        bearer: User = link.user
        return bearer
    found = list(User.objects.filter(staff_number__iexact=arrival.staff_number)[:2]) if arrival.staff_number else []
    return found[0] if len(found) == 1 else None


def _why_not(person: User) -> Refusal | None:
    if person.merged_into_id is not None:
        return Refusal("people.sso-merged")
    return None if person.is_active else Refusal("people.sso-inactive")


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link as a page shows it."""

    id: int
    name: str | Promise
    uid: str
    since: datetime
    used: datetime


def links_of(person: User) -> list[Link]:
    """Return somebody's links, of providers that are set up today and of earlier ones."""
    found = SocialAccount.objects.filter(user=person).order_by("provider", "pk")
    return [Link(one.pk, _name(one.provider), one.uid, one.date_joined, one.last_login) for one in found]


def _name(key: str) -> str | Promise:
    provider = settings.SSO_PROVIDERS.get(key)
    return provider.name if provider else key


@transaction.atomic
def remove_link(person_id: uuid.UUID, link_id: int, *, actor: User, now: datetime) -> None:
    """Take a link away: whoever signs in there next is looked for by the staff number again.

    Who might have come in by it is signed out everywhere, but not the one who does this.

    Raises:
        RefusedError: it is gone already.
    """
    link = SocialAccount.objects.filter(pk=link_id, user=person_id).select_related("user").first()
    if link is None:
        raise RefusedError(Refusal("people.sso-link-gone"))
    person, key = link.user, link.provider
    link.delete()
    if person.pk != actor.pk:
        drop_sessions(person.pk)
    _note("people.sso-unlinked", person, key, actor_id=actor.pk, now=now)


def _note(verb: str, person: User, key: str, *, actor_id: uuid.UUID, now: datetime) -> None:
    journal.record(verb, subject=f"user:{person.pk}", actor_id=actor_id, now=now, details={"provider": key})
