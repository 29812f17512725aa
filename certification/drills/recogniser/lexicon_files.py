"""The lexicon as data: one TOML file a family of acts, each entry with its examples. Pure.

Macros are written ``{name}`` inside a pattern. Everything is compiled once and kept.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from certification.drills.recogniser.acts import ACT_NAMES
from certification.drills.recogniser.data import FOLDER

Scope = Literal["clause", "sentence", "reply", "dense"]
_SCOPES = ("clause", "sentence", "reply", "dense")
_KEYS = {
    "id", "act", "also", "pattern", "scope", "negated", "unless", "reply_has", "reply_lacks", "buyer", "weak", "denies",
    "args", "examples", "counter",
}  # fmt: skip
_MACRO = re.compile(r"\{([a-z_]+)\}")


class LexiconError(ValueError):
    """A data file says something that the recogniser cannot read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to perform an act.

    ``negated`` tells what an odd number of negations before the anchor turns the act into: "drop" (nothing), "keep"
    (negations do not matter) or the name of another act. The anchor is the group ``a`` of the pattern, else its start.
    ``unless`` is looked for in the same unit, ``reply_has`` and ``reply_lacks`` in the whole reply, ``buyer`` in the
    buyer's line before it. A weak entry is a hint for the second opinion, not a decision;
    one that denies speaks against its act wherever it matches (加微信的都是骗子).
    """

    id: str
    act: str
    also: tuple[str, ...]
    pattern: re.Pattern[str]
    scope: Scope
    negated: str
    unless: re.Pattern[str] | None
    reply_has: re.Pattern[str] | None
    reply_lacks: re.Pattern[str] | None
    buyer: re.Pattern[str] | None
    weak: bool
    denies: bool
    args: tuple[tuple[str, object], ...]
    examples: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """What negates, what only looks like it (``masks``), what ends its reach, and what negates from behind."""

    negators: re.Pattern[str]
    masks: re.Pattern[str]
    barriers: re.Pattern[str]
    behind: re.Pattern[str]
    window: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    entries: tuple[Entry, ...]
    negation: Negation
    conditional: re.Pattern[str]
    macros: dict[str, str]
    needs: Mapping[str, tuple[re.Pattern[str], ...]]
    """For some labels, patterns that all occur in the reply or the line it answers wherever the label holds."""
    sole: Mapping[str, tuple[str, re.Pattern[str]]]
    """For some labels, the act beside which it holds only where the lexicon found it too or its party is named."""


def expand(pattern: str, macros: dict[str, str]) -> str:
    """Return the pattern with its macros written out, also those inside macros."""

    def written_out(found: re.Match[str]) -> str:
        if found.group(1) not in macros:
            raise LexiconError(f"No macro {found.group()} for {pattern!r}")
        return "(?:" + expand(macros[found.group(1)], macros) + ")"

    return _MACRO.sub(written_out, pattern)


@cache
def read_lexicon() -> Lexicon:
    """Read every file of the lexicon.

    Raises:
        LexiconError: an unknown key, act, scope or macro, or an entry without an example.
    """
    common = tomllib.loads((FOLDER / "common.toml").read_text(encoding="utf-8"))
    macros: dict[str, str] = common["macros"]
    entries: list[Entry] = []
    for path in sorted((FOLDER / "lexicon").glob("*.toml")):
        raw_entries = tomllib.loads(path.read_text(encoding="utf-8"))["entry"]
        entries += [_parse(raw, macros, path.name) for raw in raw_entries]
    ids = [entry.id for entry in entries]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise LexiconError(f"Entries with the same id: {twice}")
    return Lexicon(
        tuple(entries),
        _parse_negation(common["negation"], macros),
        re.compile(expand(common["conditional"], macros)),
        macros,
        {name: tuple(map(re.compile, patterns)) for name, patterns in common["needs"].items()},
        {name: (raw["beside"], re.compile(expand(raw["named"], macros))) for name, raw in common["sole"].items()},
    )


def _parse_negation(raw: dict[str, Any], macros: dict[str, str]) -> Negation:
    patterns = {name: re.compile(expand(raw[name], macros)) for name in ("negators", "masks", "barriers", "behind")}
    return Negation(**patterns, window=raw["window"])


def _parse(raw: dict[str, Any], macros: dict[str, str], file: str) -> Entry:
    name = f"{file}: {raw.get('id')}"
    if unknown := set(raw) - _KEYS:
        raise LexiconError(f"{name} has unknown keys {sorted(unknown)}")
    if not raw.get("examples"):
        raise LexiconError(f"{name} has no example")
    also = tuple(raw.get("also", ()))
    negated = raw.get("negated", "drop")
    if not {raw["act"], *also, *({negated} - {"drop", "keep"})} <= set(ACT_NAMES):
        raise LexiconError(f"{name} names an unknown act")
    if raw.get("scope", "clause") not in _SCOPES:
        raise LexiconError(f"{name} has an unknown scope")
    try:
        patterns = {
            key: re.compile(expand(raw[key], macros)) if key in raw else None
            for key in ("pattern", "unless", "reply_has", "reply_lacks", "buyer")
        }
    except re.error as error:
        raise LexiconError(f"{name}: {error}") from error
    pattern = patterns.pop("pattern")
    if pattern is None:
        raise LexiconError(f"{name} has no pattern")
    return Entry(
        id=raw["id"],
        act=raw["act"],
        also=also,
        pattern=pattern,
        scope=raw.get("scope", "clause"),
        negated=negated,
        weak=raw.get("weak", False),
        denies=raw.get("denies", False),
        args=tuple(sorted(raw.get("args", {}).items())),
        examples=tuple(raw["examples"]),
        counter=tuple(raw.get("counter", ())),
        **patterns,
    )
