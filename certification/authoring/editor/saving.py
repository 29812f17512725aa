"""Saving what the form sent, and what its last buttons do."""

from datetime import datetime
from typing import Final

from django.db import transaction

from cases import api
from certification.authoring.editor.reading import Posted
from certification.bank.models import Question
from certification.bank.workflow.domain import DraftState
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import (
    discard_draft,
    edit_question,
    publish_draft,
    recall_draft,
    save_draft,
    submit_draft,
)
from certification.people.models import User

#: A draft that was just opened has this revision.
_FIRST: Final = 1


def save(question: Question, posted: Posted, *, actor: User, now: datetime) -> QuestionDraft:
    """Write what was sent into the open draft; where the page began without one, open it first.

    Raises:
        StaleDraftError: somebody wrote it meanwhile.
        RefusedError: it lies with a reviewer, or the actor keeps no questions.
    """
    draft = edit_question(question.pk, actor=actor, now=now)
    expected = posted.revision or _FIRST
    return save_draft(draft.pk, posted.write, expected_revision=expected, actor=actor, now=now)


@transaction.atomic
def publish(draft: QuestionDraft, edition: api.Edition, *, actor: User, now: datetime) -> None:
    """Publish without a second pair of eyes, where the house allows it: sent to review and passed at once.

    Raises:
        RefusedError: somebody else has to review it, or the gate has findings; the draft stays with its author.
    """
    if draft.state == DraftState.DRAFT:
        submit_draft(draft.pk, actor=actor, now=now)
    publish_draft(draft.pk, edition=edition, actor=actor, now=now)


__all__ = ["discard_draft", "publish", "recall_draft", "save", "submit_draft"]
