"""Certificates of the demonstration: an exam some weeks ago, who passed it, and what became of their certificates."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from certification.attempts.starting import start_exam
from certification.core.refusals import RefusedError
from certification.credentials.domain import RevokeReason
from certification.credentials.eligibility import waiting_for
from certification.credentials.following import issue_due
from certification.credentials.models import Certificate, Programme
from certification.credentials.services import issue_all, revoke_certificate
from certification.management.demo_sitting import answer_and_hand_in
from certification.papers.blueprints import MOCK
from certification.papers.contents import blueprint_content
from certification.papers.models import BlueprintVersion
from certification.papers.services import current_blueprint, save_blueprint
from certification.people.models import User
from certification.rounds.domain import Forms, Plan, Review
from certification.rounds.models import Round, Seat
from certification.rounds.services import make_round, publish_round, seat_people

PROGRAMME: Final = "售后服务专员（演示）"
SHORT_PROGRAMME: Final = "大促值班资格（演示）"
ISSUER: Final = "明远电商客服学院"
TITLE: Final = "售后服务专员认证（演示）"
AGO: Final = timedelta(days=36)
SEED: Final = 20_261_018
#: So many demo people sit the exam beside those who can sign in.
MOST_PEOPLE: Final = 24
#: How sure the prepared are of an answer, and every how many-th came unprepared.
_SURE, _UNPREPARED = 0.94, 4
#: How many of the short programme were certified; the others wait for the manager.
_ISSUED: Final = 9


class _Prepared:
    """Somebody who knows an answer with a fixed chance."""

    def __init__(self, sure: float) -> None:
        self.sure = sure

    def answers(self, *, topic: str, grade: int, week: float, key: str, letters: str, draw: random.Random) -> str:
        """Return the key, or the first letter that is not in it."""
        del topic, grade, week
        if draw.random() < self.sure:
            return key
        return next((letter for letter in letters if letter not in key), key[:1])


def make_demo_certificates(*, now: datetime) -> int:
    """Let the demo people sit an exam of some weeks ago and certify who passed; return how many certificates.

    Done once: where the programme is there already, and where nobody manages or sits, nothing happens.
    """
    manager = User.objects.filter(is_manager=True, is_active=True).order_by("staff_number").first()
    people = _people()
    if manager is None or not people or Programme.objects.filter(name=PROGRAMME).exists():
        return 0
    opened = timezone.localtime(now - AGO).replace(hour=9, minute=30, second=0, microsecond=0)
    try:
        with transaction.atomic():  # the sweeper, whose clock is of today, must not meet it half done
            held = _sat_round(people, manager, opened)
            return _certify(held, manager, now=now)
    except RefusedError:  # the bank cannot fill the paper: everything else of the demonstration stands without it
        return 0


def _people() -> Sequence[User]:
    """Return those who can sign in first, and some of the simulated."""
    trainees = User.objects.filter(is_trainee=True, is_active=True)
    own = list(trainees.filter(staff_number="A20316"))
    return [*own, *trainees.filter(staff_number__startswith="demo-").order_by("staff_number")[:MOST_PEOPLE]]


def _sat_round(people: Sequence[User], manager: User, opened: datetime) -> Round:
    if not BlueprintVersion.objects.filter(name=MOCK.name).exists():
        save_blueprint(blueprint_content(MOCK), actor=None, now=opened)
    plan = Plan(
        title=TITLE, blueprint=current_blueprint(MOCK.name).pk, opens_at=opened, closes_at=opened + timedelta(hours=2),
        minutes=MOCK.minutes, forms=Forms.FIXED, review=Review.AFTER_CLOSE,
    )  # fmt: skip
    before = opened - timedelta(days=7)
    held = make_round(plan, actor=manager.pk, now=before)
    seat_people(held.pk, [one.pk for one in people], actor=manager.pk, now=before)
    held = publish_round(held.pk, actor=manager.pk, now=before, seed=SEED)
    seats = dict(Seat.objects.filter(round=held).values_list("trainee", "pk"))
    for number, person in enumerate(people):
        draw = random.Random(SEED + number)  # noqa: S311  # a simulation, not a secret
        attempt = start_exam(seats[person.pk], trainee_id=person.pk, now=opened + timedelta(seconds=7 * number))
        sure = _SURE / 2 if number % _UNPREPARED == _UNPREPARED - 1 else _SURE
        answer_and_hand_in(attempt, _Prepared(sure), week=0, draw=draw)
    return held


def _certify(held: Round, manager: User, *, now: datetime) -> int:
    """One programme that issues by itself and holds for a year; one by hand for a month, which is over by now."""
    at = held.closes_at
    made = {"issuer": ISSUER, "made_by": manager.pk, "made_at": at}
    programme = Programme.objects.create(name=PROGRAMME, is_automatic=True, months=12, within_days=180, **made)
    short = Programme.objects.create(name=SHORT_PROGRAMME, months=1, areas=["returns", "freight"], **made)
    for one in (programme, short):
        one.rounds.add(held)
    issue_due(programme, None, now=at)
    chosen = [one.attempt.pk for one in waiting_for(short, now=at)][:_ISSUED]
    issue_all(short, chosen, actor=manager.pk, now=at)
    Programme.objects.filter(pk=programme.pk).update(is_caught_up=True)
    last = Certificate.objects.filter(programme=programme).exclude(attempt__trainee__staff_number="A20316").last()
    if last is not None:
        reason = RevokeReason.ISSUED_IN_ERROR
        revoke_certificate(last.pk, reason=reason, actor=manager.pk, now=now - timedelta(days=2))
    return Certificate.objects.filter(programme__in=(programme, short)).count()
