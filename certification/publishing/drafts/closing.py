"""Whether a draft may still be changed: asked by every verb, with the draft locked."""

import uuid

from certification.core.refusals import Refusal, RefusedError
from certification.publishing.drafts.domain import OPEN_RUNS
from certification.publishing.drafts.models import DraftEdition


def locked_draft(draft_id: uuid.UUID) -> DraftEdition:
    """Return the draft, locked inside the caller's transaction.

    Raises:
        RefusedError: there is none.
    """
    draft = DraftEdition.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise RefusedError(Refusal("drafts.closed"))
    return draft


def why_not_change(draft: DraftEdition) -> Refusal | None:
    """Say why a draft cannot be changed: it is closed, or on its way to be published."""
    if not draft.is_open:
        return Refusal("drafts.closed")
    if draft.publications.filter(state__in=OPEN_RUNS).exists():
        return Refusal("drafts.being-published")
    return None
