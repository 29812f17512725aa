"""How the questions of the bank do in papers that were handed in: measured once a day, by question *version*.

People sit different papers, so marks are shares: an item's own share, and the share that the same person got of the
rest of their paper. Over one fixed paper with items of equal points the discrimination index and efficiency are
Moodle's. Weights belong to one paper: `papers` tells them form by form.
"""

import math
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Sum
from django.utils import timezone
from django_tasks import task

from certification.attempts.domain import AttemptKind, AttemptState
from certification.bank.models import QuestionVersion
from certification.competency.choices import chosen, with_choices
from certification.competency.measuring.classical import FOR_SPREAD, TINY, correlation_interval
from certification.competency.measuring.flags import OptionCount, flags_of
from certification.competency.models import ItemReport
from certification.grading.domain import Cause
from certification.grading.models import Mark, MarkQuerySet
from certification.grading.statistics import EVERY

_KINDS: Final = (AttemptKind.EXAM, AttemptKind.MOCK)
_CHUNK: Final = 5000
_FIELDS: Final = ("attempt", "points", "out_of", "derivation__key", "order", "answer")


@dataclass(slots=True)
class _Sums:
    """Sums over the pairs of an item: its share x, the share of the rest y, and what was chosen with which rest."""

    n: int = 0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0
    key: tuple[int, ...] = ()
    width: int = 0
    own: list[float] = field(default_factory=list)
    picks: list[tuple[float, uuid.UUID, tuple[int, ...]]] = field(default_factory=list)

    def add(self, own: float, rest: float) -> None:
        self.own.append(own)
        self.n += 1
        self.x += own
        self.y += rest
        self.xx += own * own
        self.yy += rest * rest
        self.xy += own * rest

    @property
    def facility(self) -> float:
        return self.x / self.n

    @property
    def sd(self) -> float | None:
        return math.sqrt(max(0.0, self.xx - self.x * self.x / self.n) / (self.n - 1)) if self.n >= FOR_SPREAD else None

    @property
    def index(self) -> float | None:
        """Return the discrimination index in per cent; None where nothing varies."""
        over_x, over_y = self.xx - self.x * self.x / self.n, self.yy - self.y * self.y / self.n
        if over_x <= TINY * self.n or over_y <= TINY * self.n:
            return None
        return 100 * (self.xy - self.x * self.y / self.n) / math.sqrt(over_x * over_y)

    @property
    def efficiency(self) -> float | None:
        """Return the discriminative efficiency in per cent: of the covariance that these shares could have at most."""
        pairs = zip(sorted(self.own), sorted(rest for rest, _attempt, _picked in self.picks), strict=True)
        most = math.fsum(own * rest for own, rest in pairs) - self.x * self.y / self.n
        if most <= TINY * self.n:
            return None
        return 100 * (self.xy - self.x * self.y / self.n) / most


def is_due(now: datetime) -> bool:
    """Say whether the newest report is a day old, or there is none: one query."""
    newest = ItemReport.objects.aggregate(at=Max("measured_at"))["at"]
    return newest is None or now - newest >= EVERY


@task()
def report_in_background() -> int:
    """Measure in the worker; once, however often it was asked for."""
    now = timezone.now()
    return report_items(now=now) if is_due(now) else 0


def report_items(*, now: datetime) -> int:
    """Measure every version over the standing marks of exams and mocks that were handed in. Return how many.

    Practice does not count, nor questions that were withdrawn whole, as for the measured difficulty. One version is
    held in memory at a time, beside the total of every paper: what that takes grows with papers, not with answers.
    """
    totals = _totals()
    rows = [_row(version, sums, now) for version in _versions() if (sums := _sums(version, totals)).n]
    with transaction.atomic():
        ItemReport.objects.all().delete()
        ItemReport.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _marks() -> MarkQuerySet:
    done = {"attempt__kind__in": _KINDS, "attempt__state": AttemptState.HANDED_IN, "out_of__gt": 0}
    found: MarkQuerySet = Mark.objects.standing().filter(**done).exclude(regrade__cause=Cause.VOID_ITEM).order_by()
    return found


def _versions() -> list[uuid.UUID]:
    marked = QuestionVersion.objects.filter(Exists(Mark.objects.filter(version=OuterRef("pk"))))
    return list(marked.values_list("pk", flat=True))


def _totals() -> dict[uuid.UUID, tuple[int, int]]:
    rows = _marks().values_list("attempt").annotate(Sum("points"), Sum("out_of"))
    return {attempt: (points, out_of) for attempt, points, out_of in rows.iterator(_CHUNK)}


def _sums(version: uuid.UUID, totals: Mapping[uuid.UUID, tuple[int, int]]) -> _Sums:
    found = _Sums()
    rows = with_choices(_marks().filter(version=version)).values_list(*_FIELDS)
    for attempt, points, out_of, key, order, answer in rows.iterator(_CHUNK):
        total, whole = totals.get(attempt, (0, 0))  # what was handed in since is measured the next day
        if whole > out_of:
            rest = (total - points) / (whole - out_of)
            found.add(points / out_of, rest)
            found.picks.append((rest, attempt, chosen(order, answer)))
            found.key, found.width = tuple(key), len(order)
    return found


def _row(version: uuid.UUID, sums: _Sums, now: datetime) -> ItemReport:
    interval = correlation_interval(sums.index, sums.n)
    options = _options(sums)
    return ItemReport(
        version_id=version,
        n=sums.n,
        facility=sums.facility,
        sd=sums.sd,
        discrimination=sums.index,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        efficiency=sums.efficiency,
        options=options,
        flags=[str(one) for one in flags_of(sums.n, sums.facility, interval, _counts(options))],
        measured_at=now,
    )


def _options(sums: _Sums) -> list[dict[str, Any]]:
    """Return for each option how many chose it, and which share of the thirds did.

    The thirds are those with the best and the lowest rest of the paper.
    """
    ranked = [picked for _rest, _attempt, picked in sorted(sums.picks, reverse=True)]
    third = max(1, len(ranked) // 3)
    by_all, by_strong, by_weak = (
        Counter(option for picked in part for option in picked) for part in (ranked, ranked[:third], ranked[-third:])
    )
    return [
        {
            "option": option,
            "chosen": by_all[option],
            "strong": by_strong[option] / third,
            "weak": by_weak[option] / third,
            "third": third,
            "is_key": option in sums.key,
        }
        for option in range(sums.width)
    ]


def _counts(options: list[dict[str, Any]]) -> list[OptionCount]:
    return [OptionCount(one["chosen"], one["strong"], one["weak"], one["third"], one["is_key"]) for one in options]
