"""Finding rules: filters, full text, and the codes nearest to one that does not exist."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from cases import api
from cases.api import Edition, Rule, parse_instant
from certification.sitting.corpus.wording import KINDS, LEVELS, dates_text, force_word, governing, in_force

Family = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked of the index; empty fields do not filter. ``on`` is a minute, or None."""

    text: str = ""
    book: str = ""
    level: str = ""
    topic: str = ""
    kind: str = ""
    on: int | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether everything is asked for."""
        return self == Query()


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the index, in the version that is shown; ``kind`` is empty for the ordinary one."""

    rule: Rule
    book: str
    kind: str
    force: str
    dates: str
    versions: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of a topic that stand on a page, and how many there are on all pages."""

    topic: str
    entries: tuple[Entry, ...]
    number: int


def parse_date(text: str) -> int | None:
    """Return the first minute of a date, None where nothing is given.

    Raises:
        ValueError: it is no date.
    """
    if not text.strip():
        return None
    span = parse_instant(text)
    if span is None:
        raise ValueError(text)
    return span.lo


def find(query: Query, edition: Edition) -> tuple[Family, ...]:
    """Return the rules that a query matches: by relevance for a text, else in the order of the corpus."""
    return tuple(family for family in searched(query.text, edition) if _matches(query, family))


def searched(text: str, edition: Edition) -> tuple[Family, ...]:
    """Return the rules that a text finds, best first; without a text all of them."""
    if not text:
        return tuple(edition.families.values())
    ids = dict.fromkeys(rule.id for rule in api.search_rules(text, edition=edition))
    return tuple(edition.families[name] for name in ids)


def _matches(query: Query, family: Family) -> bool:
    return any(
        query.book in {"", rule.book}
        and query.level in {"", rule.level}
        and query.topic in {"", rule.topic}
        and query.kind in {"", rule.kind}
        and (query.on is None or in_force(rule, query.on))
        for rule in family
    )


def in_reading_order(families: Iterable[Family], edition: Edition) -> tuple[Family, ...]:
    """Return families by topic, topics in the order of the vocabulary; law first, then platforms, then shops."""
    topics = {topic: at for at, topic in enumerate(edition.vocabulary.topics)}
    levels = {level: at for at, level in enumerate(LEVELS)}
    return tuple(sorted(families, key=lambda one: (topics.get(one[0].topic, len(topics)), levels[one[0].level])))


def shelve(page: Iterable[Family], found: Iterable[Family], edition: Edition, *, day: int) -> tuple[Shelf, ...]:
    """Return the entries of a page by topic, in the order in which they come.

    Args:
        page: the families of the page.
        found: those of all pages, to count.
        edition: the rules.
        day: minutes of the date that picks the version.
    """
    numbers = Counter(family[0].topic for family in found)
    topics = edition.vocabulary.topics
    return tuple(
        Shelf(topics.get(topic, topic), tuple(make_entry(one, edition, day=day) for one in families), numbers[topic])
        for topic, families in groupby(page, key=lambda family: family[0].topic)
    )


def make_entry(family: Family, edition: Edition, *, day: int) -> Entry:
    """Return a rule in the version in force on a day (its first minute), else in its last."""
    shown = governing(family, day) or family[-1]
    return Entry(
        rule=shown,
        book=edition.books[shown.book].name,
        kind="" if shown.kind == "rule" else str(KINDS[shown.kind]),
        force=force_word(family, day),
        dates=dates_text(shown),
        versions=len(family),
    )


def counts(query: Query, edition: Edition) -> Mapping[str, Counter[str]]:
    """Return for each filter how many rules each of its values would leave, the others staying as they are."""
    hits = searched(query.text, edition)
    without = {
        "book": replace(query, book=""),
        "level": replace(query, level=""),
        "topic": replace(query, topic=""),
        "kind": replace(query, kind=""),
    }
    return {
        name: Counter(str(getattr(family[0], name)) for family in hits if _matches(rest, family))
        for name, rest in without.items()
    }


def suggestions(text: str, edition: Edition) -> tuple[str, ...]:
    """Return two-character words of a fruitless search that do find something, at most three."""
    words = dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1))
    found = [word for word in words if not word.isspace() and api.search_rules(word, edition=edition)]
    return tuple(found[:3])


def closest_codes(code: str, edition: Edition) -> tuple[Family, ...]:
    """Return the three rules whose codes are most like an unknown one."""
    wanted = code.upper()

    def likeness(name: str) -> float:
        return SequenceMatcher(None, wanted, name.upper()).ratio()

    names = sorted(edition.families, key=lambda name: (-likeness(name), name))
    return tuple(edition.families[name] for name in names[:3])
