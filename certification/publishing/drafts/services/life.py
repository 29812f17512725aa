"""Opening a draft, giving it up, and moving it onto the edition in force."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from cases import api
from certification.core.journal import record
from certification.core.refusals import insist
from certification.people.models import User
from certification.publishing.drafts.checking import warm_up
from certification.publishing.drafts.closing import locked_draft, why_not_change
from certification.publishing.drafts.domain import DraftState, RunState
from certification.publishing.drafts.models import DraftEdition


def the_open_draft() -> DraftEdition | None:
    """Return the draft that is open, None if none is."""
    return DraftEdition.objects.filter(state=DraftState.OPEN).first()


def open_draft(*, actor: User, now: datetime) -> DraftEdition:
    """Return the open draft; open one on the edition in force if there is none.

    Raises:
        NoEditionError: no edition is loaded.
    """
    found = the_open_draft()
    if found is not None:
        return found
    base = api.current_edition_id()
    try:
        with transaction.atomic():
            draft = DraftEdition.objects.create(base=base, opened_by=actor, opened_at=now)
            record("drafts.opened", subject=f"draft:{draft.pk}", actor_id=actor.pk, now=now, details={"base": base})
            warm_up.enqueue(base)
            return draft
    except IntegrityError:  # two opened at once: the other's draft serves both
        found = the_open_draft()
        if found is None:
            raise
        return found


def warm_for_open_draft() -> bool:
    """Let the worker's solver learn the base of the open draft; return whether there is one."""
    draft = the_open_draft()
    if draft is not None:
        warm_up.enqueue(draft.base)
    return draft is not None


@transaction.atomic
def discard_draft(draft_id: uuid.UUID, *, actor: User, now: datetime) -> DraftEdition:
    """Give the draft up with all its changes; its rows stay readable.

    Raises:
        RefusedError: it is not open, or is being published.
    """
    draft = locked_draft(draft_id)
    insist(why_not_change(draft))
    draft.state, draft.closed_at = DraftState.DISCARDED, now
    draft.save(update_fields=["state", "closed_at"])
    draft.checks.all().open().update(state=RunState.SUPERSEDED, finished_at=now)
    record("drafts.discarded", subject=f"draft:{draft.pk}", actor_id=actor.pk, now=now)
    return draft


@transaction.atomic
def move_to_current(draft_id: uuid.UUID, *, actor: User, now: datetime) -> DraftEdition:
    """Let the draft change the edition in force instead of an older one; what it does to each rule stays.

    Raises:
        RefusedError: it is not open, or is being published.
    """
    draft = locked_draft(draft_id)
    insist(why_not_change(draft))
    before, draft.base = draft.base, api.current_edition_id()
    if draft.base != before:
        draft.save(update_fields=["base"])
        details = {"from": before, "to": draft.base}
        record("drafts.moved", subject=f"draft:{draft.pk}", actor_id=actor.pk, now=now, details=details)
        warm_up.enqueue(draft.base)
    return draft
