"""What happened since the last look, made into statements."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.credentials.models import Certificate
from certification.grading.models import Mark
from certification.grading.reading import Total, totals
from certification.people.models import User
from certification.statements.domain import Earned, Sat, statement_of_attempt, statement_of_certificate
from certification.statements.models import RecordStore, Statement

#: What was written by a transaction that ended late is found although it claims to be older.
OVERLAP: Final = timedelta(hours=1)
_KINDS: Final = (AttemptKind.EXAM, AttemptKind.MOCK)
_HUNDREDTHS: Final = 100
_AT_ONCE: Final = 500


@transaction.atomic
def gather(*, now: datetime, since: datetime | None = None) -> int:
    """Put into the outbox what was handed in, marked anew or certified since the last look; return how many are new.

    The first look only notes the time. Doing it twice is harmless: a statement's id is derived from what it tells.

    Args:
        now: when.
        since: look back so far, instead of to the last look.
    """
    store, is_new = RecordStore.objects.select_for_update().get_or_create(pk=1, defaults={"gathered_at": now})
    if is_new and since is None:
        return 0
    begin = since or store.gathered_at - OVERLAP
    before = Statement.objects.count()
    for batch in _batches([*_sat(begin), *_certified(begin)]):
        Statement.objects.bulk_create(
            [Statement(id=body["id"], person=person, body=body, made_at=now) for person, body in batch],
            ignore_conflicts=True,
        )
    store.gathered_at = max(store.gathered_at, now)
    store.save(update_fields=["gathered_at"])
    return Statement.objects.count() - before


def _batches(rows: list[tuple[uuid.UUID, dict[str, Any]]]) -> Iterator[list[tuple[uuid.UUID, dict[str, Any]]]]:
    numbered = {body["id"]: (person, body) for person, body in rows}
    kept = list(numbered.values())
    for start in range(0, len(kept), _AT_ONCE):
        yield kept[start : start + _AT_ONCE]


def _sat(since: datetime) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
    """Papers that were handed in or got a mark since then."""
    handed_in = Attempt.objects.filter(kind__in=_KINDS, state=AttemptState.HANDED_IN)
    marked = Mark.objects.filter(at__gt=since).values("attempt")
    found = handed_in.filter(pk__in=marked) | handed_in.filter(handed_in_at__gt=since)
    for one in totals(found.select_related("round", "trainee")):
        yield one.attempt.trainee_id, statement_of_attempt(_sat_of(one), settings.SITE_ADDRESS)


def _sat_of(one: Total) -> Sat:
    attempt = one.attempt
    assert attempt.handed_in_at is not None
    title, activity = _("模考"), "mock"
    if attempt.round is not None:
        title, activity = attempt.round.title, f"rounds/{attempt.round_id}"
    return Sat(
        attempt.pk, attempt.trainee.staff_number, attempt.kind, title, activity, attempt.handed_in_at,
        one.points / _HUNDREDTHS, one.out_of / _HUNDREDTHS, one.has_passed,
        int((attempt.handed_in_at - attempt.started_at).total_seconds()),
    )  # fmt: skip


def _certified(since: datetime) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
    issued = list(Certificate.objects.filter(issued_at__gt=since))
    numbers = _numbers(one.person for one in issued)
    for one in issued:
        earned = Earned(one.number, numbers[one.person], one.title, one.issued_at)
        yield one.person, statement_of_certificate(earned, settings.SITE_ADDRESS)


def _numbers(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(User.objects.filter(pk__in=set(people)).values_list("pk", "staff_number"))
