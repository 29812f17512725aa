"""How an edition and requests travel between a process and its prover: one JSON line each way. Pure."""

from __future__ import annotations

import base64
import hashlib
import pickle
from collections.abc import Mapping
from typing import Any

from cases.engine.edition import Edition
from cases.engine.rules import Rule


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


def pack_rules(before: Edition, after: Edition) -> str:
    """The rules of ``after`` that differ from ``before``, by id; none under the ids of those that are gone."""
    names = {**after.families, **before.families}
    found = {
        name: after.families.get(name, ())
        for name in names
        if before.families.get(name, ()) != after.families.get(name, ())
    }
    return base64.b64encode(pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)).decode()


def unpack_rules(text: str) -> Mapping[str, tuple[Rule, ...]]:
    """Read what :func:`pack_rules` wrote."""
    found: Mapping[str, tuple[Rule, ...]] = pickle.loads(base64.b64decode(text))  # noqa: S301 - from our own parent
    return found


def with_families(edition: Edition, families: Mapping[str, tuple[Rule, ...]]) -> Edition:
    """The edition with the rules of these ids replaced."""
    kept = [rule for rule in edition.rules if rule.id not in families]
    return edition.with_rules((*kept, *(rule for versions in families.values() for rule in versions)))
