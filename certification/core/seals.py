"""The chain over the journal: each entry is sealed once, in a row that holds the hash of it and of the seal before.

The sweeper seals what is new within a minute, in one place and one after the other, so that whoever writes an entry
waits for nobody. Whoever changes, takes out or slips in a sealed entry past the triggers breaks the chain; whoever
forges the whole chain anew has another last hash than the one that was noted elsewhere (`verify_audit --head`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel
from certification.core.journal import JournalEntry

GENESIS: Final = "0" * 64
AT_ONCE: Final = 500
#: An entry is stored with the moment its act began: nothing commits so much later than that.
LOOK_BACK: Final = timedelta(hours=6)
#: On PostgreSQL whoever seals queues here, SQLite has one writer anyway.
SEAL_LOCK: Final = 7_263_002


class JournalSeal(AppendOnlyModel):
    """One link of the chain: an entry of the journal, and the seal before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("日志封印")
        verbose_name_plural = _("日志封印")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


@dataclass(frozen=True, slots=True)
class Chain:
    """What following the chain found.

    Attributes:
        length: how many entries are sealed and follow one from another.
        head: the last sound hash, `GENESIS` for none.
        broken: the number of the first seal that does not follow; None where all do.
        unsealed: entries that wait for their seal.
        has_head: the chain holds the hash that was asked for; None where none was.
    """

    length: int
    head: str
    broken: int | None
    unsealed: int
    has_head: bool | None


def hash_of(entry: JournalEntry, *, number: int, previous: str) -> str:
    """Return the SHA-256 of an entry at its place in the chain, hexadecimal."""
    said = [
        number,
        previous,
        entry.pk.hex,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id.hex if entry.actor_id else None,
        entry.verb,
        entry.subject,
        entry.details,
        entry.request_id,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def seal(*, everything: bool = False) -> int:
    """Seal what is new, oldest first, and return how many entries that were.

    Args:
        everything: look for unsealed entries in the whole journal, not only among those since `LOOK_BACK` before the
            last sealed one.
    """
    done = 0
    while sealed := _seal_some(everything=everything):
        done += sealed
        if sealed < AT_ONCE:
            break
    return done


@transaction.atomic
def _seal_some(*, everything: bool) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
    last = JournalSeal.objects.select_related("entry").order_by("-number").first()
    waiting = JournalEntry.objects.filter(seal=None)
    if last and not everything:
        waiting = waiting.filter(at__gte=last.entry.at - LOOK_BACK)
    number, previous = (last.number, last.hash) if last else (0, GENESIS)
    seals = []
    for entry in waiting.order_by("at", "id")[:AT_ONCE]:
        number += 1
        made = hash_of(entry, number=number, previous=previous)
        seals.append(JournalSeal(number=number, entry=entry, previous=previous, hash=made))
        previous = made
    return len(JournalSeal.objects.bulk_create(seals))


def follow(*, head: str = "", using: str = DEFAULT_DB_ALIAS) -> Chain:
    """Follow the chain from its first seal and compute every hash anew; changes nothing.

    Args:
        head: a hash that was noted earlier and should be in the chain; "" for none.
        using: alias of the connection to read with.
    """
    seals = JournalSeal.objects.using(using).select_related("entry").order_by("number").iterator(chunk_size=2000)
    length, last, broken, seen = _followed(seals, head)
    return Chain(
        length,
        last,
        broken,
        unsealed=JournalEntry.objects.using(using).filter(seal=None).count(),
        has_head=seen if head else None,
    )


def _followed(seals: Iterable[JournalSeal], head: str) -> tuple[int, str, int | None, bool]:
    number, previous, seen = 0, GENESIS, False
    for one in seals:
        fits = one.number == number + 1 and one.previous == previous
        if not fits or one.hash != hash_of(one.entry, number=one.number, previous=previous):
            return number, previous, number + 1, seen
        number, previous = one.number, one.hash
        seen = seen or one.hash == head
    return number, previous, None, seen
