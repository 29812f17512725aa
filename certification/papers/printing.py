"""Papers written for printing: outside any round, to be sat on paper."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from certification.core import journal
from certification.papers.models import Paper
from certification.papers.services import DrawnPaper, write_papers

PRINTED = "print"
MOST_LISTED = 40


@transaction.atomic
def write_for_print(drawn: Sequence[DrawnPaper], *, actor: uuid.UUID, now: datetime) -> list[Paper]:
    """Write drawn papers that will be sat on paper, and say so in the journal."""
    for one in drawn:
        one.paper.report = {**one.paper.report, "for": PRINTED}
    papers = write_papers(drawn)
    for paper in papers:
        journal.record(
            "paper.written", subject=f"paper:{paper.pk}", actor_id=actor, now=now,
            details={"blueprint": paper.blueprint, "seed": paper.seed, "form": paper.form},
        )  # fmt: skip
    return papers


def printed_papers(blueprint: str) -> QuerySet[Paper]:
    """Return the papers that were written for printing by any version of a blueprint, the newest first."""
    found = Paper.objects.filter(blueprint_version__name=blueprint, report__for=PRINTED)
    return found.select_related("blueprint_version").order_by("-drawn_at", "form")[:MOST_LISTED]
