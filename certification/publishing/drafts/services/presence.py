"""Who is at which rule of the draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from certification.people.models import User
from certification.publishing.drafts.models import DraftEdition, DraftPresence


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who has a rule open."""

    code: str
    name: str
    seen_at: datetime


def touch(draft: DraftEdition, code: str, person: User, *, now: datetime) -> None:
    """Note that somebody has a rule open; the page says so anew every half minute. One statement."""
    DraftPresence.objects.bulk_create(
        [DraftPresence(draft=draft, code=code, person=person, seen_at=now)],
        update_conflicts=True,
        unique_fields=["draft", "code", "person"],
        update_fields=["seen_at"],
    )


def leave(draft: DraftEdition, code: str, person: User) -> None:
    """Note that somebody has closed a rule."""
    DraftPresence.objects.filter(draft=draft, code=code, person=person).delete()


def who_is_at(
    draft: DraftEdition, codes: Iterable[str] | None = None, *, but: User | None = None, now: datetime
) -> tuple[Here, ...]:
    """Return who gave a sign lately, the last sign first: one query.

    Args:
        draft: the draft.
        codes: only at these rules; None for all.
        but: somebody who is not told of.
        now: the moment.
    """
    rows = draft.presences.all().here(now).select_related("person")
    rows = rows.filter(code__in=list(codes)) if codes is not None else rows
    rows = rows.exclude(person=but) if but is not None else rows
    return tuple(Here(row.code, row.person.display_name, row.seen_at) for row in rows)
