"""Editions in the database: stored once, found again by id or label, built once a process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count

from cases.editions.compare import Comparison, compare
from cases.editions.compiled import built_edition
from cases.editions.content import EDITION_LABEL, build_edition, content_hash, first_release_hash, read_files
from cases.editions.release import release_of
from cases.editions.rows import BookRow, Parts, RuleRow, as_text, join, split
from cases.engine.edition import Edition
from cases.models import Edition as EditionRow
from cases.models import EditionRevision, EditionRulebook, Rulebook, RuleRevision


class NoEditionError(LookupError):
    """No such edition in the database, or more than one."""


class DamagedEditionError(RuntimeError):
    """What the database holds of an edition is not what its id stands for."""


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """A stored edition in a list."""

    id: str
    label: str
    loaded_at: datetime
    rules: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """What an edition did to a rule (added, changed, removed); ``previous`` is the id of the edition before, or ""."""

    edition: str
    label: str
    loaded_at: datetime
    previous: str
    how: str


@lru_cache(maxsize=1)
def shipped_edition() -> Edition:
    """The edition of the files that come with the program, without the database.

    Raises:
        CorpusError: the files are not sound.
    """
    return build_edition(read_files())


def store_shipped_edition(*, now: datetime) -> tuple[str, bool]:
    """Store the shipped corpus as an edition unless it is there; return its id and whether it is new.

    Where the current edition was published from the workbench, that one stays: the id is then its id.

    Raises:
        CorpusError: the files are not sound or not in the canonical form; nothing is stored.
    """
    kept = published_here()
    if kept:
        return kept, False
    return store_edition(read_files(canonical=True), label=EDITION_LABEL, now=now)


def published_here() -> str:
    """The id of the current edition if it was published from the workbench, else ""."""
    name = EditionRow.objects.latest_first().values_list("id", flat=True).first()
    return name if name is not None and release_of(name) is not None else ""


def store_edition(content: Mapping[str, Any], *, label: str, now: datetime) -> tuple[str, bool]:
    """Store a content as an edition unless it is there; return its id and whether it is new.

    Raises:
        CorpusError: the content is not sound; nothing is stored.
    """
    name = content_hash(content)
    if EditionRow.objects.filter(id=name).exists():
        return name, False
    build_edition(content, label, edition_id=name)
    try:
        store_built(content, edition_id=name, label=label, now=now)
    except IntegrityError:
        if EditionRow.objects.filter(id=name).exists():
            return name, False  # somebody else stored it in the meantime
        raise
    return name, True


def store_built(content: Mapping[str, Any], *, edition_id: str, label: str, now: datetime) -> None:
    """Store a content that was built before and is not stored yet: a few inserts, no work.

    Raises:
        IntegrityError: it is stored already.
    """
    _write(split(content), EditionRow(id=edition_id, label=label, loaded_at=now))


@transaction.atomic
def _write(parts: Parts, row: EditionRow) -> None:
    Rulebook.objects.bulk_create(map(_rulebook, parts.books), ignore_conflicts=True)
    RuleRevision.objects.bulk_create(map(_revision, parts.rules), ignore_conflicts=True)
    row.frame = as_text(parts.frame)
    row.save()
    EditionRulebook.objects.bulk_create(
        EditionRulebook(edition=row, rulebook_id=book.id, position=at) for at, book in enumerate(parts.books)
    )
    EditionRevision.objects.bulk_create(
        EditionRevision(edition=row, revision_id=rule.id, position=at) for at, rule in enumerate(parts.rules)
    )


def _rulebook(book: BookRow) -> Rulebook:
    raw = book.raw
    return Rulebook(id=book.id, code=book.code, name=raw["name"], level=raw["level"], content=as_text(raw))


def _revision(rule: RuleRow) -> RuleRevision:
    raw = rule.raw
    return RuleRevision(
        id=rule.id,
        book=rule.book,
        topic=rule.topic,
        code=raw["id"],
        version=raw.get("version", ""),
        kind=raw.get("kind", "rule"),
        title=raw["title"],
        content=as_text(raw),
    )


def content_of(name: str) -> dict[str, Any]:
    """The content of a stored edition, as it was loaded.

    Raises:
        NoEditionError: no such edition.
        DamagedEditionError: what is stored is not what the id stands for.
    """
    frame = EditionRow.objects.filter(id=name).values_list("frame", flat=True).first()
    if frame is None:
        raise NoEditionError(f"没有版本 {name}")
    content = join(Parts(json.loads(frame), _books_of(name), _rules_of(name)))
    if name not in (content_hash(content), first_release_hash(content)):
        raise DamagedEditionError(f"版本 {name} 的内容与编号不符：数据库里的规则被改动过，请从备份恢复")
    return content


def _books_of(name: str) -> tuple[BookRow, ...]:
    rows = EditionRulebook.objects.filter(edition=name).order_by("position")
    return tuple(
        BookRow(code, json.loads(raw)) for code, raw in rows.values_list("rulebook__code", "rulebook__content")
    )


def _rules_of(name: str) -> tuple[RuleRow, ...]:
    rows = EditionRevision.objects.filter(edition=name).order_by("position")
    return tuple(
        RuleRow(book, topic, json.loads(raw))
        for book, topic, raw in rows.values_list("revision__book", "revision__topic", "revision__content")
    )


_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)


@contextmanager
def one_edition() -> Iterator[None]:
    """Within the block the current edition is asked for once and stays the same, whatever is published meanwhile."""
    token = _asked.set([])
    try:
        yield
    finally:
        _asked.reset(token)


def current_edition_id() -> str:
    """The id of the edition loaded last.

    Raises:
        NoEditionError: none is loaded; ``manage.py corpus load`` loads one.
    """
    asked = _asked.get()
    if asked:
        return asked[0]
    name = _newest_id()
    if asked is not None:
        asked.append(name)
    return name


def _newest_id() -> str:
    name = EditionRow.objects.latest_first().values_list("id", flat=True).first()
    if name is None:
        raise NoEditionError("还没有规则库版本：先运行 manage.py corpus load")
    return name


@lru_cache(maxsize=8)
def load_edition(name: str) -> Edition:
    """The edition with id ``name``: built once, kept beside the database, and read once a process.

    Raises:
        NoEditionError: no such edition.
    """
    label = EditionRow.objects.filter(id=name).values_list("label", flat=True).first()
    if label is None:
        raise NoEditionError(f"没有版本 {name}")
    return built_edition(name, label, lambda: build_edition(content_of(name), label, edition_id=name))


def current_edition() -> Edition:
    """The edition loaded last, built once a process.

    Raises:
        NoEditionError: none is loaded.
    """
    return load_edition(current_edition_id())


def list_editions() -> tuple[EditionEntry, ...]:
    """All stored editions, the newest (which is the current one) first."""
    rows = EditionRow.objects.latest_first().annotate(rules=Count("revisions"))
    return tuple(
        EditionEntry(name, label, loaded_at, rules, is_current=at == 0)
        for at, (name, label, loaded_at, rules) in enumerate(rows.values_list("id", "label", "loaded_at", "rules"))
    )


def history_of(code: str) -> tuple[HistoryStep, ...]:
    """What editions did to a rule, newest first: only those in which its texts are others than in the one before."""
    held: dict[str, set[tuple[str, str]]] = {}
    rows = EditionRevision.objects.filter(revision__code=code)
    for name, version, revision in rows.values_list("edition", "revision__version", "revision"):
        held.setdefault(name, set()).add((version, revision))
    steps: list[HistoryStep] = []
    before: set[tuple[str, str]] = set()
    previous = ""
    for edition, label, loaded_at in EditionRow.objects.oldest_first().values_list("id", "label", "loaded_at"):
        now = held.get(edition, set())
        if now != before:
            how = "added" if not before else "changed" if now else "removed"
            steps.append(HistoryStep(edition, label, loaded_at, previous, how))
        before, previous = now, edition
    return tuple(reversed(steps))


@lru_cache(maxsize=4)
def compare_editions(old: str, new: str) -> Comparison:
    """What differs in the texts of two stored editions: rules, words, fields. Meaning is another question.

    Raises:
        NoEditionError: no such edition.
    """
    return compare(content_of(old), content_of(new))


def find_edition_id(text: str) -> str:
    """The id of the one edition that ``text`` names: an id, the beginning of one, or a label.

    Raises:
        NoEditionError: there is none, or more than one.
    """
    wanted = text if text.startswith("sha256:") else f"sha256:{text}"
    rows = EditionRow.objects.latest_first().values_list("id", "label")
    exact = [name for name, label in rows if wanted == name or label == text]
    found = exact or [name for name, _ in rows if name.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoEditionError(f"“{text}”指的版本不止一个：{'、'.join(name[:19] for name in found)}，请写编号")
    raise NoEditionError(f"没有版本“{text}”：manage.py corpus list 列出全部")
