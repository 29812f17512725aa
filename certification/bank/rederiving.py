"""The keys of the whole bank under another edition, worked out before that edition is in force and written with it."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from cases import api
from certification.bank.deriving import derivation_of, trace_hash
from certification.bank.domain import Content
from certification.bank.models import Derivation, Question


@dataclass(frozen=True, slots=True)
class Rederived:
    """What an edition makes of one version; with problems it has no key there."""

    version: uuid.UUID
    content: Content
    derivation: api.Derivation

    @property
    def has_key(self) -> bool:
        return not self.derivation.problems


@dataclass(frozen=True, slots=True)
class Lost:
    """A question that lost its key under an edition: the newest version that ever had one, and the keys it had."""

    question: uuid.UUID
    version: uuid.UUID
    content: Content
    keys: frozenset[tuple[int, ...]]


def lost_questions(among: Collection[uuid.UUID]) -> tuple[Lost, ...]:
    """Return those of some questions that are not retired and yet have no current version, though one had a key."""
    rows = Derivation.objects.filter(
        version__question__in=among, version__question__current=None, version__question__retired_at=None
    )
    newest: dict[uuid.UUID, Lost] = {}
    for row in rows.select_related("version").order_by("version__number"):
        version = row.version
        known = newest.get(version.question_id)
        keys = known.keys if known is not None and known.version == version.pk else frozenset()
        newest[version.question_id] = Lost(version.question_id, version.pk, version.read, keys | {tuple(row.key)})
    return tuple(newest.values())


def restore(found: Iterable[Lost]) -> None:
    """Let questions that have their key again be drawn, inside the caller's transaction."""
    for one in found:
        Question.objects.filter(pk=one.question, current=None, retired_at=None).update(current=one.version)


def rederive(versions: Iterable[tuple[uuid.UUID, Content]], *, edition: api.Edition) -> Iterator[Rederived]:
    """Yield what `edition` makes of each version, one by one. Pure.

    What the author once held right is not asked: that a key changes is what the edition is published for.
    """
    for version, content in versions:
        yield Rederived(version, content, derivation_of(content, edition))


def write_rederived(found: Iterable[Rederived], *, edition: str) -> int:
    """Write the derivations of those that have a key, inside the caller's transaction; return how many.

    One that is there already stays: an edition never makes two things of one version.
    """
    rows = [
        Derivation(
            version_id=one.version,
            edition=edition,
            key=list(one.derivation.key),
            truths=list(one.derivation.truths),
            rules=list(one.derivation.rules),
            topic=one.derivation.topic,
            difficulty=one.derivation.difficulty,
            decisions=list(one.derivation.decisions),
            trace=trace_hash(one.content, one.derivation),
        )
        for one in found
        if one.has_key
    ]
    Derivation.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
