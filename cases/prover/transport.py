"""How an edition and requests travel between a process and its prover: one JSON line each way. Pure."""

from __future__ import annotations

import base64
import hashlib
import pickle
from typing import Any

from cases.engine.edition import Edition


def pack(edition: Edition) -> tuple[str, str]:
    """A key and the text of an edition, without what it has compiled.

    Pickled, since both ends are the same program and trust each other; the text is never stored.
    """
    bare = Edition(
        edition.id,
        edition.label,
        edition.vocabulary,
        edition.books,
        edition.rules,
        edition.waivers,
        edition.invariants,
    )
    data = pickle.dumps(bare, protocol=pickle.HIGHEST_PROTOCOL)
    return hashlib.sha256(data).hexdigest(), base64.b64encode(data).decode()


def unpack(text: str) -> Edition:
    """Read what :func:`pack` wrote."""
    edition: Any = pickle.loads(base64.b64decode(text))  # noqa: S301 - from our own parent process only
    assert isinstance(edition, Edition)
    return edition
