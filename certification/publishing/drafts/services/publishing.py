"""Asking for a draft to be published, or for an edition of old to be put in force again."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cases import api
from certification.core.journal import record
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User
from certification.publishing.drafts.closing import locked_draft
from certification.publishing.drafts.content import build_beforehand, fingerprint_of
from certification.publishing.drafts.domain import OPEN_RUNS, PATIENCE, PublicationKind, RunState
from certification.publishing.drafts.gate import why_not_named, why_not_publish
from certification.publishing.drafts.models import DraftEdition, Publication
from certification.publishing.drafts.releasing import publish_edition
from certification.publishing.drafts.runs import give_up_silent


def publish(draft_id: uuid.UUID, *, label: str, why: str, acknowledged: str, actor: User, now: datetime) -> Publication:
    """Have the draft published as an edition of its own; a second click finds the first.

    Args:
        draft_id: the draft.
        label: what people will call the edition.
        why: why it is published; it stands in the list of editions.
        acknowledged: the fingerprint of the content whose impact the publisher has seen and accepts.
        actor: who publishes.
        now: when.

    Raises:
        RefusedError: the gate is shut, no name or reason is given, or the impact seen was that of another content.
    """
    build_beforehand(draft_id)
    with transaction.atomic():
        draft = locked_draft(draft_id)
        under_way = _under_way(draft.base, now)
        if under_way is not None and under_way.draft_id == draft.pk:
            return under_way
        insist(why_not_publish(draft, now=now))
        insist(why_not_named(label.strip(), why.strip()))
        insist(_why_not_acknowledged(draft, acknowledged))
        return _start(
            actor, now, kind=PublicationKind.DRAFT, base=draft.base, draft=draft, fingerprint=acknowledged,
            label=label.strip(), why=why.strip(),
        )  # fmt: skip


@transaction.atomic
def roll_back(to_edition: str, *, label: str, why: str, actor: User, now: datetime) -> Publication:
    """Have the content of an edition of old published again, as an edition of its own.

    Raises:
        RefusedError: there is no such edition, it is in force already, no name or reason is given, or another
            edition is on its way.
    """
    base = api.current_edition_id()
    under_way = _under_way(base, now)
    if under_way is not None and under_way.content_of == to_edition:
        return under_way
    insist(why_not_roll_back(to_edition))
    insist(why_not_named(label.strip(), why.strip()))
    return _start(
        actor, now, kind=PublicationKind.ROLL_BACK, base=base, content_of=to_edition, label=label.strip(),
        why=why.strip(),
    )  # fmt: skip


def why_not_roll_back(to_edition: str) -> Refusal | None:
    """Say why the content of an edition cannot be put in force again."""
    if to_edition == api.current_edition_id():
        return Refusal("drafts.in-force")
    try:
        api.load_edition(to_edition)
    except api.NoEditionError:
        return Refusal("drafts.no-edition")
    except api.CorpusError:
        return Refusal("drafts.edition-unreadable")
    return None


def _why_not_acknowledged(draft: DraftEdition, seen: str) -> Refusal | None:
    if not seen:
        return Refusal("drafts.unacknowledged")
    return None if seen == fingerprint_of(draft) else Refusal("drafts.changed-since")


def _under_way(base: str, now: datetime) -> Publication | None:
    """Return the edition that is on its way after `base`, put in the queue anew if nobody took it."""
    give_up_silent(Publication.objects.filter(base=base), now)
    found = Publication.objects.filter(base=base, state__in=OPEN_RUNS).first()
    if found is not None and found.state == RunState.WAITING and found.asked_at < now - PATIENCE:
        found.asked_at = now
        found.save(update_fields=["asked_at"])
        publish_edition.enqueue(str(found.pk))
    return found


def _start(actor: User, now: datetime, **what: Any) -> Publication:
    try:
        with transaction.atomic():
            found = Publication.objects.create(asked_by=actor, asked_at=now, **what)
    except IntegrityError:
        raise RefusedError(Refusal("drafts.being-published")) from None
    publish_edition.enqueue(str(found.pk))
    details = {"kind": str(found.kind), "base": found.base, "fingerprint": found.fingerprint}
    record("drafts.publication-asked", subject=f"publication:{found.pk}", actor_id=actor.pk, now=now, details=details)
    return found
