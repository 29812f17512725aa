"""Drills as records of the export: the talk as it came, what was recognised in it, and who read it again."""

from collections.abc import Iterator
from typing import Any

from certification.drills.models import DrillReview, DrillRun, LateTurn
from certification.exchange.everything.paging import paged, values_of

Record = dict[str, Any]
_FEW = 25


def drill_records(*, with_names: bool) -> Iterator[Record]:
    """Yield each drill with its turns; what people wrote to each other about it only where names are asked for."""
    for one in paged(DrillRun.objects.prefetch_related("turns", "lookups", "late_turns__decision", "reviews"), _FEW):
        yield {
            **values_of(
                one, "id", "person", "version", "edition", "attempt", "position", "seed", "started_at", "ended_at",
                "ended_by", "hints", "replayed_from", "replayed_turn", "wording",
            ),
            "turns": [
                values_of(
                    each, "number", "client", "sequence", "text", "received_at", "seconds", "hearing", "recogniser",
                    "is_quick",
                )
                for each in sorted(one.turns.all(), key=lambda each: each.number)
            ],
            "lookups": [values_of(each, "name", "after_turn", "at") for each in one.lookups.all()],
            "late_turns": [_late(each) for each in one.late_turns.all()],
            "reviews": [_review(each, with_names=with_names) for each in one.reviews.all()],
        }  # fmt: skip


def _late(one: LateTurn) -> Record:
    decision = getattr(one, "decision", None)
    return {
        **values_of(one, "client", "sequence", "text", "seen", "answered_at", "received_at"),
        "decision": values_of(decision, "is_accepted", "is_counted", "decided_by", "decided_at") if decision else None,
    }


def _review(one: DrillReview, *, with_names: bool) -> Record:
    told = values_of(
        one, "id", "reason", "asked", "text", "opened_at", "opened_by", "corrections", "answer", "answered_at",
        "answered_by",
    )  # fmt: skip
    return told if with_names else {**told, "text": None, "answer": None}
