"""Status lists: whether badges still hold, a bit each, for verifiers elsewhere.

Source: W3C, Bitstring Status List 1.0 (Recommendation, 15 May 2025): BitstringStatusListEntry,
BitstringStatusListCredential, Bitstring Generation Algorithm (index 0 is the left-most bit; GZIP; multibase base64url).
One list for what is final, one for what may pass: a single bit cannot tell one from the other. A place is drawn at
random and says nothing of when a certificate was issued.
"""

import base64
import gzip
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from certification.credentials.bookkeeping import StatusSlot
from certification.credentials.domain import STATUS_LIST_BITS, Happening, Status
from certification.credentials.models import Certificate, CertificateEvent

#: A list is closed to new certificates once it is half full: finding a free place stays quick.
MOST_IN_A_LIST: Final = STATUS_LIST_BITS // 2
_TRIES: Final = 60
#: How long a verifier may go by what was fetched, and how long at most a copy counts at all.
KEPT_FOR: Final = timedelta(minutes=5)
HOLDS_FOR: Final = timedelta(days=1)


class Purpose(StrEnum):
    """What a list tells. Suspension: a top-up is overdue, the marks pass no longer, or a newer one took its place."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


#: How a certificate that the list of suspensions names stands.
SUSPENDED: Final = frozenset({Status.SUSPENDED, Status.WITHHELD, Status.REPLACED})


def slot_of(certificate: Certificate) -> StatusSlot:
    """Return the place of a certificate, drawn on the first call."""
    for _try in range(_TRIES):
        found = StatusSlot.objects.filter(certificate=certificate).first()
        if found is not None:
            return found
        newest = StatusSlot.objects.aggregate(newest=Max("list"))["newest"] or 1
        is_full = StatusSlot.objects.filter(list=newest).count() >= MOST_IN_A_LIST
        place = {"list": newest + is_full, "index": secrets.randbelow(STATUS_LIST_BITS)}
        try:
            with transaction.atomic():
                return StatusSlot.objects.create(certificate=certificate, **place)
        except IntegrityError:  # taken, or somebody else drew for this certificate
            continue
    raise RuntimeError("no free place in the status list")


def list_address(site: str, purpose: Purpose, number: int) -> str:
    """Return where a list is served; `site` is the address of the front page, with its slash."""
    return f"{site}status/{purpose}/{number}/"


def status_entries(slot: StatusSlot, *, site: str) -> list[dict[str, str]]:
    """Return the `credentialStatus` of a badge: the same place in either list."""
    entries = []
    for purpose in Purpose:
        address = list_address(site, purpose, slot.list)
        entries.append({
            "id": f"{address}#{slot.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": str(purpose),
            "statusListIndex": str(slot.index),
            "statusListCredential": address,
        })  # fmt: skip
    return entries


def lists() -> int:
    """Return how many lists there are; the first is there before anybody stands in it."""
    return StatusSlot.objects.aggregate(newest=Max("list"))["newest"] or 1


def newest_happening() -> str:
    """Return what changes with everything that may change a list, but for the mere passing of time."""
    newest = CertificateEvent.objects.aggregate(newest=Max("pk"))["newest"]
    return f"{newest}:{StatusSlot.objects.count()}"


def places(purpose: Purpose, number: int, *, now: datetime) -> list[int]:
    """Return the indexes that are set in a list as of now, sorted: those taken back, or those that do not hold now."""
    mine = Certificate.objects.filter(slot__list=number)
    if purpose is Purpose.REVOCATION:
        gone = CertificateEvent.objects.filter(kind=Happening.REVOKED).values("certificate")
        return sorted(mine.filter(pk__in=gone).values_list("slot__index", flat=True))
    kinds = (Happening.RULES_CHANGED, Happening.FAILED)
    moved = CertificateEvent.objects.filter(kind__in=kinds).values("certificate")
    told = mine.running(now).told().select_related("slot")
    found = {one.pk: one for query in (told.filter(pk__in=moved), told.replaced()) for one in query}
    return sorted(one.slot.index for one in found.values() if one.standing_at(now).status in SUSPENDED)


def encoded(indexes: Iterable[int]) -> str:
    """Return the bitstring as multibase base64url of its GZIP, the same for the same indexes."""
    bits = bytearray(STATUS_LIST_BITS // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def list_credential(
    purpose: Purpose, number: int, *, site: str, issuer: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return a list as a credential, unsigned.

    Args:
        purpose: of the list,
        number: and which of them.
        site: the address of the front page, with its slash.
        issuer: the profile that badges name too.
        now: as of when; a copy counts for a day.
    """
    address = list_address(site, purpose, number)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": now.isoformat(timespec="seconds"),
        "validUntil": (now + HOLDS_FOR).isoformat(timespec="seconds"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": str(purpose),
            "ttl": int(KEPT_FOR.total_seconds() * 1000),
            "encodedList": encoded(places(purpose, number, now=now)),
        },
    }
