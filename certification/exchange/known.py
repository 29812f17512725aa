"""What the bank holds, as far as an import asks: by code, by outer id, by content, by words, by trace."""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from certification.bank.domain import Content, Pool
from certification.bank.models import Derivation, Question, Withdrawal
from certification.exchange.contents import Kept

_LETTERS_ALONE: Final = re.compile(r"[\W_]+")
_CHUNK: Final = 500


def words_digest(content: Content) -> str:
    """Return what two questions have in common that say the same, marks, spaces and order of options aside."""
    texts = [content.stem, *sorted(one.text for one in content.options)]
    plain = "\0".join(_LETTERS_ALONE.sub("", unicodedata.normalize("NFKC", text)).lower() for text in texts)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Held:
    """A question of the bank: which version is current, and what it would be compared with."""

    id: uuid.UUID
    code: str
    current: uuid.UUID | None
    kept: Kept | None


@dataclass(slots=True)
class Known:
    """The bank as an import sees it."""

    by_name: dict[str, Held] = field(default_factory=dict)
    by_hash: dict[str, str] = field(default_factory=dict)
    by_words: dict[str, str] = field(default_factory=dict)
    by_trace: dict[str, str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()

    def twin_of(self, content: Content) -> str:
        """Return the code of a question that says exactly or in other marks the same; "" where none does."""
        return self.by_hash.get(content.hash, "") or self.by_words.get(words_digest(content), "")

    def note(self, code: str, content: Content) -> None:
        """Remember a question of the file itself: the next one that says the same is its twin."""
        self.by_hash.setdefault(content.hash, code)
        self.by_words.setdefault(words_digest(content), code)


def read_known(names: Iterable[str], *, edition: str) -> Known:
    """Return the bank as an import asks for it.

    Args:
        names: the outer ids of the file; only questions called so are read in full.
        edition: whose traces tell which questions are decided alike.
    """
    known, wanted = Known(), set(filter(None, names))
    rows = Question.objects.select_related("current").prefetch_related("tags").order_by("code")
    for question in rows.iterator(_CHUNK):
        outer = str(question.provenance.get("external", ""))
        version = question.current
        if version is not None:
            content = version.read
            known.note(question.code, content)
        called = {question.code, outer} & wanted
        if called:
            newest = version or question.versions.order_by("-number").first()
            held = Held(
                question.pk, question.code, question.current_id, kept_of(question, newest.read) if newest else None
            )
            for name in called:
                known.by_name.setdefault(name, held)
            known.by_name[question.code] = held
    traces = Derivation.objects.drawable(edition).order_by("-version__question__code")
    known.withdrawn = frozenset(Withdrawal.objects.values_list("version__content_hash", flat=True))
    known.by_trace = dict(traces.values_list("trace", "version__question__code"))
    return known


def kept_of(question: Question, content: Content) -> Kept:
    """Return a question as far as an import may change it; its tags are fetched."""
    tags = tuple(sorted(tag.name for tag in question.tags.all()))
    return Kept(content, question.enemies, question.template, Pool(question.pool), tags)
