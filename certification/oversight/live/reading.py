"""The room as it is now: everybody with a seat in a round, in two queries however many there are."""

import uuid
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt, FocusEvent, LateResponse, Response
from certification.drills.models import LateTurn
from certification.oversight.live.domain import Person, Sitting
from certification.rounds.domain import WHOLE_PERCENT
from certification.rounds.models import Round

#: The columns of `Sitting`, in its order.
_COLUMNS = (
    "pk", "trainee", "is_running", "started_at", "deadline", "handed_in_at", "closed_by", "credit_seconds",
    "paper__size", "answered", "presence__seen_at", "last_position", "saved_at", "absences", "absent_seconds",
    "late_waiting",
)  # fmt: skip


def people_in(held: Round, *, seat_id: uuid.UUID | None = None) -> list[Person]:
    """Return everybody with a seat, or the one who has this seat: two queries."""
    found: dict[uuid.UUID, list[Sitting]] = {}
    for sitting in _sittings(held, seat_id):
        found.setdefault(sitting.person, []).append(sitting)
    granted = held.allowances.filter(person=OuterRef("trainee")).order_by().values("person")
    seats = held.seats.filter(pk=seat_id) if seat_id else held.seats.all()
    rows = seats.annotate(
        minutes=Coalesce(Subquery(granted.annotate(figure=Sum("minutes")).values("figure")), 0),
        factor=Coalesce(Subquery(granted.annotate(figure=Max("factor_percent")).values("figure")), WHOLE_PERCENT),
    ).values_list(
        *("pk", "trainee", "trainee__display_name", "trainee__staff_number", "trainee__cohort__name"),
        *("checked_in_at", "minutes", "factor"),
    )
    return [
        Person(seat, person, name, number, cohort or "", came, minutes, factor, tuple(found.get(person, ())))
        for seat, person, name, number, cohort, came, minutes, factor in rows
    ]


def attempts_of(held: Round) -> QuerySet[Attempt]:
    """Return the attempts of a round that were not voided."""
    return held.attempts.exclude(state=AttemptState.VOID)


def _sittings(held: Round, seat_id: uuid.UUID | None) -> list[Sitting]:
    attempts = attempts_of(held)
    if seat_id:
        attempts = attempts.filter(trainee__in=held.seats.filter(pk=seat_id).values("trainee"))
    own = {"attempt": OuterRef("pk")}
    later = Response.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position"), answer__isnull=False, pk__gt=OuterRef("pk")
    )
    answers = Response.objects.filter(~Exists(later), **own, answer__isnull=False).exclude(answer="")
    focus = FocusEvent.objects.filter(**own)
    rows = attempts.annotate(
        is_running=Q(state=AttemptState.OPEN),
        last_position=Coalesce("presence__position", 0),
        answered=_number(answers, Count("pk")),
        saved_at=Subquery(_of_each(Response.objects.filter(**own), Max("received_at"))),
        absences=_number(focus, Count("pk")),
        absent_seconds=_number(focus, Sum("seconds")),
        late_waiting=_number(LateResponse.objects.filter(**own, decision=None), Count("pk"))
        + Coalesce(Subquery(_replies_waiting(), output_field=IntegerField()), 0),
    ).order_by("number")
    return [Sitting(*row) for row in rows.values_list(*_COLUMNS)]


def _replies_waiting() -> Any:
    """Return how many late replies in drills of an attempt nobody has decided about."""
    rows = LateTurn.objects.filter(run__attempt=OuterRef("pk"), decision=None).order_by()
    return rows.values("run__attempt").annotate(figure=Count("pk")).values("figure")


def _of_each(rows: QuerySet[Any], figure: Count | Max | Sum) -> Any:
    return rows.order_by().values("attempt").annotate(figure=figure).values("figure")


def _number(rows: QuerySet[Any], figure: Count | Sum) -> Coalesce:
    return Coalesce(Subquery(_of_each(rows, figure), output_field=IntegerField()), 0)
