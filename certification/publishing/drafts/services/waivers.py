"""Accepting a finding of the check with a reason, and taking that back."""

import uuid
from datetime import datetime

from django.db import transaction

from certification.core.journal import record
from certification.core.refusals import Refusal, insist
from certification.people.models import User
from certification.publishing.drafts.closing import locked_draft, why_not_change
from certification.publishing.drafts.content import build_beforehand, edited_of
from certification.publishing.drafts.domain import Waived
from certification.publishing.drafts.findings import Standing, gap_condition, platform_of
from certification.publishing.drafts.models import FindingWaiver
from certification.publishing.drafts.reading import read_check

LONGEST_REASON = 300


def waive_finding(
    draft_id: uuid.UUID, finding: str, *, reason: str, whole_issue: bool = False, actor: User, now: datetime
) -> FindingWaiver:
    """Accept one finding of the draft's check and say why.

    Args:
        draft_id: the draft.
        finding: the finding's key.
        reason: why it may stay; a gap's reason is published with the edition.
        whole_issue: for a gap: mean the issue on that platform as a whole, not just cases like the one shown.
        actor: who accepts it.
        now: when.

    Raises:
        RefusedError: the draft is closed; there is no such finding (any more); it is a conflict; no reason is given.
    """
    build_beforehand(draft_id)
    with transaction.atomic():
        draft = locked_draft(draft_id)
        insist(why_not_change(draft))
        found = {one.key: one for one in read_check(draft, now=now).standing or ()}.get(finding)
        insist(_why_not_waive(found, reason))
        edition = edited_of(draft).edition
        assert found is not None
        assert found.kind is not None
        assert edition is not None
        is_gap = found.kind is Waived.GAP
        row, _is_new = FindingWaiver.objects.update_or_create(
            draft=draft,
            finding=finding,
            defaults={
                "kind": found.kind,
                "issue": found.finding.issue,
                "platform": platform_of(found.finding) if is_gap else "",
                "when": gap_condition(found.finding, edition) if is_gap and not whole_issue else "",
                "text": found.finding.text,
                "reason": reason.strip(),
                "by": actor,
                "at": now,
            },
        )
        details = {"kind": str(found.kind), "finding": finding[:12]}
        record("drafts.finding-waived", subject=f"draft:{draft.pk}", actor_id=actor.pk, now=now, details=details)
    return row


def _why_not_waive(found: Standing | None, reason: str) -> Refusal | None:
    if found is None:
        return Refusal("drafts.finding-gone")
    if found.kind is None:
        return Refusal("drafts.conflict-stays")
    if not reason.strip():
        return Refusal("drafts.reason-missing")
    if len(reason.strip()) > LONGEST_REASON:
        return Refusal("drafts.reason-too-long", {"most": LONGEST_REASON})
    return None


@transaction.atomic
def take_back_waiver(draft_id: uuid.UUID, waiver_id: int, *, actor: User, now: datetime) -> None:
    """Hold a finding against the draft again; one that was taken back already is no error.

    Raises:
        RefusedError: the draft is closed.
    """
    draft = locked_draft(draft_id)
    insist(why_not_change(draft))
    gone, _rows = FindingWaiver.objects.filter(draft=draft, pk=waiver_id).delete()
    if gone:
        record("drafts.waiver-taken-back", subject=f"draft:{draft.pk}", actor_id=actor.pk, now=now)
