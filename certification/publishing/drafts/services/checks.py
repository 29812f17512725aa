"""Asking for a check of the draft as it stands: one run for each content, put in the queue once."""

from datetime import datetime

from django.db import transaction

from certification.publishing.drafts.checking import check_draft
from certification.publishing.drafts.content import fingerprint_of
from certification.publishing.drafts.domain import LEASE, PATIENCE, RunState
from certification.publishing.drafts.models import DraftCheck, DraftEdition


@transaction.atomic
def request_check(draft: DraftEdition, *, anew: bool = False, now: datetime) -> DraftCheck | None:
    """Return the check of the draft's content, started unless it is done or under way; None if nothing is changed.

    Checks of what the draft held before are superseded: they stop at their next step. One whose process died, or that
    failed, is run anew; with `anew` also one that is done, since the bank may have changed.
    """
    name = fingerprint_of(draft)
    draft.checks.all().open().exclude(fingerprint=name).update(state=RunState.SUPERSEDED, finished_at=now)
    if not draft.rules.all().standing().exists():
        return None
    check, is_new = DraftCheck.objects.get_or_create(draft=draft, fingerprint=name, defaults={"asked_at": now})
    if is_new or _is_to_be_run_anew(check, now) or (anew and check.state == RunState.DONE):
        if not is_new:
            check.state, check.asked_at, check.finished_at, check.error = RunState.WAITING, now, None, ""
            check.started_at = check.beat_at = None
            check.save(update_fields=["state", "asked_at", "started_at", "beat_at", "finished_at", "error"])
        check_draft.enqueue(str(check.pk))
    return check


def _is_to_be_run_anew(check: DraftCheck, now: datetime) -> bool:
    if check.state == RunState.RUNNING:
        return check.beat_at is not None and check.beat_at < now - LEASE
    if check.state == RunState.WAITING:
        return check.asked_at < now - PATIENCE
    return check.state != RunState.DONE
