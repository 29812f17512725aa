"""The rounds of the demonstration: one that is open from the first set-up on, and a draft for later."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from certification.papers.blueprints import CERTIFYING
from certification.papers.contents import blueprint_content
from certification.papers.models import BlueprintVersion
from certification.papers.services import current_blueprint, save_blueprint
from certification.people.models import User
from certification.rounds.domain import AllowanceCause, Forms, Plan, Review
from certification.rounds.models import Round
from certification.rounds.services import grant_allowance, make_round, publish_round, seat_people

OPEN_TITLE: Final = "售后上岗认证（演示）"
DRAFT_TITLE: Final = "季度复评（演示）"
MANAGER, TRAINEE, WITH_MORE_TIME = "C10003", "A20316", "A20358"
OPEN_DAYS: Final = 30
SEED: Final = 20_260_901


@transaction.atomic
def make_demo_rounds(*, now: datetime) -> bool:
    """Make the demo rounds unless they were made before, whatever became of them; say whether they were.

    The people of the demonstration must be there. The open round lets key and explanations be seen after hand-in:
    whoever tries it should not have to wait for its close.

    Raises:
        RefusedError: the bank cannot fill the papers.
    """
    if Round.objects.filter(title=OPEN_TITLE).exists():
        return False
    numbers = (MANAGER, TRAINEE, WITH_MORE_TIME)
    people = {one.staff_number: one.pk for one in User.objects.filter(staff_number__in=numbers)}
    if not BlueprintVersion.objects.filter(name=CERTIFYING.name).exists():
        save_blueprint(blueprint_content(CERTIFYING), actor=None, now=now)
    actor, blueprint = people[MANAGER], current_blueprint(CERTIFYING.name)
    for plan in (_open_plan(blueprint, now), _draft_plan(blueprint, now)):
        held = make_round(plan, actor=actor, now=now)
        seat_people(held.pk, [people[TRAINEE], people[WITH_MORE_TIME]], actor=actor, now=now)
        grant_allowance(
            held.pk, people[WITH_MORE_TIME], factor_percent=125, minutes=0, cause=AllowanceCause.ACCOMMODATION,
            actor=actor, now=now,
        )  # fmt: skip
        if plan.title == OPEN_TITLE:
            publish_round(held.pk, actor=actor, now=now, seed=SEED)
    return True


def _open_plan(blueprint: BlueprintVersion, now: datetime) -> Plan:
    return Plan(
        title=OPEN_TITLE,
        blueprint=blueprint.pk,
        opens_at=now,
        closes_at=now + timedelta(days=OPEN_DAYS),
        minutes=CERTIFYING.minutes,
        attempts_allowed=2,
        review=Review.AFTER_HAND_IN,
    )


def _draft_plan(blueprint: BlueprintVersion, now: datetime) -> Plan:
    day = timezone.localtime(now + timedelta(days=14)).replace(hour=9, minute=30, second=0, microsecond=0)
    return Plan(
        title=DRAFT_TITLE,
        blueprint=blueprint.pk,
        opens_at=day,
        closes_at=day + timedelta(hours=2),
        minutes=CERTIFYING.minutes,
        forms=Forms.PARALLEL,
        form_count=3,
        review=Review.ON_RELEASE,
    )
