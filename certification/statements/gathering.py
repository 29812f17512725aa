"""What happened since the last look, made into statements."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Any, Final

from django.conf import settings
from django.db.models import Max, QuerySet

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.credentials.models import Certificate
from certification.grading.models import Mark
from certification.grading.reading import Total, totals
from certification.statements.domain import Earned, Sat, statement_of_attempt, statement_of_certificate
from certification.statements.models import RecordStore, Statement

#: A certificate whose transaction ended late is found although it claims to be older.
OVERLAP: Final = timedelta(hours=1)
_KINDS: Final = (AttemptKind.EXAM, AttemptKind.MOCK)
_HUNDREDTHS: Final = 100
_AT_ONCE: Final = 500

Told = tuple[uuid.UUID, dict[str, Any]]


def gather(*, now: datetime, since: datetime | None = None) -> int:
    """Put into the outbox what was handed in, marked anew or certified since the last look; return how many are new.

    The first look only notes how far things are. Doing it twice, or two at once, is harmless: a statement's id is
    derived from what it tells. Nobody's saving waits for it.

    Args:
        now: when.
        since: look back so far, instead of to the last look.
    """
    newest = Mark.objects.aggregate(newest=Max("number"))["newest"] or 0
    store, is_new = RecordStore.objects.get_or_create(pk=1, defaults={"gathered_at": now, "ledger": newest})
    if is_new and since is None:
        return 0
    marked = Mark.objects.filter(number__gt=store.ledger) if since is None else Mark.objects.filter(at__gte=since)
    issued = Certificate.objects.filter(issued_at__gt=since or store.gathered_at - OVERLAP)
    told = chain(_sat(marked.filter(number__lte=newest)), _certified(issued))
    new = 0
    while batch := list(islice(told, _AT_ONCE)):
        new += _put(batch, now)
    store.gathered_at, store.ledger = max(store.gathered_at, now), max(store.ledger, newest)
    store.save(update_fields=["gathered_at", "ledger"])
    return new


def _put(batch: Sequence[Told], now: datetime) -> int:
    rows = {body["id"]: Statement(id=body["id"], person=person, body=body, made_at=now) for person, body in batch}
    for known in Statement.objects.filter(pk__in=rows).values_list("pk", flat=True):
        del rows[str(known)]
    Statement.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


def _sat(marked: QuerySet[Mark]) -> Iterator[Told]:
    """Papers that these marks are of, as their marks stand."""
    handed_in = Attempt.objects.filter(kind__in=_KINDS, state=AttemptState.HANDED_IN, pk__in=marked.values("attempt"))
    last = handed_in.annotate(last_mark=Max("marks__number"), marked_at=Max("marks__at"))
    for one in totals(last.select_related("round", "trainee")):
        yield one.attempt.trainee_id, statement_of_attempt(_sat_of(one), settings.SITE_ADDRESS)


def _sat_of(one: Total) -> Sat:
    attempt: Any = one.attempt  # annotated above
    title, activity = "模考", "mock"  # told as Chinese, whoever has it told
    if attempt.round is not None:
        title, activity = attempt.round.title, f"rounds/{attempt.round_id}"
    return Sat(
        attempt.pk, attempt.trainee.staff_number, title, activity, attempt.last_mark, attempt.marked_at,
        one.points / _HUNDREDTHS, one.out_of / _HUNDREDTHS, one.has_passed,
        int((attempt.handed_in_at - attempt.started_at).total_seconds()),
    )  # fmt: skip


def _certified(issued: QuerySet[Certificate]) -> Iterator[Told]:
    """Whose a certificate is today its attempt says: a merged account is told under the number that stayed."""
    for one in issued.select_related("attempt__trainee"):
        holder = one.attempt.trainee
        earned = Earned(one.number, holder.staff_number, one.title, one.issued_at)
        yield holder.pk, statement_of_certificate(earned, settings.SITE_ADDRESS)
