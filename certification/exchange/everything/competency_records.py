"""What people were given to do and what they said themselves about what they can, as records of the export."""

from collections.abc import Iterator
from typing import Any

from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.areas.models import AreaRevision
from certification.competency.assignments.models import Assignment
from certification.competency.models import CompetencyArea, Guess, ReviewChoice
from certification.exchange.everything.paging import paged, values_of

Record = dict[str, Any]


def assignment_records(*, with_names: bool) -> Iterator[Record]:
    """Yield each assignment with who got it; the note, free text, only where names are asked for."""
    for one in paged(Assignment.objects.prefetch_related("assignees")):
        told = {
            **values_of(
                one, "id", "kind", "target", "target_name", "size", "note", "cohort", "given_by", "given_at", "due_at",
                "withdrawn_at", "withdrawn_by",
            ),
            "assignees": [values_of(each, "person", "read_at") for each in one.assignees.all()],
        }  # fmt: skip
        yield told if with_names else {**told, "note": None}


def adaptive_records() -> Iterator[Record]:
    """Yield each run of adaptive practice with what was asked; the answers are in the attempts."""
    for one in paged(AdaptiveRun.objects.prefetch_related("steps")):
        yield {
            **values_of(one, "id", "person", "area", "started_at", "ended_at", "ending", "ability", "error", "count"),
            "steps": [
                values_of(each, "number", "attempt", "version", "area", "a", "b", "is_calibrated")
                for each in one.steps.all()
            ],
        }


def guess_records() -> Iterator[Record]:
    """Yield each right answer that its writer calls guessed."""
    for one in paged(Guess.objects.all()):
        yield values_of(one, "attempt", "position", "at")


def choice_records() -> Iterator[Record]:
    """Yield each rule that somebody keeps in their 错题本, or took out, by hand."""
    for one in paged(ReviewChoice.objects.all()):
        yield values_of(one, "person", "rule", "choice", "at")


def area_records() -> Iterator[Record]:
    """Yield each competency area that a trainer decided on; none while the shipped areas hold."""
    for one in paged(CompetencyArea.objects.all()):
        yield values_of(one, "code", "name", "position", "topics", "patterns")


def area_change_records(*, with_names: bool) -> Iterator[Record]:
    """Yield each change of the areas; the note, free text, only where names are asked for."""
    for one in paged(AreaRevision.objects.all()):
        told = values_of(one, "areas", "note", "actor", "at")
        yield told if with_names else {**told, "note": None}
