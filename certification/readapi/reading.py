"""The rows behind the read API, as the schemas want them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.competency.reading import AreaStanding, matrix
from certification.credentials.models import Certificate
from certification.grading.reading import Total, totals
from certification.people.models import User

HUNDREDTHS: Final = 100
_KINDS: Final = (AttemptKind.EXAM, AttemptKind.MOCK)


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a list are asked for."""

    offset: int
    limit: int

    def cut(self, rows: QuerySet[Any]) -> tuple[list[Any], int | None]:
        """Return these rows, and where the next page begins."""
        found = list(rows[self.offset : self.offset + self.limit + 1])
        more = len(found) > self.limit
        return found[: self.limit], self.offset + self.limit if more else None


def people(staff_number: str, cohort: str) -> QuerySet[User]:
    """Return whom is asked about: one person, a cohort, or everybody; no duplicates that were merged."""
    found = User.objects.standing_alone().order_by("staff_number")
    if staff_number:
        found = found.filter(staff_number__iexact=staff_number)
    return found.filter(cohort__name=cohort) if cohort else found


def results(found: QuerySet[User], since: datetime | None, window: Window) -> tuple[list[dict[str, Any]], int | None]:
    """Return handed-in exams and mocks of these people, oldest first."""
    whose = found.order_by().values("pk")
    rows = Attempt.objects.filter(trainee__in=whose, kind__in=_KINDS, state=AttemptState.HANDED_IN)
    rows = rows.filter(handed_in_at__gt=since) if since else rows
    page, after = window.cut(rows.order_by("handed_in_at", "pk").values_list("pk", flat=True))
    asked = Attempt.objects.filter(pk__in=page).select_related("round", "trainee").order_by("handed_in_at", "pk")
    return [_result(one) for one in totals(asked)], after


def _result(one: Total) -> dict[str, Any]:
    sat = one.attempt
    title = sat.round.title if sat.round else None
    return {
        "attempt": sat.pk, "staff_number": sat.trainee.staff_number, "kind": sat.kind, "round": title,
        "edition": sat.edition, "started_at": sat.started_at, "handed_in_at": sat.handed_in_at,
        "points": one.points / HUNDREDTHS, "out_of": one.out_of / HUNDREDTHS,
        "pass_points": one.pass_points / HUNDREDTHS, "passed": one.has_passed, "passed_at_hand_in": one.had_passed,
    }  # fmt: skip


def mastery(found: QuerySet[User], window: Window, now: datetime) -> tuple[list[dict[str, Any]], int | None]:
    """Return the standing of people in every area, by staff number."""
    page, after = window.cut(found)
    held = matrix([person.pk for person in page], now=now)
    return [
        {"staff_number": person.staff_number, "areas": [_area(one) for one in held[person.pk]]} for person in page
    ], after


def _area(one: AreaStanding) -> dict[str, Any]:
    tally = one.tally
    low, high = tally.interval if tally else (None, None)
    return {
        "area": one.code, "name": one.name, "level": one.level, "mean": tally.mean if tally else None, "low": low,
        "high": high, "observations": tally.count if tally else 0, "last_at": tally.last_at if tally else None,
    }  # fmt: skip


def certificates(found: QuerySet[User], window: Window, now: datetime) -> tuple[list[dict[str, Any]], int | None]:
    """Return certificates of these people, oldest first. Whose one is today its attempt says: accounts are merged."""
    rows = Certificate.objects.filter(attempt__trainee__in=found.order_by().values("pk"))
    page, after = window.cut(rows.told().select_related("attempt__trainee").order_by("issued_at", "pk"))
    return [_certificate(one, now) for one in page], after


def _certificate(one: Certificate, now: datetime) -> dict[str, Any]:
    status = one.standing_at(now).status
    return {
        "number": one.number, "staff_number": one.attempt.trainee.staff_number, "title": one.title,
        "issued_at": one.issued_at, "valid_until": one.valid_until, "status": status, "holds": status.holds,
        "points": one.points / HUNDREDTHS, "out_of": one.out_of / HUNDREDTHS,
    }  # fmt: skip
