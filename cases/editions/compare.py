"""What differs between two contents, entry by entry and field by field: texts only, not meaning. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cases.editions.canonical import flow_text
from cases.editions.content import content_hash

#: The lists of a file that hold entries with an id, by the file.
_LISTS: Final = (
    ("vocabulary", ("facts", "events", "issues", "constraints")),
    ("acts", ("acts",)),
    ("catalogue", ("catalogue",)),
    ("invariants", ("invariants",)),
)
#: Lists whose entries have no id of their own, and the fields that name them.
_NAMELESS: Final = (("gaps", "gaps", ("issue", "platform", "when")), ("calendar", "years", ("year",)))

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs, as lines; empty where the field is missing."""

    name: str
    old: Lines
    new: Lines

    def to_json(self) -> dict[str, Any]:
        return {"old": list(self.old), "new": list(self.new)}


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that was added, removed or changed; ``section`` is ``rules``, ``facts``, ``books`` …"""

    how: str
    section: str
    id: str
    version: str = ""
    title: str = ""
    book: str = ""
    topic: str = ""
    fields: tuple[FieldChange, ...] = ()

    def to_json(self) -> dict[str, Any]:
        named = ("id", "version", "title", "book", "topic")
        said = {name: value for name in named if (value := getattr(self, name))}
        return said | ({"fields": {one.name: one.to_json() for one in self.fields}} if self.fields else {})


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions side by side: rules, and everything else (``words``); ``same`` tells that they are one edition.

    Where nothing differs and yet they are not the same, entries stand in another order.
    """

    old: str
    new: str
    rules: tuple[EntryChange, ...] = ()
    words: tuple[EntryChange, ...] = ()

    @property
    def same(self) -> bool:
        return self.old == self.new

    def to_json(self) -> dict[str, Any]:
        """``old``, ``new``, and for ``rules`` and ``words`` the lists ``added``, ``removed``, ``changed``."""
        return {
            "old": self.old,
            "new": self.new,
            "rules": {how: [one.to_json() for one in self.rules if one.how == how] for how in _HOWS},
            "words": {
                how: [{"section": one.section, **one.to_json()} for one in self.words if one.how == how]
                for how in _HOWS
            },
        }


_HOWS: Final = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True)
class _Entry:
    section: str
    id: str
    raw: Mapping[str, Any]
    version: str = ""
    book: str = ""
    topic: str = ""

    @property
    def title(self) -> str:
        said = [self.raw.get(key) for key in ("title", "label", "says", "name", "text", "reason")]
        return next((text for text in said if isinstance(text, str)), "")


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Compare two sound contents; what was added stands first, then what was removed, then what changed."""
    return Comparison(
        content_hash(old), content_hash(new), _changes(_rules(old), _rules(new)), _changes(_words(old), _words(new))
    )


def _changes(old: Iterator[_Entry], new: Iterator[_Entry]) -> tuple[EntryChange, ...]:
    before = {(one.section, one.id, one.version): one for one in old}
    after = {(one.section, one.id, one.version): one for one in new}
    found = [_change("added", after[key]) for key in after if key not in before]
    found += [_change("removed", before[key]) for key in before if key not in after]
    both = ((before[key], one) for key, one in after.items() if key in before)
    changed = ((one, _fields(was, one)) for was, one in both)
    return (*found, *(_change("changed", one, fields) for one, fields in changed if fields))


def _change(how: str, one: _Entry, fields: tuple[FieldChange, ...] = ()) -> EntryChange:
    return EntryChange(how, one.section, one.id, one.version, one.title, one.book, one.topic, fields)


def _fields(old: _Entry, new: _Entry) -> tuple[FieldChange, ...]:
    before = {"book": old.book, "topic": old.topic, **old.raw}
    after = {"book": new.book, "topic": new.topic, **new.raw}
    pairs = ((name, before.get(name), after.get(name)) for name in dict.fromkeys((*before, *after)))
    return tuple(
        FieldChange(name, _lines(name, was), _lines(name, is_now)) for name, was, is_now in pairs if was != is_now
    )


def _lines(name: str, value: Any) -> Lines:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return tuple(value.splitlines())
    if isinstance(value, list):
        return tuple(item if isinstance(item, str) else flow_text(item, f"{name}[]") for item in value)
    return (flow_text(value, name),)


def _rules(content: Mapping[str, Any]) -> Iterator[_Entry]:
    for book, files in content["books"].items():
        for topic, raw in files.items():
            for rule in raw.get("rules", []) if topic != "book" else ():
                yield _Entry("rules", rule["id"], rule, rule.get("version", ""), book, topic)


def _words(content: Mapping[str, Any]) -> Iterator[_Entry]:
    for book, files in content["books"].items():
        yield _Entry("books", book, files["book"])
    yield _Entry("topics", "topics", content["vocabulary"].get("topics", {}))
    for file, sections in _LISTS:
        for section in sections:
            yield from (_Entry(section, raw["id"], raw) for raw in content.get(file, {}).get(section, []))
    for file, section, names in _NAMELESS:
        for raw in content.get(file, {}).get(section, []):
            yield _Entry(section, " ".join(filter(None, (raw.get(name, "") for name in names))), raw)
