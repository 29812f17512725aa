"""The models of every slice, so that Django finds them under the one app label."""

from certification.attempts.models import Attempt, Response
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.core.journal import JournalEntry
from certification.grading.models import Mark
from certification.papers.models import Paper, PaperQuestion
from certification.people.models import Cohort, User

__all__ = [
    "Attempt",
    "Cohort",
    "Derivation",
    "JournalEntry",
    "Mark",
    "Paper",
    "PaperQuestion",
    "Question",
    "QuestionVersion",
    "Response",
    "User",
]
