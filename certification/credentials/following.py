"""Following the marks: certificates that are due by themselves, and certificates whose exam passes no longer.

What is looked at are the marks since the last look and what opened since, never the whole ledger. Doing it twice is
harmless: a certificate is written once for each exam, and its record says what was told.
"""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.credentials.bookkeeping import WatchCursor
from certification.credentials.domain import Happening, Standing, Status, renews
from certification.credentials.eligibility import counting, drills_missing, since_when, waiting_for
from certification.credentials.events import append, locked
from certification.credentials.models import Certificate, CertificateExam, Programme
from certification.credentials.services import issue_all
from certification.credentials.telling import tell_failed, tell_passed_again
from certification.drills.models import DrillReview, DrillRun
from certification.grading.models import Mark
from certification.grading.passing import outcomes
from certification.grading.review import may_see_score
from certification.rounds.models import Round

#: So many certificates are issued in one go.
MOST_AT_ONCE: Final = 500


def has_news(cursor: WatchCursor, now: datetime) -> bool:
    """Say whether marks, talks or results came since the last look: five small queries at most."""
    exams = Mark.objects.filter(number__gt=cursor.number, attempt__kind=AttemptKind.EXAM)
    if exams.exists():
        return True
    automatic = Programme.objects.filter(is_open=True, is_automatic=True)
    waiting = list(automatic.values_list("is_caught_up", "drills"))
    if not waiting:
        return False
    if cursor.followed_at is None or not all(is_caught_up for is_caught_up, _drills in waiting):
        return True
    has_drills = any(drills for _is_caught_up, drills in waiting)
    return _opened(cursor.followed_at, now).exists() or (has_drills and _talked(cursor.followed_at).exists())


def follow(cursor: WatchCursor, *, now: datetime) -> int:
    """Look at exams whose marks have moved and issue what is due; return how many certificates had something happen."""
    newest = Mark.objects.aggregate(newest=Max("number"))["newest"] or 0
    marked = Mark.objects.filter(number__gt=cursor.number, number__lte=newest)
    happened = _recheck(marked.values("attempt"), now)
    for programme in Programme.objects.filter(is_open=True, is_automatic=True):
        happened += issue_due(programme, _among(programme, cursor, marked, now), now=now)
        Programme.objects.filter(pk=programme.pk, is_caught_up=False).update(is_caught_up=True)
    cursor.number, cursor.followed_at = newest, now
    return happened


def issue_due(programme: Programme, among: QuerySet[Attempt] | None, *, now: datetime) -> int:
    """Issue for every exam that waits and that the program may decide on; return how many.

    It may where the trainee may see the result, no paper and no drill is missing, and there is no certificate of the
    programme yet or the exam renews the last one (see `renews`): one that came too early for that stands in no later
    one's way, however good it was. What is left waits for a manager.

    Args:
        programme: which.
        among: only people with one of these exams; None for all.
        now: when.
    """
    last, is_told = _last_of(programme, among), _told_by(now)

    def may_count(attempt: Attempt) -> bool:
        return _is_new(last.get(attempt.trainee_id), attempt, now) and is_told(attempt)

    waiting = [one for one in waiting_for(programme, now=now, among=among, is_offered=may_count) if not one.missing]
    people = [one.attempt.trainee_id for one in waiting]
    missing = drills_missing(people, programme.drills, since=since_when(programme, now)) if people else {}
    chosen = [one.attempt.pk for one in waiting if not missing[one.attempt.trainee_id]]
    return len(issue_all(programme, chosen[:MOST_AT_ONCE], actor=None, now=now)[0])


def _told_by(now: datetime) -> Callable[[Attempt], bool]:
    """Return whether the result of an exam is open to who sat it: asked once a round, which opens as a whole."""
    known: dict[uuid.UUID | None, bool] = {}

    def is_told(attempt: Attempt) -> bool:
        if attempt.round_id not in known:
            known[attempt.round_id] = may_see_score(attempt, now=now)
        return known[attempt.round_id]

    return is_told


def _is_new(last: Certificate | None, attempt: Attempt, now: datetime) -> bool:
    assert attempt.handed_in_at is not None, "what waits was handed in"
    return last is None or renews(last.standing_at(now), last.valid_until, attempt.handed_in_at)


def _last_of(programme: Programme, among: QuerySet[Attempt] | None) -> dict[uuid.UUID, Certificate]:
    """Return the last certificate of everybody with one of these exams, by person."""
    held = Certificate.objects.filter(programme=programme).told().select_related("attempt").order_by("issued_at")
    held = held if among is None else held.filter(attempt__trainee__in=among.values("trainee"))
    return {one.attempt.trainee_id: one for one in held}


def _among(
    programme: Programme, cursor: WatchCursor, marked: QuerySet[Mark], now: datetime
) -> QuerySet[Attempt] | None:
    """Return the exams to look at: of rounds where marks moved or results opened, of people who talked; None for all.

    The result of one may open with the hand-in of another: therefore the whole round.
    """
    if cursor.followed_at is None or not programme.is_caught_up:
        return None
    looked_at = Q(round__in=marked.values("attempt__round")) | Q(round__in=_opened(cursor.followed_at, now))
    if programme.drills:
        looked_at |= Q(trainee__in=_talked(cursor.followed_at).values("person"))
    return counting(programme).filter(looked_at)


def _opened(since: datetime, now: datetime) -> QuerySet[Round]:
    """Rounds that closed, or whose results were let out, since the last look."""
    closed = Q(closes_at__gt=since, closes_at__lte=now) | Q(review_at__gt=since, review_at__lte=now)
    return Round.objects.filter(closed)


def _talked(since: datetime) -> QuerySet[DrillRun]:
    """Talks in practice that ended, or that somebody read again, since the last look."""
    read_again = DrillReview.objects.filter(answered_at__gt=since).values("run")
    return DrillRun.objects.practice().filter(Q(ended_at__gt=since) | Q(pk__in=read_again))


def _recheck(marked: QuerySet[Mark, Any], now: datetime) -> int:
    """Note which certificates rest on an exam that passes no longer, or passes again; return how many."""
    moved = Attempt.objects.filter(Q(pk__in=marked) | Q(state=AttemptState.VOID))
    rests = Q(attempt__in=moved) | Q(pk__in=CertificateExam.objects.filter(attempt__in=moved).values("certificate"))
    held = list(Certificate.objects.running(now).filter(rests).told())
    passing = passing_among(held)
    return sum(
        _note(one.pk, passes=one.pk in passing, now=now)
        for one in held
        if _is_news(one.standing_at(now), passes=one.pk in passing)
    )


def passing_among(certificates: Collection[Certificate]) -> set[uuid.UUID]:
    """Return which of some certificates, as `told`, rest on exams that all pass by the marks that stand."""
    exams = {attempt for one in certificates for attempt in one.exams}
    handed_in = Attempt.objects.handed_in(AttemptKind.EXAM).filter(pk__in=exams)
    passing = {one.total.attempt.pk for one in outcomes(handed_in) if one.has_passed}
    return {one.pk for one in certificates if passing.issuperset(one.exams)}


def _is_news(at: Standing, *, passes: bool) -> bool:
    return not at.status.is_over and at.fails == passes


@transaction.atomic
def _note(certificate_id: uuid.UUID, *, passes: bool, now: datetime) -> int:
    """Write down what the marks say now. What the program issued it withholds; what a person issued, people decide."""
    certificate = locked(certificate_id)
    at = certificate.standing_at(now)
    if not _is_news(at, passes=passes) or at.status is Status.REVOKED:
        return 0
    if passes:
        append(certificate, Happening.PASSED_AGAIN, now=now)
        tell_passed_again(certificate, now=now)
    else:
        holds = certificate.issued_by is not None
        append(certificate, Happening.FAILED, now=now, details={"holds": holds})
        tell_failed(certificate, holds=holds, now=now)
    return 1
