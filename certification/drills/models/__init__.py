"""Talks that people had: runs, their turns, what was looked up, what a person corrected; and quick replies."""

from certification.drills.models.late import LateTurn, LateTurnDecision
from certification.drills.models.phrases import QuickReply
from certification.drills.models.reading import LONGEST_TEXT, DrillReview, DrillReviewQuerySet, Reason
from certification.drills.models.talking import (
    LONGEST_REPLY,
    DrillLookup,
    DrillRun,
    DrillRunQuerySet,
    DrillTurn,
    EndedBy,
)

__all__ = [
    "LONGEST_REPLY",
    "LONGEST_TEXT",
    "DrillLookup",
    "DrillReview",
    "DrillReviewQuerySet",
    "DrillRun",
    "DrillRunQuerySet",
    "DrillTurn",
    "EndedBy",
    "LateTurn",
    "LateTurnDecision",
    "QuickReply",
    "Reason",
]
