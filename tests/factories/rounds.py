"""Rounds, seats and plans, around NOON: the window opens there."""

from datetime import timedelta

import factory

from certification.papers.models import BlueprintVersion
from certification.rounds.domain import Forms, Plan, RoundState
from certification.rounds.models import Round, Seat
from tests.factories import NOON
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
