"""Editions in the database: load the shipped corpus once, find the current one, keep built ones for the process."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from cases.editions.content import EDITION_LABEL, build_edition, content_hash, read_files
from cases.engine.edition import Edition
from cases.models import Edition as EditionRow


class NoEditionError(LookupError):
    """No such edition in the database."""


@lru_cache(maxsize=1)
def shipped_edition() -> Edition:
    """The edition of the files that come with the program, without the database.

    Raises:
        CorpusError: the files are not sound.
    """
    return build_edition(read_files())


def store_shipped_edition(*, now: datetime) -> tuple[str, bool]:
    """Store the shipped corpus as an edition unless it is there; return its id and whether it is new.

    Raises:
        CorpusError: the files are not sound; nothing is stored.
    """
    content = read_files()
    name = content_hash(content)
    if EditionRow.objects.filter(id=name).exists():
        return name, False
    build_edition(content)
    EditionRow(id=name, label=EDITION_LABEL, content=json.dumps(content, ensure_ascii=False), loaded_at=now).save()
    return name, True


def current_edition_id() -> str:
    """The id of the edition loaded last.

    Raises:
        NoEditionError: none is loaded; ``manage.py load_corpus`` loads one.
    """
    name = EditionRow.objects.latest_first().values_list("id", flat=True).first()
    if name is None:
        raise NoEditionError("还没有规则库版本:先运行 manage.py load_corpus")
    return name


@lru_cache(maxsize=8)
def load_edition(name: str) -> Edition:
    """The edition with id ``name``, built once a process.

    Raises:
        NoEditionError: no such edition.
    """
    row = EditionRow.objects.filter(id=name).values("content", "label").first()
    if row is None:
        raise NoEditionError(f"没有版本 {name}")
    return build_edition(json.loads(row["content"]), row["label"])


def current_edition() -> Edition:
    """The edition loaded last, built once a process.

    Raises:
        NoEditionError: none is loaded.
    """
    return load_edition(current_edition_id())
