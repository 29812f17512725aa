"""Who may keep questions: trainers and managers."""

from certification.core.refusals import Refusal
from certification.people.models import User


def may_keep_questions(person: User) -> bool:
    """Say whether a person writes, reviews and retires questions."""
    return person.is_active and (person.is_trainer or person.is_manager)


def why_not_author(person: User) -> Refusal | None:
    """Return why a person may not write or review questions."""
    return None if may_keep_questions(person) else Refusal("workflow.not-an-author")
