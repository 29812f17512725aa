"""Measured difficulty: how people did on each question version, told to the bank."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Avg, Count, ExpressionWrapper, F, FloatField, Max
from django.utils import timezone
from django_tasks import task

from certification.attempts.domain import AttemptKind, AttemptState
from certification.bank.models import WHOLE_SHARE, VersionStatistic
from certification.bank.services import record_statistics
from certification.grading.domain import Cause
from certification.grading.models import Mark

#: Difficulty is measured anew so often.
EVERY: Final = timedelta(days=1)


def is_due(now: datetime) -> bool:
    """Say whether the newest measurement is a day old, or there is none: one query."""
    newest = VersionStatistic.objects.aggregate(at=Max("measured_at"))["at"]
    return newest is None or now - newest >= EVERY


@task()
def measure_in_background() -> int:
    """Measure in the worker, so that neither a page nor the sweeper waits; once, however often it was asked for."""
    now = timezone.now()
    return measure(now=now) if is_due(now) else 0


def measure(*, now: datetime) -> int:
    """Measure every version over the marks that stand of handed-in exams and mocks. Return how many versions.

    Practice does not count: it is done at leisure and again and again. Nor do questions that were withdrawn whole,
    which pay everybody in full.
    """
    marks = (
        Mark.objects.standing()
        .filter(attempt__kind__in=[AttemptKind.EXAM, AttemptKind.MOCK], attempt__state=AttemptState.HANDED_IN)
        .exclude(regrade__cause=Cause.VOID_ITEM)
    )
    share = ExpressionWrapper(F("points") * 1.0 / F("out_of"), output_field=FloatField())
    rows = marks.order_by().values_list("version").annotate(attempts=Count("pk"), share=Avg(share))
    return record_statistics(
        ((version, attempts, round(share * WHOLE_SHARE)) for version, attempts, share in rows), now=now
    )
