"""What a draft holds, and the edition that it makes: built once for a content, however often it is asked for."""

import uuid
from functools import lru_cache

from cases import api
from certification.publishing.drafts.domain import fingerprint
from certification.publishing.drafts.models import DraftEdition


def changes_of(draft: DraftEdition) -> tuple[api.RuleEdit, ...]:
    """Return what the draft does to the rules of its base, by code and version: one query."""
    return tuple(
        api.RuleEdit(row.book, row.topic, row.code, row.version, row.read) for row in draft.rules.all().standing()
    )


def fingerprint_of(draft: DraftEdition) -> str:
    """Return what names the content of the draft as it stands now."""
    return _named(draft.base, changes_of(draft))


def edited_of(draft: DraftEdition) -> api.EditedRules:
    """Return the edition that the draft makes now, or what keeps it from being built.

    Raises:
        NoEditionError: its base is not in the database.
    """
    changes = changes_of(draft)
    return _edited(_Content(draft.base, changes))


def build_beforehand(draft_id: uuid.UUID) -> None:
    """Build what a draft holds before its row is locked: that may take a second, and nobody should wait for it."""
    draft = DraftEdition.objects.filter(pk=draft_id).first()
    if draft is not None:
        edited_of(draft)


class _Content:
    """The changes of a draft, equal where its fingerprint is: what the cache goes by."""

    def __init__(self, base: str, changes: tuple[api.RuleEdit, ...]) -> None:
        self.base, self.changes = base, changes
        self.name = _named(base, changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


@lru_cache(maxsize=2)  # what is being saved and what it replaces; each is an edition with its programs
def _edited(content: _Content) -> api.EditedRules:
    return api.edit_rules(content.base, content.changes)


def _named(base: str, changes: tuple[api.RuleEdit, ...]) -> str:
    return fingerprint(base, ((one.book, one.topic, one.code, one.version, one.raw) for one in changes))
