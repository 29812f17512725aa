"""Certification programmes and certificates as records of the export."""

from collections.abc import Iterator
from typing import Any

from certification.credentials.models import Certificate, Programme
from certification.exchange.everything.paging import json_value, paged, values_of

Record = dict[str, Any]


def programme_records() -> Iterator[Record]:
    """Yield each programme with the rounds that count beside those of its blueprints."""
    for one in paged(Programme.objects.prefetch_related("rounds")):
        yield {
            **values_of(
                one, "id", "name", "issuer", "months", "blueprints", "every_paper", "drills", "areas", "books",
                "ends_on_change", "grace_days", "within_days", "is_automatic", "is_open", "made_by", "made_at",
            ),
            "rounds": sorted(str(each.pk) for each in one.rounds.all()),
        }  # fmt: skip


def certificate_records() -> Iterator[Record]:
    """Yield each certificate with all that happened to it, its top-ups, and what its holder lets others see."""
    whole = Certificate.objects.select_related("disclosure", "slot").prefetch_related("further", "events", "top_ups")
    for one in paged(whole):
        disclosure, slot = getattr(one, "disclosure", None), getattr(one, "slot", None)
        yield {
            **values_of(
                one, "id", "number", "person", "programme", "attempt", "title", "issuer", "edition", "points",
                "out_of", "areas", "books", "ends_on_change", "grace_days", "issued_at", "valid_until", "issued_by",
            ),
            "further": [json_value(each.attempt_id) for each in one.further.all()],
            "events": [
                values_of(each, "number", "kind", "at", "actor", "reason", "details") for each in one.events.all()
            ],
            "top_ups": [
                values_of(each, "attempt", "edition", "rules", "begun_at", "settled_at") for each in one.top_ups.all()
            ],
            "shown": values_of(disclosure, "name", "marks", "changed_at") if disclosure else None,
            "status": {"list": json_value(slot.list), "index": json_value(slot.index)} if slot else None,
        }  # fmt: skip
