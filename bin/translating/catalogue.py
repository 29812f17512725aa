"""The catalogue of one language: kept as `django.po`, compiled to `django.mo`, and what is wrong with it."""

import gettext
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bin.translating.sources import CHINESE, ROOT

FOLDER: Final = ROOT / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
HEADER: Final = """# English of the interface; `make messages` brings it up to date. See docs/how-to/translate.md
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
#: A translator's comment that begins so says why an English text has Chinese in it.
KEEPS: Final = "keeps Chinese:"
#: What a program puts in, tags and entities; a full stop after a placeholder is not part of it.
FILLED: Final = re.compile(r"%\(\w+\)(?:\.\d+)?[sdf]|%%|%[sd]|\{\w*\}|</?[a-z]\w*[^>]*>|&\w+;")


def read() -> Catalog:
    """Return what is translated so far; nothing where there is no file yet."""
    if not PO.exists():
        return Catalog(locale="en", charset="utf-8")
    return read_po(io.BytesIO(PO.read_bytes()), locale="en")


def merged(wrapped: Catalog, translated: Catalog) -> Catalog:
    """Return what the sources wrap with the translations there are; what nobody wraps any more is left out."""
    for message in wrapped:
        known = translated.get(_key(message), message.context) if message.id else None
        if known is None:
            continue
        message.user_comments = list(known.user_comments)
        if isinstance(message.id, str) == isinstance(known.id, str):
            message.string = known.string
            if known.fuzzy:
                message.flags.add("fuzzy")
    return wrapped


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def as_po(catalog: Catalog) -> str:
    """Return the file: no dates and no line numbers, so that it changes where a text does and nowhere else."""
    out = io.BytesIO()
    write_po(out, catalog, width=120, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return HEADER + out.getvalue().decode()


def as_mo(catalog: Catalog) -> bytes:
    """Return the compiled file; what is not translated is left out and shows in Chinese."""
    catalog.creation_date = catalog.revision_date = BEGINNING  # the same texts are the same file
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def said_by(compiled: bytes) -> dict[object, str]:
    """Return what a compiled file says, its header left out: two versions of a compiler write the same otherwise."""
    said = gettext.GNUTranslations(io.BytesIO(compiled))._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    return {key: text for key, text in said.items() if key != ""}


def problems(catalog: Catalog) -> Iterator[str]:
    """Yield what is missing or wrong, a line for each text."""
    for message in catalog:
        if message.id:
            yield from (f"{wrong}: {_key(message)!r} ({_where(message)})" for wrong in _wrong(message))


def _where(message: Message) -> str:
    return ", ".join(path for path, _line in message.locations[:2])


def _wrong(message: Message) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield "fuzzy"
    if len(texts) < len(ids) or not all(texts):
        yield "missing"
        return
    for text in texts:
        filled = sorted(FILLED.findall(text))
        if not any(filled == sorted(FILLED.findall(one)) for one in ids):
            yield f"other placeholders in {text!r}"
        if any(
            text.startswith("\n") != one.startswith("\n") or text.endswith("\n") != one.endswith("\n") for one in ids
        ):
            yield f"other line ends in {text!r}"
        if CHINESE.search(text) and not any(one.startswith(KEEPS) for one in message.user_comments):
            yield f"Chinese in {text!r}"
