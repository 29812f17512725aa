"""Giving out tokens, taking them back, and counting what they read."""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from certification.core.journal import note
from certification.core.refusals import Refusal, RefusedError
from certification.people.models import User
from certification.readapi.domain import DAYS, LONGEST_NAME, PREFIX, Scope, hash_of, start_of
from certification.readapi.models import ApiToken, ApiUse

#: Counts older than this serve nothing.
_KEPT: Final = timedelta(days=1)
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made; `text` is shown once and kept nowhere."""

    row: ApiToken
    text: str


@transaction.atomic
def make_token(name: str, scopes: Collection[str], days: int, *, actor: User, now: datetime) -> NewToken:
    """Make a token.

    Args:
        name: what uses it.
        scopes: values of `Scope`.
        days: how long it holds, one of `DAYS`.
        actor: who answers for it.
        now: when.

    Raises:
        RefusedError: no name or a long one, no scope or an unknown one, another number of days.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise RefusedError(Refusal("readapi.name", {"most": LONGEST_NAME}))
    wanted = [scope for scope in Scope if scope in scopes]
    if not wanted or len(wanted) != len(set(scopes)):
        raise RefusedError(Refusal("readapi.scopes"))
    if days not in DAYS:
        raise RefusedError(Refusal("readapi.days"))
    text = PREFIX + secrets.token_urlsafe(_BYTES)
    row = ApiToken.objects.create(
        name=name, scopes=wanted, start=start_of(text), token_hash=hash_of(text), made_by=actor, made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    note(actor, "readapi.token-made", f"token:{row.pk}", now=now, scopes=wanted, days=days)
    return NewToken(row, text)


@transaction.atomic
def revoke_token(token_id: uuid.UUID, *, actor: User, now: datetime) -> None:
    """End a token at once; one that has ended stays as it is.

    Raises:
        ApiToken.DoesNotExist: no such token.
    """
    row = ApiToken.objects.select_for_update().get(pk=token_id)
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        note(actor, "readapi.token-revoked", f"token:{row.pk}", now=now)


def find_token(text: str, *, now: datetime) -> ApiToken | None:
    """Return the token that somebody shows, None where it opens nothing."""
    row = ApiToken.objects.filter(token_hash=hash_of(text)).first()
    return row if row is not None and row.holds_at(now) else None


@transaction.atomic
def count_read(token: ApiToken, *, now: datetime) -> int:
    """Count one read, and return how many the token made in this minute of the clock, this one included."""
    minute = now.replace(second=0, microsecond=0)
    use, is_new = ApiUse.objects.select_for_update().get_or_create(token=token, minute=minute, defaults={"count": 1})
    if is_new:
        ApiUse.objects.filter(token=token, minute__lt=now - _KEPT).delete()
        return 1
    ApiUse.objects.filter(pk=use.pk).update(count=F("count") + 1)
    return use.count + 1
