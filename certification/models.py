"""The models of every slice, so that Django finds them under the one app label."""

from certification.attempts.models import (
    Attempt,
    FocusEvent,
    Heartbeat,
    LateDecision,
    LateResponse,
    Outage,
    Presence,
    Response,
    Step,
)
from certification.bank.models import Derivation, Question, QuestionVersion, VersionStatistic, Withdrawal
from certification.core.journal import JournalEntry
from certification.grading.models import Appeal, Mark, Regrade
from certification.papers.models import BlueprintVersion, Paper, PaperQuestion
from certification.people.models import Cohort, Notice, User
from certification.rounds.models import AllowanceGrant, Announcement, Round, RoundForm, Seat, SeatPaper

__all__ = [
    "AllowanceGrant",
    "Announcement",
    "Appeal",
    "Attempt",
    "BlueprintVersion",
    "Cohort",
    "Derivation",
    "FocusEvent",
    "Heartbeat",
    "JournalEntry",
    "LateDecision",
    "LateResponse",
    "Mark",
    "Notice",
    "Outage",
    "Paper",
    "PaperQuestion",
    "Presence",
    "Question",
    "QuestionVersion",
    "Regrade",
    "Response",
    "Round",
    "RoundForm",
    "Seat",
    "SeatPaper",
    "Step",
    "User",
    "VersionStatistic",
    "Withdrawal",
]
