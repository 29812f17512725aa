"""Records of the audit trail: every entry of the journal, and the chain of seals over them."""

from collections.abc import Iterator
from typing import Any

from certification.core.journal import JournalEntry
from certification.core.seals import JournalSeal
from certification.exchange.everything.paging import paged, values_of

Record = dict[str, Any]


def journal_records() -> Iterator[Record]:
    """Yield every entry of the journal, with everything that its seal is computed from."""
    for one in paged(JournalEntry.objects.all()):
        yield values_of(one, "id", "at", "actor_id", "verb", "subject", "details", "request_id")


def seal_records() -> Iterator[Record]:
    """Yield the chain from its first link; an entry of the last minute may have no seal yet."""
    for one in paged(JournalSeal.objects.all()):
        yield values_of(one, "number", "entry", "previous", "hash")
