"""What an applied regrade did to whom: read from the ledger, each new line beside the one it replaced."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from certification.grading.domain import points_text
from certification.grading.models import Mark, Regrade
from certification.people.models import User


@dataclass(frozen=True, slots=True)
class ChangedMark:
    """One mark that a regrade changed."""

    who: str
    number: int
    position: int
    before: str
    after: str
    out_of: str


def changes_of(regrade: Regrade) -> list[ChangedMark]:
    """Return the marks of a regrade by line of the ledger: two queries."""
    earlier = Mark.objects.filter(
        attempt=OuterRef("attempt"), position=OuterRef("position"), number__lt=OuterRef("number")
    ).order_by("-number")
    marks = list(regrade.marks.annotate(before=Subquery(earlier.values("points")[:1])).order_by("number"))
    people = User.objects.in_bulk({mark.person for mark in marks})
    return [
        ChangedMark(
            who=people[mark.person].display_name if mark.person in people else "—",
            number=mark.number,
            position=mark.position,
            before=points_text(getattr(mark, "before", 0) or 0),
            after=points_text(mark.points),
            out_of=points_text(mark.out_of),
        )
        for mark in marks
    ]
