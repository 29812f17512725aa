"""How long people have in a round: what was granted to whom."""

import uuid
from datetime import timedelta

from certification.rounds.domain import Allowance, allowed_time
from certification.rounds.models import Round


def allowances_of(held: Round) -> dict[uuid.UUID, list[Allowance]]:
    """Return what was granted in a round, by person: one query."""
    found: dict[uuid.UUID, list[Allowance]] = {}
    for person, factor, minutes in held.allowances.values_list("person", "factor_percent", "minutes"):
        found.setdefault(person, []).append(Allowance(factor, minutes))
    return found


def allowed_time_of(held: Round, person_id: uuid.UUID) -> timedelta:
    """Return how long somebody has in a round: one query."""
    granted = held.allowances.filter(person=person_id).values_list("factor_percent", "minutes")
    return allowed_time(held.minutes, [Allowance(factor, minutes) for factor, minutes in granted])
