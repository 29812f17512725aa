"""Send a draft to review, take it back, send it back, and talk about its places."""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.bank.workflow.domain import OPEN_STATES, WHOLE, DraftState, why_not, why_not_comment
from certification.bank.workflow.models import DraftComment, QuestionDraft
from certification.bank.workflow.permissions import why_not_author
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User
from certification.people.notices import NewNotice, Text, send_notices

KIND: Final = "question"


def review_link(draft: QuestionDraft) -> str:
    """Return the path of the page on which a draft is reviewed."""
    return reverse("authoring:question-review", args=[draft.question_id])


@transaction.atomic
def submit_draft(draft_id: uuid.UUID, *, actor: User, now: datetime) -> QuestionDraft:
    """Send a draft to review and tell everybody who may review it. It may be unfinished: the reviewer sees what lacks.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        RefusedError: it waits already or is history, or the actor keeps no questions.
    """
    draft = _locked(draft_id, actor, DraftState.IN_REVIEW)
    draft.state, draft.submitted_at = DraftState.IN_REVIEW, now
    draft.save(update_fields=["state", "submitted_at"])
    others = User.objects.filter(is_active=True, is_trainer=True).exclude(pk=actor.pk).values_list("pk", flat=True)
    named = {"code": draft.question.code, "who": actor.display_name}
    link = review_link(draft)
    told = [NewNotice(one, lambda: _("%(code)s 待复核：%(who)s 送来一份草稿。") % named, link) for one in others]
    send_notices(told, kind=KIND, now=now)
    _note("question.submitted", draft, actor, now)
    return draft


@transaction.atomic
def recall_draft(draft_id: uuid.UUID, *, actor: User, now: datetime) -> QuestionDraft:
    """Take a draft back from review to write on.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        RefusedError: it is not in review any more, or the actor keeps no questions.
    """
    draft = _locked(draft_id, actor, DraftState.DRAFT)
    draft.state = DraftState.DRAFT
    draft.save(update_fields=["state"])
    _note("question.recalled", draft, actor, now)
    return draft


@transaction.atomic
def return_draft(draft_id: uuid.UUID, *, comment: str, actor: User, now: datetime) -> QuestionDraft:
    """Send a draft back with a reason, which stands among its comments, and tell its authors.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        RefusedError: no reason is given, it is not in review any more, or the actor keeps no questions.
    """
    draft = _locked(draft_id, actor, DraftState.DRAFT)
    if not comment.strip():
        raise RefusedError(Refusal("workflow.reason-missing"))
    _write_comment(draft, WHOLE, comment, actor, now)
    draft.state, draft.reviewer, draft.reviewed_at = DraftState.DRAFT, actor, now
    draft.save(update_fields=["state", "reviewer", "reviewed_at"])
    named = {"code": draft.question.code, "why": comment.strip()}
    tell_authors(draft, actor, lambda: _("%(code)s 被退回修改：%(why)s") % named, review_link(draft), now)
    _note("question.returned", draft, actor, now)
    return draft


def tell_authors(draft: QuestionDraft, actor: User, text: Text, link: str, now: datetime) -> None:
    """Tell who opened and who last wrote a draft what became of it, unless it was their own doing."""
    people = dict.fromkeys(one for one in (draft.author_id, draft.updated_by_id) if one != actor.pk)
    send_notices([NewNotice(one, text, link) for one in people], kind=KIND, now=now)


@transaction.atomic
def comment(draft_id: uuid.UUID, *, place: str, text: str, actor: User, now: datetime) -> DraftComment:
    """Say something of one place of an open draft. The same words at the same place a second time are one comment.

    Raises:
        QuestionDraft.DoesNotExist: there is none.
        RefusedError: no such place, nothing said, the draft is history, or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    draft = QuestionDraft.objects.select_for_update().get(pk=draft_id)
    if draft.state not in OPEN_STATES:
        raise RefusedError(Refusal("workflow.closed"))
    said = draft.comments.filter(place=place, text=text.strip(), author=actor, resolved_at=None).first()
    return said or _write_comment(draft, place, text, actor, now)


def _write_comment(draft: QuestionDraft, place: str, text: str, actor: User, now: datetime) -> DraftComment:
    insist(why_not_comment(place, text))
    return DraftComment.objects.create(draft=draft, place=place, text=text.strip(), author=actor, at=now)


@transaction.atomic
def resolve_comment(comment_id: uuid.UUID, *, actor: User, now: datetime) -> DraftComment:
    """Mark a comment as settled; the first who did stays on record.

    Raises:
        DraftComment.DoesNotExist: there is none.
        RefusedError: the draft is history, or the actor keeps no questions.
    """
    insist(why_not_author(actor))
    found = DraftComment.objects.select_for_update().get(pk=comment_id)
    if not found.draft.is_open:
        raise RefusedError(Refusal("workflow.closed"))
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = now, actor
        found.save(update_fields=["resolved_at", "resolved_by"])
    return found


def _locked(draft_id: uuid.UUID, actor: User, wanted: DraftState) -> QuestionDraft:
    insist(why_not_author(actor))
    draft = QuestionDraft.objects.select_for_update().get(pk=draft_id)
    insist(why_not(draft.state, wanted))
    return draft


def _note(verb: str, draft: QuestionDraft, actor: User, now: datetime) -> None:
    details = {"draft": str(draft.pk), "revision": draft.revision}
    journal.record(verb, subject=f"question:{draft.question_id}", actor_id=actor.pk, now=now, details=details)
