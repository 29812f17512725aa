"""Bytes → text: by its mark, else strictly UTF-8, else GB18030. Pure."""

import codecs
from typing import Final

from certification.core.refusals import Refusal, RefusedError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOST: Final = "\ufffd"
#: Text in GB18030 read as UTF-8 is broken at almost every character.
_MOST_BROKEN: Final = 4
_CONTROLS: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF, 0xFEFF])


def decode(data: bytes) -> str:
    """Return the text of a file, without control characters, its lines ended by a line feed.

    Raises:
        RefusedError: it is no text in any of these encodings, or is broken.
    """
    return tidy(_decoded(data))


def tidy(text: str) -> str:
    """Return a text without control characters, its lines ended by a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def _decoded(data: bytes) -> str:
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for name in encodings:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            if name == "utf-8":
                _insist_not_broken_utf8(data)
    raise RefusedError(Refusal("exchange.encoding"))


def _insist_not_broken_utf8(data: bytes) -> None:
    """Refuse what is UTF-8 but for a few places: as GB18030 it would be read, and every word of it be wrong."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_LOST)
    whole = sum(1 for one in text if one > "\x7f") - broken
    if whole > _MOST_BROKEN * broken:
        line = text.count("\n", 0, text.index(_LOST)) + 1
        raise RefusedError(Refusal("exchange.broken-text", {"line": line}))
