"""Rules of stored editions being edited: read from the database, and stored again as an edition of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cases.editions.editing import EditedRules, RuleEdit, apply_edits
from cases.editions.releasing import released_content
from cases.editions.rule_preview import RulePreview, preview_edit
from cases.editions.store import content_of, load_edition, store_edition
from cases.models import EditionRevision


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule as it stands in a stored edition."""

    book: str
    topic: str
    raw: Mapping[str, Any]


@lru_cache(maxsize=4)
def edition_content(edition_id: str) -> Mapping[str, Any]:
    """The content of a stored edition, for reading only: it is shared.

    Raises:
        NoEditionError: no such edition.
    """
    return content_of(edition_id)


def rule_of(edition_id: str, code: str, version: str = "") -> RuleEntry:
    """A rule as it stands in a stored edition.

    Raises:
        KeyError: it has no such version of such a rule.
    """
    rows = EditionRevision.objects.filter(
        edition=edition_id, revision__code=code, revision__version=version
    ).values_list("revision__book", "revision__topic", "revision__content")
    for book, topic, raw in rows:
        return RuleEntry(book, topic, json.loads(raw))
    raise KeyError(code)


def edit_rules(edition_id: str, changes: Sequence[RuleEdit]) -> EditedRules:
    """The edition with some rules edited, labelled 草稿; or what is wrong with that, each problem at its place.

    Raises:
        NoEditionError: no such edition.
    """
    return apply_edits(load_edition(edition_id), edition_content(edition_id), changes)


def preview_rule(edition_id: str, edit: RuleEdit, changes: Sequence[RuleEdit] = ()) -> tuple[EditedRules, RulePreview]:
    """What an edited rule says and does.

    Args:
        edition_id: the edition that is edited.
        edit: the rule.
        changes: the other edits of the draft; one of the same rule gives way to ``edit``.

    Raises:
        NoEditionError: no such edition.
    """
    base = load_edition(edition_id)
    others = [one for one in changes if one.key != edit.key]
    edited = edit_rules(edition_id, [*others, edit])
    broken = {(one.code, one.version) for one in edited.problems}
    if broken and edit.key not in broken:  # somebody else's rule is unfinished: this one is looked at without it
        edited = edit_rules(edition_id, [*(one for one in others if one.key not in broken), edit])
    return edited, preview_edit(edited, edit, base)


def store_edited(content: Mapping[str, Any], *, label: str, why: str, after: str, now: datetime) -> str:
    """Store a content as a new edition, with an entry that tells of its release; return its id.

    The entry is part of the content: publishing an old content again makes another edition.

    Raises:
        CorpusError: the content is not sound; nothing is stored.
    """
    told = released_content(content, label=label, why=why, after=after, now=now)
    return store_edition(told, label=label, now=now)[0]
