"""The models of every slice, so that Django finds them under the one app label."""

from certification.core.journal import JournalEntry
from certification.people.models import Cohort, User

__all__ = ["Cohort", "JournalEntry", "User"]
