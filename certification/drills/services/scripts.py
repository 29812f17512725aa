"""Which scripts there are, and the table that a version is played on."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cases import api
from certification.bank.domain import QuestionType
from certification.bank.models import Derivation, DerivationQuerySet, QuestionVersion
from certification.core.refusals import Refusal, RefusedError
from certification.drills.deciding import table_of
from certification.drills.domain.play import Table
from certification.drills.script.model import Script
from certification.drills.script.reading import script_of


@dataclass(frozen=True, slots=True)
class Offered:
    """A script that may be practised: its version, code, content, and difficulty under the edition."""

    version: uuid.UUID
    code: str
    script: Script
    difficulty: int


def current_scripts(edition: str) -> tuple[Offered, ...]:
    """Return the scripts that may be practised under an edition, by code: one query."""
    rows = _practised(edition).select_related("version__question").order_by("version__question__code")
    return tuple(
        Offered(row.version_id, row.version.question.code, script_of_version(row.version), row.difficulty)
        for row in rows
    )


def _practised(edition: str) -> DerivationQuerySet:
    """Return the derivations of scripts that may be practised, without their decisions: those are long."""
    rows = Derivation.objects.drawable(edition).open_to_practice()
    return rows.filter(version__question__type=QuestionType.DRILL).defer("decisions")


@dataclass(frozen=True, slots=True)
class _Held:
    """A raw script as the caches go by it: equal where its content's hash is."""

    hash: str
    raw: Mapping[str, Any] = field(compare=False)


def _held(version: QuestionVersion) -> _Held:
    return _Held(version.content_hash, version.content["script"])


def script_of_version(version: QuestionVersion) -> Script:
    """Return the script that a version holds; read once for each content."""
    return _script(_held(version))


@lru_cache(maxsize=256)
def _script(held: _Held) -> Script:
    return script_of(held.raw)


def table_of_version(version: QuestionVersion, edition: str) -> Table:
    """Return what a version is played on under an edition; kept for the next time.

    Raises:
        CaseError: its case cannot be read under this edition.
    """
    return _table(_held(version), edition)


@lru_cache(maxsize=256)
def _table(held: _Held, edition: str) -> Table:
    return table_of(_script(held), api.load_edition(edition))


def playable(version_id: uuid.UUID, edition: str) -> QuestionVersion:
    """Return a version that may be practised under an edition.

    Raises:
        RefusedError: it is no script, it is secret, or it did not pass the gate.
    """
    found = _practised(edition).filter(version=version_id).select_related("version").first()
    if found is None:
        raise RefusedError(Refusal("drills.no-script"))
    return found.version
