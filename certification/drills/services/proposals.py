"""What a model believes to be in replies that a trainer is to read: asked in the background, kept beside the review."""

import uuid
from typing import Any

from django_tasks import task

from certification.drills.catalogue import label_of
from certification.drills.model import assistant, is_on
from certification.drills.models import DrillReview
from certification.drills.services.playing import Talk, talk_so_far


def ask_for_proposals(review: DrillReview) -> None:
    """Let the worker ask the model about a review, inside the caller's transaction; nothing where there is no model."""
    if is_on():
        propose_in_background.enqueue(str(review.pk))


@task()
def propose_in_background(review: str) -> int:
    """Ask the model what the recogniser left open in a talk. Return how many proposals a trainer will see.

    A review that was answered meanwhile is left as it is.
    """
    row = DrillReview.objects.select_related("run__version").get(pk=uuid.UUID(review))
    found = proposals_for(talk_so_far(row.run))
    return len(found) * DrillReview.objects.filter(pk=row.pk, answered_at=None).update(proposals=found)


def proposals_for(talk: Talk) -> list[dict[str, Any]]:
    """Return a model's proposals for the acts on which the recogniser abstained, each with its turn."""
    found: list[dict[str, Any]] = []
    buyer = talk.play.opening
    for row, turn in zip(talk.turns, talk.play.turns, strict=True):
        acts = [(name, label_of(name)) for name in row.heard.abstained]
        said = assistant().propose(row.text, buyer=buyer, acts=acts)
        found += [{"turn": row.number, **one.to_json()} for one in said]
        buyer = " ".join(line.text for line in turn.lines)
    return found
