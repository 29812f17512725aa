"""Asking for a check-up: one run per edition at a time, put in the queue once."""

import uuid
from datetime import datetime

from django.db import transaction

from cases import api
from certification.core.journal import record
from certification.publishing.checkup.jobs import check_up


@transaction.atomic
def request_checkup(edition: str, *, actor_id: uuid.UUID | None, now: datetime) -> api.Verification:
    """Return the run over `edition` that is open, starting one if none is.

    Args:
        edition: the edition's id.
        actor_id: who asks, None for the program itself.
        now: when.
    """
    run, to_queue = api.request_verification(edition, by=actor_id, now=now)
    if to_queue:
        check_up.enqueue(str(run.id))
        record("checkup.requested", subject=f"verification:{run.id}", actor_id=actor_id, now=now)
    return run


def request_first_checkup(*, now: datetime) -> bool:
    """Ask for a check-up of the edition in force if it never had one; return whether it was asked for."""
    edition = api.current_edition_id()
    if api.latest_verification(edition, now=now) is not None:
        return False
    request_checkup(edition, actor_id=None, now=now)
    return True
