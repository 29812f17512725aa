"""When and why an edition was published from the workbench: an entry of its content."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cases.models import Edition as EditionRow


@dataclass(frozen=True, slots=True)
class Release:
    """``on`` is a minute of Beijing time, ``after`` the id of the edition before, ``changes`` a line for each rule."""

    label: str
    on: str
    after: str
    why: str
    changes: tuple[str, ...] = ()


def release_of(edition_id: str) -> Release | None:
    """The entry of an edition that was published here; None for one that was loaded from files without one."""
    frame = EditionRow.objects.filter(id=edition_id).values_list("frame", flat=True).first()
    raw = json.loads(frame).get("release") if frame else None
    if not isinstance(raw, dict):
        return None
    texts = {key: str(raw.get(key, "")) for key in ("label", "on", "after", "why")}
    return Release(**texts, changes=tuple(raw.get("changes", ())))
