"""Tokens of the read API: what they may read, for how long, what is kept of them. Pure."""

import hashlib
from enum import StrEnum
from typing import Final

#: Reads allowed a token in one minute of the clock.
MOST_A_MINUTE: Final = 120
#: Rows of one answer, at most.
MOST_ROWS: Final = 200
DAYS: Final = (30, 90, 365)
LONGEST_NAME: Final = 40
#: So that a leaked token is recognised where code and logs are searched for secrets.
PREFIX: Final = "mdr_"
_SHOWN: Final = 10


class Scope(StrEnum):
    """One kind of thing that a token may read."""

    RESULTS = "results"
    MASTERY = "mastery"
    CERTIFICATES = "certificates"


def hash_of(token: str) -> str:
    """Return what is stored of a token: SHA-256 in hex. A token is random and long, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_of(token: str) -> str:
    """Return the first characters, by which people tell tokens apart."""
    return token[:_SHOWN]
