"""Publishing a content as an edition of its own, in two steps: built first, stored in one short write.

The release tells when and why; it is part of the content, so that an old content published again is another edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from cases.editions.compare import compare
from cases.editions.compiled import built_edition
from cases.editions.content import build_edition, content_hash
from cases.editions.store import NoEditionError, content_of, store_built
from cases.engine.edition import Edition

_HOWS: Final = {"added": "新增", "removed": "删去", "changed": "改动"}


def released_content(content: Mapping[str, Any], *, label: str, why: str, after: str, now: datetime) -> dict[str, Any]:
    """``content`` with an entry that tells of its release after the edition ``after``."""
    bare = {key: part for key, part in content.items() if key != "release"}
    release = {"label": label, "on": f"{timezone.localtime(now):%Y-%m-%d %H:%M}", "after": after, "why": why}
    changes = said_changes(after, bare)
    return {**bare, "release": release | ({"changes": changes} if changes else {})}


def said_changes(after: str, content: Mapping[str, Any]) -> list[str]:
    """What ``content`` changes in a stored edition, a line an entry; nothing where that edition is not stored."""
    try:
        found = compare(content_of(after), content)
    except NoEditionError:
        return []
    return [
        " ".join(filter(None, (_HOWS[one.how], one.id, f"（{one.version}）" if one.version else "", one.title)))
        for one in (*found.rules, *found.words)
    ]


def build_released(content: Mapping[str, Any], *, label: str) -> Edition:
    """The edition of a released content, built before it is stored; what was compiled is kept for other processes.

    Raises:
        CorpusError: the content is not sound.
    """
    name = content_hash(content)
    return built_edition(name, label, lambda: build_edition(content, label, edition_id=name))


def store_released(edition: Edition, content: Mapping[str, Any], *, now: datetime) -> None:
    """Store a released content with the edition that was built from it: a few inserts, no work."""
    store_built(content, edition_id=edition.id, label=edition.label, now=now)
