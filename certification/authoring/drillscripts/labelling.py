"""A trainer's correction as a labelled example, in the form of the recogniser's training files."""

from collections.abc import Iterator
from typing import Any

from certification.drills.models import DrillReview
from certification.drills.services import RunView


def labelled_lines(review: DrillReview, view: RunView) -> Iterator[dict[str, Any]]:
    """Yield one example for each reply that was read: `labels` holds only what a person judged.

    `acts` is what the recogniser had found, `recogniser` which one it was; nothing names the trainee.
    """
    before = view.play.opening
    for one in view.turns:
        labels = review.marks.get(one.row.number)
        if labels:
            yield {
                "id": f"{review.pk}-{one.row.number}",
                "buyer": before,
                "reply": one.row.text,
                "labels": {name: bool(said) for name, said in labels.items()},
                "acts": [act.to_json() for act in one.row.heard.acts],
                "abstained": list(one.row.heard.abstained),
                "recogniser": one.row.recogniser,
                "tags": [str(review.reason)],
            }
        before = " ".join(line.text for line in one.turn.lines) or before
