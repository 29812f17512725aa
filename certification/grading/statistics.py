"""Measured difficulty: how people did on each question version, told to the bank."""

from datetime import datetime

from django.db.models import Avg, Count, ExpressionWrapper, F, FloatField

from certification.attempts.domain import AttemptKind, AttemptState
from certification.bank.models import WHOLE_SHARE
from certification.bank.services import record_statistics
from certification.grading.domain import Cause
from certification.grading.models import Mark


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
