"""The one way to write a file of the corpus: raw content → text. Pure; reading back what is written gives the content.

Block style on top, nested mappings in flow style on one line however wide it gets, known keys in the order of
:mod:`cases.editions.keys`, no remarks, quotes only where YAML needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cases.editions.keys import BOOK, ORDERS, WORDS

#: A longer list of conditions, or a longer entry of the vocabulary, has a line for each part; names are filled.
_WIDEST_LIST: Final = 100
_WIDEST_LINE: Final = 120
_WIDEST_ENTRY: Final = 260
#: Entries that are never written on one line, and those that a blank line parts.
_TALL: Final = frozenset({"rules", "years"})
_APART: Final = frozenset({"rules"})
_TOP: Final = (*BOOK, *WORDS)
_STEP: Final = "  "

_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`")
_FLOW_ONLY: Final = frozenset(",[]{}")
_UNSAFE: Final = re.compile(r": |:$| #")
_DOCUMENT_MARK: Final = re.compile(r"(---|\.\.\.)( |$)")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_text(raw: Any) -> str:
    """The canonical text of a file's raw content (mappings, lists and texts)."""
    if not isinstance(raw, Mapping) or not raw:
        return _flow(raw, "") + "\n"
    parts = [_entry(key, value) for key, value in _ordered(raw, _TOP)]
    tall = ["\n" in part for part in parts]
    lines = []
    for at, part in enumerate(parts):
        if at and (tall[at] or tall[at - 1]):
            lines.append("")
        lines.append(part)
    return "\n".join(lines) + "\n"


def flow_text(value: Any, place: str) -> str:
    """One value on one line, as it stands under the key ``place`` (``place[]`` for an item of the list there)."""
    return _flow(value, place, top=True)


def rule_lines(raw: Mapping[str, Any]) -> list[str]:
    """One rule as it stands in a file, without the dash and the indentation."""
    indent = _STEP * 2
    fields = (_field(name, value, indent) for name, value in _ordered(raw, ORDERS["rules[]"]))
    return [line.removeprefix(indent) for lines in fields for line in lines]


def _entry(key: str, value: Any) -> str:
    """One entry of the file: its key on a line, what stands under it indented."""
    name = _scalar(key, flow=True)
    if isinstance(value, Mapping) and value:
        return "\n".join([f"{name}:", *(f"{_STEP}{line}" for line in _pairs(value))])
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        parts = ("\n".join(_item(item, key)) for item in value)
        return f"{name}:\n" + ("\n\n" if key in _APART else "\n").join(parts)
    return "\n".join(_field(key, value, ""))


def _item(item: Any, key: str) -> list[str]:
    """An item of a list on top: on one line if it is not too long, else with a line for each of its keys."""
    line = f"{_STEP}- {_flow(item, f'{key}[]')}"
    if not isinstance(item, Mapping) or not item or (key not in _TALL and len(line) <= _WIDEST_ENTRY):
        return [line]
    lines = [part for name, value in _ordered(item, ORDERS.get(f"{key}[]", ())) for part in _field(name, value, "    ")]
    return [f"{_STEP}- {lines[0].lstrip()}", *lines[1:]]


def _field(key: str, value: Any, indent: str) -> list[str]:
    """A key with its value: a list of mappings, or a long list, has a line for each item."""
    name = f"{indent}{_scalar(key, flow=True)}:"
    if isinstance(value, list) and _is_tall(value):
        return [name, *(f"{indent}{_STEP}- {_flow(item, f'{key}[]', top=True)}" for item in value)]
    if isinstance(value, list) and value:
        return _filled(f"{name} [", [_scalar(item, flow=True) for item in value], indent + _STEP)
    return [f"{name} {_flow(value, key, top=True)}"]


def _filled(start: str, words: list[str], indent: str) -> list[str]:
    """A list in brackets, broken between its words where a line would get too wide."""
    lines, rest = [start + words[0]], words[1:]
    for word in rest:
        if len(lines[-1]) + len(word) + len(", ,") > _WIDEST_LINE:
            lines[-1] += ","
            lines.append(indent + word)
        else:
            lines[-1] += f", {word}"
    lines[-1] += "]"
    return lines


def _is_tall(items: list[Any]) -> bool:
    """Tell whether a list has a line for each item: mappings, texts that brackets would quote, or many words."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) < len(items):
        return True
    if any(_is_plain(text, flow=False) != _is_plain(text, flow=True) for text in texts):
        return True
    return any(" " in text for text in texts) and sum(map(len, texts)) > _WIDEST_LIST


def _pairs(value: Mapping[str, Any]) -> Iterable[str]:
    return (f"{_scalar(key, flow=True)}: {_flow(part, key, top=True)}" for key, part in value.items())


def _flow(value: Any, place: str, *, top: bool = False) -> str:
    """A value on one line; ``top`` says that no bracket stands around it, so that fewer texts need quotes."""
    if isinstance(value, Mapping):
        pairs = _ordered(value, ORDERS.get(place, ()))
        return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(part, key)}" for key, part in pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, f"{place}[]") for item in value) + "]"
    return _scalar(str(value), flow=not top)


def _ordered(value: Mapping[str, Any], order: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Known keys first, in their order; the others as they come."""
    known = {key: at for at, key in enumerate(order)}
    return sorted(value.items(), key=lambda pair: known.get(pair[0], len(known)))


def _scalar(text: str, *, flow: bool) -> str:
    if not text.isprintable():
        return f'"{"".join(map(_escaped, text))}"'
    return text if _is_plain(text, flow=flow) else "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether YAML reads the bare text as it stands."""
    if not text or text != text.strip() or _UNSAFE.search(text) or _DOCUMENT_MARK.match(text):
        return False
    if text[0] in _INDICATORS and not (text[0] == "-" and text[1:2].isalnum()):
        return False
    return not flow or (_FLOW_ONLY.isdisjoint(text) and ":?" not in text)  # libyaml takes `:?` for a mapping there


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the widths of YAML's escapes
