"""What the rules of an edition say, apart from how they say it: to tell a material change from a change of words."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from cases.models import EditionRevision

#: What a rule decides by. Title, text, source, examples and misreadings explain it and change nothing.
MATERIAL: Final = ("version", "kind", "issue", "effective", "burden", "force", "when", "then", "overrides")


@lru_cache(maxsize=32)
def rule_meanings(edition: str) -> Mapping[str, str]:
    """Return for each rule of a stored edition, by its code, a hash of what its versions decide by.

    Two editions give a rule the same hash where it decides alike in both. An edition that is not stored has no rules.
    """
    held: dict[str, list[str]] = {}
    rows = EditionRevision.objects.filter(edition=edition).order_by("position")
    for code, content in rows.values_list("revision__code", "revision__content"):
        said = json.loads(content)
        held.setdefault(code, []).append(json.dumps([said.get(key) for key in MATERIAL], ensure_ascii=False))
    return {code: hashlib.sha256("\n".join(parts).encode()).hexdigest() for code, parts in held.items()}
