"""What people got at links, as it stands: written into the outbox when it is told to them, and anew when it changes.

Nothing waits for this: a hand-in, a release and a regrade know nothing of platforms; each look finds what is new.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.competency.assignments.models import Assignee
from certification.competency.assignments.reading import tasks
from certification.drills.models import DrillRun, Reason
from certification.drills.services.playing import corrections_of, judged, talk_so_far
from certification.grading.models import Mark
from certification.grading.reading import totals
from certification.grading.review import may_see_score
from certification.lti.domain import stamp
from certification.lti.models import PlatformScore

#: Points of a line item that this site makes; the platform scales.
WHOLE: Final = 100
_HUNDREDTHS: Final = 100
_AT_ONCE: Final = 500
_LISTED: Final = ("account", "link")
_READ_BY_OTHERS: Final = Q(reviews__answered_at__isnull=False) & ~Q(reviews__reason=Reason.SELF)


@dataclass(frozen=True, slots=True)
class _Found:
    """What somebody got, and how far the ledger was."""

    mark: int
    given: float
    maximum: float


def gather(*, now: datetime) -> int:
    """Put into the outbox what is new; return how many scores. Doing it twice is harmless."""
    open_ones = PlatformScore.objects.filter(link__platform__closed_at=None)
    new = 0
    for found in (_rounds(open_ones, now), _assignments(open_ones, now), _drills(open_ones)):
        new += sum(_put(score, one, now) for score, one in found)
    return new


def _put(score: PlatformScore, found: _Found, now: datetime) -> bool:
    """Write down what somebody got; say whether the platform has to hear of it."""
    is_same = (score.given, score.maximum) == (found.given, found.maximum)
    score.mark = found.mark
    if not is_same:
        score.given, score.maximum, score.at = found.given, found.maximum, stamp(now, score.at)
        score.waiting_since, score.refused_at, score.problem = now, None, ""
    score.save(update_fields=["mark", "given", "maximum", "at", "waiting_since", "refused_at", "problem"])
    return not is_same


def _rounds(open_ones: QuerySet[PlatformScore], now: datetime) -> Iterator[tuple[PlatformScore, _Found]]:
    """Yield the best handed-in attempt of each whose marks have moved, once they may see it themselves."""
    marks = Mark.objects.filter(
        attempt__trainee=OuterRef("account__person"), attempt__round=OuterRef("link__round"),
        attempt__state=AttemptState.HANDED_IN,
    )  # fmt: skip
    newest = Subquery(marks.order_by("-number").values("number")[:1])
    moved = open_ones.filter(link__round__isnull=False).annotate(newest=newest).filter(newest__gt=F("mark"))
    for score in moved.select_related(*_LISTED)[:_AT_ONCE]:
        sat = Attempt.objects.filter(trainee=score.account.person_id, round=score.link.round_id)
        told = [
            one.pk for one in sat.filter(state=AttemptState.HANDED_IN).select_related("round")
            if may_see_score(one, now=now)
        ]  # fmt: skip
        results = totals(Attempt.objects.filter(pk__in=told))
        if results:
            best = max(results, key=lambda one: one.share)
            last = Mark.objects.filter(attempt__in=told).order_by("-number").values_list("number", flat=True)[0]
            yield score, _Found(last, best.points / _HUNDREDTHS, best.out_of / _HUNDREDTHS)


def _assignments(open_ones: QuerySet[PlatformScore], now: datetime) -> Iterator[tuple[PlatformScore, _Found]]:
    """Yield assignments that were done: the whole of it, once."""
    undone = list(open_ones.filter(link__assignment__isnull=False, given=None).select_related(*_LISTED)[:_AT_ONCE])
    scores: dict[Any, list[PlatformScore]] = defaultdict(list)
    for one in undone:
        scores[one.link.assignment_id, one.account.person_id].append(one)
    given = Assignee.objects.select_related("assignment").filter(
        assignment__in={one for one, _person in scores}, person__in={person for _one, person in scores}
    )
    for task in tasks(list(given), now=now):
        key = (task.assignment.pk, task.assignee.person_id)
        for score in scores.get(key, ()) if task.is_done else ():
            yield score, _Found(0, WHOLE, WHOLE)


def _drills(open_ones: QuerySet[PlatformScore]) -> Iterator[tuple[PlatformScore, _Found]]:
    """Yield the best talk of each who ended another one, or of whom a trainer read one again.

    Replays do not count, nor does how somebody read their own words.
    """
    counted: Q = Q(attempt=None, replayed_from=None, ended_at__isnull=False, turns__number=1)
    runs = DrillRun.objects.filter(
        counted, person=OuterRef("account__person"), version__question__code=OuterRef("link__drill")
    ).order_by()
    size = runs.values("person").annotate(
        n=Count("pk", distinct=True) + Count("reviews", filter=_READ_BY_OTHERS, distinct=True)
    )
    moved = (
        open_ones.exclude(link__drill="")
        .annotate(newest=Coalesce(Subquery(size.values("n"), output_field=IntegerField()), 0))
        .filter(newest__gt=F("mark"))
    )
    for score in moved.select_related(*_LISTED)[:_AT_ONCE]:
        theirs = DrillRun.objects.filter(
            counted, person=score.account.person_id, version__question__code=score.link.drill
        )
        best = max(_points(run) for run in theirs.select_related("version"))
        yield score, _Found(score.newest, best / _HUNDREDTHS, WHOLE)


def _points(run: DrillRun) -> int:
    """Return what an ended talk was worth as the recogniser and trainers read it, in hundredths of 100 points."""
    marks = corrections_of(run, run.reviews.exclude(reason=Reason.SELF))
    return judged(run, talk_so_far(run), marks).low.points
