"""Rounds, seats and plans, around NOON: the window opens there."""

from datetime import timedelta

import factory

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.bank.domain import QuestionType
from certification.papers.contents import blueprint_content
from certification.papers.domain import Blueprint, Slot
from certification.papers.models import BlueprintVersion
from certification.papers.services import save_blueprint
from certification.rounds.domain import AllowanceCause, Forms, Plan, RoundState
from certification.rounds.models import Round, Seat, SeatPaper
from certification.rounds.services import grant_allowance
from tests.factories import NOON
from tests.factories.bank import TOPICS
from tests.factories.people import UserFactory

OPENS, CLOSES = NOON, NOON + timedelta(hours=2)
BEFORE, DURING, AFTER = NOON - timedelta(hours=1), NOON + timedelta(minutes=5), CLOSES + timedelta(hours=2)


class BlueprintVersionFactory(factory.django.DjangoModelFactory):
    """A blueprint without content: nothing can be drawn by it."""

    class Meta:
        model = BlueprintVersion
        django_get_or_create = ("name", "number")

    name = "round-30"
    number = 1
    title = "测试卷"
    content = factory.Dict({})
    made_at = BEFORE


class RoundFactory(factory.django.DjangoModelFactory):
    """A draft; `published` as if its papers had been drawn."""

    class Meta:
        model = Round

    class Params:
        published = factory.Trait(state=RoundState.PUBLISHED, edition="试 1")

    title = "九月认证"
    blueprint = factory.SubFactory(BlueprintVersionFactory)
    opens_at = OPENS
    closes_at = CLOSES
    minutes = 45
    made_by = factory.SubFactory(UserFactory, manager=True)
    made_at = BEFORE


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    round = factory.SubFactory(RoundFactory)
    trainee = factory.SubFactory(UserFactory)


def plan(blueprint: BlueprintVersion, **fields) -> Plan:
    """A plan for a fixed paper, an hour and a half before closing."""
    return Plan(**{
        "title": "九月认证", "blueprint": blueprint.pk, "opens_at": OPENS, "closes_at": CLOSES, "minutes": 45,
        "forms": Forms.FIXED, **fields,
    })  # fmt: skip


def blueprint_asking(count: int, **fields) -> Blueprint:
    """A blueprint of single choices alone, which the little bank can fill up to forty."""
    return Blueprint(**{
        "name": "round-test", "title": "场次测试卷", "types": {QuestionType.SINGLE: Slot(count, 500)},
        "areas": dict.fromkeys(TOPICS, 1), "largest_share": 100, "bands": {(1, 5): 100}, "minutes": 30,
        "pass_points": 300 * count, **fields,
    })  # fmt: skip


def kept(blueprint: Blueprint) -> BlueprintVersion:
    return save_blueprint(blueprint_content(blueprint), actor=None, now=BEFORE)


def begin(held: Round, person, *, number: int = 1, now=DURING) -> Attempt:
    """Somebody sits down to the paper of their seat."""
    paper = SeatPaper.objects.get(seat__round=held, seat__trainee=person, number=number).paper
    return Attempt.objects.create(
        trainee=person, kind=AttemptKind.EXAM, number=number, round=held, paper=paper, edition=held.edition,
        started_at=now, deadline=now + timedelta(minutes=held.minutes), grace_seconds=held.grace_seconds,
    )  # fmt: skip


def grant(held: Round, person, **fields):
    """More time before the exam, by whoever made the round."""
    return grant_allowance(
        held.pk, person.pk, **{
            "factor_percent": 125, "minutes": 0, "cause": AllowanceCause.ACCOMMODATION, "actor": held.made_by_id,
            "now": BEFORE, **fields,
        },
    )  # fmt: skip
