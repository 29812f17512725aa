"""Finding rules: filters, full text, and the codes nearest to one that does not exist."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from cases import api
from cases.api import Edition, Rule, parse_instant
from certification.sitting.corpus.wording import dates_text, force_word, in_force

Family = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked of the index; empty fields do not filter. ``on`` is a minute, or None."""

    text: str = ""
    book: str = ""
    topic: str = ""
    kind: str = ""
    on: int | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether everything is asked for."""
        return self == Query()


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule in the index, in the version that is shown."""

    rule: Rule
    book: str
    force: str
    dates: str
    versions: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of a topic."""

    topic: str
    entries: tuple[Entry, ...]


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
    families = edition.families
    if query.text:
        ids = dict.fromkeys(rule.id for rule in api.search_rules(query.text, edition=edition))
        found: Iterable[Family] = [families[name] for name in ids]
    else:
        found = families.values()
    return tuple(family for family in found if _matches(query, family))


def _matches(query: Query, family: Family) -> bool:
    return any(
        query.book in {"", rule.book}
        and query.topic in {"", rule.topic}
        and query.kind in {"", rule.kind}
        and (query.on is None or in_force(rule, query.on))
        for rule in family
    )


def shelve(families: Iterable[Family], edition: Edition, *, today: int) -> tuple[Shelf, ...]:
    """Return entries by topic, topics in the order of the vocabulary."""
    shelves: dict[str, list[Entry]] = {topic: [] for topic in edition.vocabulary.topics}
    for family in families:
        shelves.setdefault(family[0].topic, []).append(make_entry(family, edition, today=today))
    return tuple(
        Shelf(edition.vocabulary.topics.get(topic, topic), tuple(entries))
        for topic, entries in shelves.items()
        if entries
    )


def make_entry(family: Family, edition: Edition, *, today: int) -> Entry:
    """Return a rule in the version in force today, else in its last."""
    shown = next((rule for rule in family if in_force(rule, today)), family[-1])
    return Entry(shown, edition.books[shown.book].name, force_word(family, today), dates_text(shown), len(family))


def counts(edition: Edition) -> Mapping[str, Counter[str]]:
    """Return how many rules each book, topic and kind has."""
    first = [family[0] for family in edition.families.values()]
    return {
        "book": Counter(rule.book for rule in first),
        "topic": Counter(rule.topic for rule in first),
        "kind": Counter(str(rule.kind) for rule in first),
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
