"""What every reader of a question is told the same: its case decided and explained, its options reviewed.

Working that out takes up to half a second of CPU, and after an exam a whole cohort reads the same few dozen questions.
A version, an edition and a key always come to the same, so each process of the site remembers the latest.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from cases import api
from certification.bank.deriving import case_of_key, issues_asked, reviews_of
from certification.bank.domain import Content

REMEMBERED: Final = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """A question version under an edition, with the key that is valid; the ids say which; what they name is along."""

    version: uuid.UUID
    edition_id: str
    key: tuple[int, ...]
    content: Content = field(compare=False)
    edition: api.Edition = field(compare=False)


@lru_cache(REMEMBERED)
def explained(asked: Asked) -> tuple[Mapping[str, Any], api.Explanation]:
    """Return the case in which the keyed option is true, and its explanation; to be read, not changed."""
    case = case_of_key(asked.content, asked.key)
    parsed = api.parse_case(case, edition=asked.edition)
    return case, api.explain(parsed, edition=asked.edition, issues=issues_asked(asked.content, asked.edition) or None)


@lru_cache(REMEMBERED)
def reviewed(asked: Asked) -> tuple[api.OptionReview, ...]:
    """Return why each option is right or wrong."""
    return reviews_of(asked.content, asked.edition)
