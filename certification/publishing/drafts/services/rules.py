"""Saving, removing and reverting a rule of the draft: whoever writes says which revision they saw."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from cases import api
from certification.core.journal import record
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User
from certification.publishing.drafts.closing import locked_draft, why_not_change
from certification.publishing.drafts.domain import Change
from certification.publishing.drafts.models import DraftEdition, DraftRule
from certification.publishing.drafts.services.checks import request_check


def save_rule(
    draft_id: uuid.UUID, edit: api.RuleEdit, *, expected_revision: int, actor: User, now: datetime
) -> DraftRule:
    """Write one version of a rule into the draft and have the draft checked anew.

    A rule of the base is changed, one that the base does not have is added; both need no word of the base.

    Args:
        draft_id: the draft.
        edit: where the rule stands and what it says; without `raw` it is removed.
        expected_revision: the revision that the writer saw, 0 for a rule that the draft had not touched.
        actor: who writes.
        now: when.

    Raises:
        RefusedError: `drafts.stale` (somebody saved in between; `editor`, `at`, `revision`, `change` and their `raw`
            as JSON text), `drafts.closed`, `drafts.being-published`.
    """
    change = Change.EDITED if edit.raw is not None else Change.REMOVED
    return _write(draft_id, edit, change, expected=expected_revision, actor=actor, now=now)


def remove_rule(
    draft_id: uuid.UUID, edit: api.RuleEdit, *, expected_revision: int, actor: User, now: datetime
) -> DraftRule:
    """Let the draft do without one version of a rule; `edit` says which, its `raw` is not read.

    Raises:
        RefusedError: as `save_rule`.
    """
    return _write(draft_id, edit, Change.REMOVED, expected=expected_revision, actor=actor, now=now)


def revert_rule(
    draft_id: uuid.UUID, code: str, version: str = "", *, expected_revision: int, actor: User, now: datetime
) -> DraftRule:
    """Take back what the draft does to one version of a rule.

    Raises:
        RefusedError: as `save_rule`; `drafts.untouched` if the draft does nothing to it.
    """
    row = DraftRule.objects.filter(draft_id=draft_id, code=code, version=version).first()
    if row is None:
        raise RefusedError(Refusal("drafts.untouched", {"code": code}))
    edit = api.RuleEdit(row.book, row.topic, code, version, None)
    return _write(draft_id, edit, Change.REVERTED, expected=expected_revision, actor=actor, now=now)


def _write(
    draft_id: uuid.UUID, edit: api.RuleEdit, change: Change, *, expected: int, actor: User, now: datetime
) -> DraftRule:
    with transaction.atomic():
        draft = locked_draft(draft_id)
        insist(why_not_change(draft))
        row = _put(draft, edit, change, expected=expected, actor=actor, now=now)
        details = {"code": edit.code, "version": edit.version, "revision": row.revision}
        verb = f"drafts.rule-{change}"
        record(verb, subject=f"draft:{draft.pk}", actor_id=actor.pk, now=now, details=details)
        request_check(draft, now=now)
    return row


def _put(
    draft: DraftEdition, edit: api.RuleEdit, change: Change, *, expected: int, actor: User, now: datetime
) -> DraftRule:
    raw = as_text(edit.raw) if change is Change.EDITED and edit.raw is not None else ""
    written = {
        "book": edit.book, "topic": edit.topic, "change": change, "raw": raw, "edited_by": actor, "edited_at": now,
    }  # fmt: skip
    mine = DraftRule.objects.filter(draft=draft, code=edit.code, version=edit.version)
    if expected:
        saved = mine.filter(revision=expected).update(**written, revision=F("revision") + 1)
        if not saved:
            raise RefusedError(_stale(draft, edit))
        return mine.get()
    try:
        with transaction.atomic():
            return DraftRule.objects.create(draft=draft, code=edit.code, version=edit.version, **written)
    except IntegrityError:  # somebody wrote it first
        raise RefusedError(_stale(draft, edit)) from None


def _stale(draft: DraftEdition, edit: api.RuleEdit) -> Refusal:
    """Tell what stands in the draft instead of what the writer saw."""
    row = draft.rules.select_related("edited_by").filter(code=edit.code, version=edit.version).first()
    if row is None:
        return Refusal("drafts.untouched", {"code": edit.code})
    return Refusal(
        "drafts.stale",
        {
            "code": row.code,
            "editor": row.edited_by.display_name,
            "at": row.edited_at,
            "revision": row.revision,
            "change": row.change,
            "raw": row.raw,
        },
    )


def as_text(raw: Mapping[str, Any]) -> str:
    """Return a raw rule as JSON text, keys in the order of display."""
    return json.dumps(raw, ensure_ascii=False)
