"""The questions that coverage and impact are about: those of the files, or those of the bank that may be drawn."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from cases import api
from certification.bank.deriving import api_question
from certification.bank.domain import Content
from certification.bank.files import BankFiles
from certification.bank.models import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under its code; `version` is that of the bank, None where the question comes from a file."""

    code: str
    content: Content
    version: uuid.UUID | None = None

    @property
    def question(self) -> api.Question:
        """Return the question as the adjudicator takes it."""
        return api_question(self.content)


def asked_in_files(files: BankFiles) -> tuple[Asked, ...]:
    """Return the items of the files, by code."""
    return tuple(Asked(item.id, item.content) for item in files.items)


def asked_in_bank() -> tuple[Asked, ...]:
    """Return the questions of the bank in the version that may be drawn, by code: one query.

    Those that somebody typed are left out: no rule decides them, so none tests or changes them.
    """
    rows = Question.objects.filter(current__isnull=False).select_related("current").order_by("code")
    found = (Asked(row.code, row.current.read, row.current.pk) for row in rows if row.current)
    return tuple(one for one in found if one.content.typed is None)


def api_questions(asked: Iterable[Asked]) -> dict[str, api.Question]:
    """Return the questions by code as the adjudicator takes them; drills are no such questions."""
    return {one.code: one.question for one in asked if one.content.script is None}
