"""How a cohort did from week to week, in exams and mocks: each person's share of the points, averaged over people."""

import math
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean, stdev
from typing import Final

from django.db.models import Count, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from certification.attempts.domain import AttemptKind, AttemptState
from certification.bank.models import Derivation
from certification.competency.measuring.classical import Z_95
from certification.grading.domain import Cause
from certification.grading.models import Mark, MarkQuerySet

_KINDS: Final = (AttemptKind.EXAM, AttemptKind.MOCK)
#: Fewer people than this have a mean, but no interval.
FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its Monday, how many people and papers, the mean of their shares (0 to 1) and its 95 % interval.

    `mean` is None where nobody handed anything in, `interval` where fewer than five people did.
    """

    monday: date
    people: int
    papers: int
    mean: float | None
    interval: tuple[float, float] | None


def trend(cohort: uuid.UUID, *, weeks: int, now: datetime, rules: Collection[str] | None = None) -> tuple[Week, ...]:
    """Return the last weeks, the oldest first, the one that `now` is in last. At most two queries.

    Args:
        cohort: whose people, as they are today.
        weeks: how many, at least 1.
        now: when.
        rules: count only questions that one of these decides first; None counts all.
    """
    today = timezone.localdate(now)
    mondays = [today - timedelta(days=today.weekday() + 7 * back) for back in range(weeks - 1, -1, -1)]
    shares, papers = _shares(_marks(cohort, mondays[0], rules))
    return tuple(_week(one, shares.get(one, []), papers.get(one, 0)) for one in mondays)


def _marks(cohort: uuid.UUID, since: date, rules: Collection[str] | None) -> MarkQuerySet:
    start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    found: MarkQuerySet = Mark.objects.standing().filter(
        attempt__trainee__cohort=cohort, attempt__trainee__is_trainee=True, attempt__trainee__is_active=True,
        attempt__kind__in=_KINDS, attempt__state=AttemptState.HANDED_IN, attempt__handed_in_at__gte=start, out_of__gt=0,
    ).exclude(regrade__cause=Cause.VOID_ITEM)  # fmt: skip
    if rules is None:
        return found
    held = frozenset(rules)
    derivations = Derivation.objects.values_list("pk", "rules")
    return found.filter(derivation__in=[pk for pk, deciding in derivations if deciding and deciding[0] in held])


def _shares(marks: MarkQuerySet) -> tuple[Mapping[date, list[float]], Mapping[date, int]]:
    """Return each person's share in each week, and how many papers there were: grouped by the database."""
    rows = (
        marks.order_by()
        .annotate(week=TruncWeek("attempt__handed_in_at"))
        .values("week", "attempt__trainee")
        .annotate(points_sum=Sum("points"), whole=Sum("out_of"), papers=Count("attempt", distinct=True))
        .values_list("week", "points_sum", "whole", "papers")
    )
    shares: dict[date, list[float]] = defaultdict(list)
    papers: dict[date, int] = defaultdict(int)
    for week, points, whole, count in rows:
        monday = timezone.localdate(week)
        shares[monday].append(points / whole)
        papers[monday] += count
    return shares, papers


def _week(monday: date, shares: list[float], papers: int) -> Week:
    if not shares:
        return Week(monday, 0, 0, None, None)
    mean = fmean(shares)
    if len(shares) < FEWEST:
        return Week(monday, len(shares), papers, mean, None)
    half = Z_95 * stdev(shares) / math.sqrt(len(shares))
    return Week(monday, len(shares), papers, mean, (max(0.0, mean - half), min(1.0, mean + half)))
