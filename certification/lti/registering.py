"""Verbs of managers: register a platform, change it, stop it, let it go on, send again, change the key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from certification.core.journal import note
from certification.core.refusals import Refusal, RefusedError, insist
from certification.lti.domain import PersonClaim, why_not_address
from certification.lti.keys import rotate_keys
from certification.lti.models import Platform, PlatformScore
from certification.people.models import Cohort, User


@dataclass(frozen=True, slots=True)
class Said:
    """What a manager says of a platform."""

    name: str
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    deployments: Sequence[str]
    person_claim: PersonClaim = PersonClaim.SOURCED_ID
    new_people_cohort: Cohort | None = None
    auth_audience: str = ""


def save_platform(said: Said, *, platform: Platform | None = None, actor: User, now: datetime) -> Platform:
    """Register a platform, or change what is registered.

    Raises:
        RefusedError: an address that is not https, or the client of this issuer is registered already.
    """
    for address in (said.auth_login_url, said.auth_token_url, said.key_set_url):
        insist(why_not_address(address, local_is_fine=not settings.HTTPS))
    row = platform or Platform(made_by=actor, made_at=now)
    for name in Said.__dataclass_fields__:
        setattr(row, name, list(said.deployments) if name == "deployments" else getattr(said, name))
    row.tries, row.next_try_at, row.send_problem = 0, None, ""
    try:
        with transaction.atomic():
            row.save()
            note(actor, "lti.platform-saved", f"platform:{row.pk}", now=now)
    except IntegrityError as error:
        raise RefusedError(Refusal("lti.client-in-use")) from error
    return row


@transaction.atomic
def stop_platform(platform_id: uuid.UUID, *, actor: User, now: datetime) -> None:
    """Let nobody in from a platform any more, and send it nothing.

    Raises:
        Platform.DoesNotExist: there is none.
    """
    row = Platform.objects.select_for_update().get(pk=platform_id)
    if row.is_open:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        note(actor, "lti.platform-stopped", f"platform:{row.pk}", now=now)


@transaction.atomic
def resume_platform(platform_id: uuid.UUID, *, actor: User, now: datetime) -> None:
    """Let people in from a platform again, and send it what is new meanwhile.

    Raises:
        Platform.DoesNotExist: there is none.
    """
    row = Platform.objects.select_for_update().get(pk=platform_id)
    if not row.is_open:
        row.closed_at = None
        row.save(update_fields=["closed_at"])
        note(actor, "lti.platform-resumed", f"platform:{row.pk}", now=now)


@transaction.atomic
def send_again(platform_id: uuid.UUID, *, actor: User, now: datetime) -> int:
    """Send what was given up once more, and what waits at once; return how many were given up.

    Raises:
        Platform.DoesNotExist: there is none.
    """
    row = Platform.objects.select_for_update().get(pk=platform_id)
    row.tries, row.next_try_at = 0, None
    row.save(update_fields=["tries", "next_try_at"])
    given_up = PlatformScore.objects.filter(link__platform=row, refused_at__isnull=False)
    count = given_up.update(waiting_since=now, refused_at=None, problem="")
    note(actor, "lti.scores-sent-again", f"platform:{row.pk}", now=now, scores=count)
    return count


def change_key(*, actor: User, now: datetime) -> None:
    """Sign with the next key from now on; platforms that read the JWKS know it already."""
    rotate_keys()
    note(actor, "lti.key-changed", "platform:keys", now=now)
