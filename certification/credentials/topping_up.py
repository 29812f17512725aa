"""补测: a paper over the changed rules alone, and what passing it does to the certificate."""

import random
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from cases import api
from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.attempts.starting import start_attempt
from certification.bank.domain import QuestionType
from certification.core.refusals import Refusal, RefusedError, insist
from certification.credentials.domain import Happening, Standing, Status, why_not_top_up
from certification.credentials.events import append, locked
from certification.credentials.models import Certificate, TopUp
from certification.credentials.telling import tell_not_enough, tell_topped_up
from certification.grading.passing import outcomes
from certification.papers.domain import Blueprint, Candidate, Slot
from certification.papers.services import draw_paper
from certification.papers.stocking import candidates_of

MOST_QUESTIONS: Final = 10
MINUTES_EACH: Final = 2
POINTS_EACH: Final = 100
#: Per cent of the points that pass.
PASS_PERCENT: Final = 80
NAME: Final = "top-up"
_SEED_BITS: Final = 48


def begin_top_up(certificate: Certificate, at: Standing, *, now: datetime) -> Attempt:
    """Open a paper over the rules that changed; where one runs already, return that one.

    Args:
        certificate: whose holder sits it.
        at: how it stands.
        now: when.

    Raises:
        RefusedError: it is over, nothing changed, another mock or exam runs, or the bank asks of none of the rules.
    """
    insist(why_not_top_up(at))
    holder = certificate.attempt.trainee_id  # `person` may name an account that was merged since
    running = Attempt.objects.sat_by(holder).filter(state=AttemptState.OPEN)
    own = running.filter(top_up__certificate=certificate).first()
    if own is not None:
        return own
    if running.exclude(kind=AttemptKind.PRACTICE).exists():
        raise RefusedError(Refusal("credentials.exam-running"))
    edition, seed = api.current_edition_id(), secrets.randbits(_SEED_BITS)
    picked = questions_about(at.changed, candidates_of(edition), seed=seed)
    if not picked:
        raise RefusedError(Refusal("credentials.no-questions"))
    drawn = draw_paper(_blueprint(picked), edition=edition, seed=seed, now=now, among=picked)
    with transaction.atomic():
        minutes = drawn.paper.minutes
        attempt = start_attempt(
            drawn, trainee_id=holder, kind=AttemptKind.MOCK, minutes=minutes, now=now
        )  # fmt: skip
        if attempt.paper.blueprint != NAME:  # a mock was begun at this moment
            raise RefusedError(Refusal("credentials.exam-running"))
        TopUp.objects.get_or_create(
            attempt=attempt,
            defaults={"certificate": certificate, "edition": edition, "rules": list(at.changed), "begun_at": now},
        )
    return attempt


def questions_about(rules: Collection[str], pool: Iterable[Candidate], *, seed: int) -> list[Candidate]:
    """Choose questions that changed rules decide: of every rule one before a second of any, ten at most.

    Args:
        rules: codes.
        pool: what may be drawn.
        seed: decides among equals.
    """
    wanted = set(rules)
    left = sorted((one for one in pool if wanted & set(one.rules)), key=lambda one: one.code)
    random.Random(seed).shuffle(left)  # noqa: S311 - recorded with the paper, no secret
    chosen: list[Candidate] = []
    asked = dict.fromkeys(wanted, 0)
    while left and len(chosen) < MOST_QUESTIONS:
        best = min(left, key=lambda one: min(asked[rule] for rule in one.rules if rule in wanted))
        chosen.append(best)
        for rule in wanted & set(best.rules):
            asked[rule] += 1
        left = [one for one in left if not one.marks & best.marks]
    return chosen


def _blueprint(picked: Collection[Candidate]) -> Blueprint:
    counts = {kind: sum(one.type == kind for one in picked) for kind in QuestionType}
    size = len(picked)
    return Blueprint(
        name=NAME,
        title="补测",
        types={kind: Slot(count, POINTS_EACH) for kind, count in counts.items() if count},
        areas={},
        largest_share=100,
        bands={},
        minutes=MINUTES_EACH * size,
        pass_points=size * POINTS_EACH * PASS_PERCENT // 100,
    )


def unsettled() -> QuerySet[TopUp]:
    """Return the top-ups whose paper is closed and that nothing was drawn from yet."""
    return TopUp.objects.filter(settled_at=None).exclude(attempt__state=AttemptState.OPEN)


def settle_top_ups(*, now: datetime) -> int:
    """Bring certificates up whose top-up was passed, tell those who did not; return how many were looked at."""
    waiting = list(unsettled().values_list("pk", flat=True))
    for top_up in waiting:
        _settle(top_up, now)
    return len(waiting)


@transaction.atomic
def _settle(top_up_id: int, now: datetime) -> None:
    top_up = TopUp.objects.select_for_update().get(pk=top_up_id)
    if top_up.settled_at is not None:
        return
    certificate = locked(top_up.certificate_id)
    found = outcomes(Attempt.objects.filter(pk=top_up.attempt_id, state=AttemptState.HANDED_IN))
    holds = certificate.standing_at(now).status not in {Status.REVOKED, Status.EXPIRED}
    if found and holds:
        if found[0].has_passed:
            details = {"edition": top_up.edition, "attempt": str(top_up.attempt_id)}
            append(certificate, Happening.TOPPED_UP, now=now, actor=certificate.person, details=details)
            tell_topped_up(certificate, now=now)
        else:
            tell_not_enough(certificate, now=now)
    top_up.settled_at = now
    top_up.save(update_fields=["settled_at"])
