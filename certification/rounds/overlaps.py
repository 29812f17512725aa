"""Who has a seat in two rounds whose windows overlap: allowed, but nobody can sit two exams at once."""

from certification.rounds.domain import RoundState
from certification.rounds.models import Round, Seat


def overlapping_seats(held: Round) -> list[Seat]:
    """Return seats in other published rounds, open while `held` is, of those who have a seat here: one query."""
    there = Seat.objects.filter(
        trainee__in=held.seats.values("trainee"),
        round__state=RoundState.PUBLISHED,
        round__opens_at__lt=held.closes_at,
        round__closes_at__gt=held.opens_at,
    )
    seats = there.exclude(round=held).select_related("trainee", "round")
    return list(seats.order_by("trainee__staff_number", "round__opens_at"))
