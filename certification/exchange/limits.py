"""How much a file may hold. Whatever is read is measured against these before or while it is unpacked. Pure."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from certification.core.refusals import Refusal, RefusedError

MEGABYTE: Final = 1_000_000
MOST_FILE_BYTES: Final = 20 * MEGABYTE
MOST_UNPACKED_BYTES: Final = 60 * MEGABYTE
MOST_ENTRY_BYTES: Final = 40 * MEGABYTE
MOST_ENTRIES: Final = 12_000
#: What is packed tighter than this holds nothing that a person wrote; small entries may be.
TIGHTEST: Final = 150
_SMALL_ENTRY: Final = MEGABYTE
MOST_QUESTIONS: Final = 10_000
MOST_BLANK_ROWS: Final = 200
MOST_COLUMNS: Final = 60
#: A question, its files aside, or a line of a table: what is longer was written by no person.
MOST_CHARS: Final = 200_000
MOST_LINE_CHARS: Final = 2_000_000
MOST_JSON_VALUES: Final = 2_000_000
MOST_XML_NODES: Final = 600_000
MOST_XML_DEPTH: Final = 200
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = 0x1
_SYMLINK, _KIND = 0o120000, 0o170000


def check_size(data: bytes) -> None:
    """Refuse a file that is empty or larger than any file of questions.

    Raises:
        RefusedError: it is.
    """
    if not data:
        raise RefusedError(Refusal("exchange.empty"))
    check_length(len(data))


def check_length(length: int) -> None:
    """Refuse a length in bytes that is too large.

    Raises:
        RefusedError: it is.
    """
    if length > MOST_FILE_BYTES:
        told = {"megabytes": f"{length / MEGABYTE:.0f}", "most": MOST_FILE_BYTES // MEGABYTE}
        raise RefusedError(Refusal("exchange.too-large", told))


def check_length_of(length: int, line: int, most: int = MOST_CHARS) -> None:
    """Refuse a text that is longer than a question can be, before anything is made of it.

    Args:
        length: of a question, or of a line of a table, in characters.
        line: where it begins, from 1.
        most: characters.

    Raises:
        RefusedError: it is.
    """
    if length > most:
        raise RefusedError(Refusal("exchange.too-long", {"line": line, "most": most}))


@dataclass(slots=True)
class Package:
    """A zip archive whose directory was checked; entries are read whole, each within its bound."""

    archive: zipfile.ZipFile

    @property
    def names(self) -> list[str]:
        """Return the names of the files, in the archive's order."""
        return [one.filename for one in self.archive.infolist() if not one.is_dir()]

    def read(self, name: str) -> bytes:
        """Return one file.

        Raises:
            RefusedError: it is damaged.
            KeyError: there is none.
        """
        try:
            with self.archive.open(name) as entry:
                data = entry.read(MOST_ENTRY_BYTES + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise RefusedError(Refusal("exchange.damaged")) from error
        except Exception as error:
            if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
                raise RefusedError(Refusal("exchange.damaged")) from error
            raise
        if len(data) > MOST_ENTRY_BYTES:
            raise RefusedError(Refusal("exchange.bomb"))
        return data


def open_package(data: bytes) -> Package:
    """Open a zip archive after a look at its directory; nothing is unpacked.

    Raises:
        RefusedError: it is none, damaged, encrypted, would unpack to more than is allowed, or names places outside.
    """
    if data.startswith(_OLE):
        raise RefusedError(Refusal("exchange.old-office"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError) as error:
        raise RefusedError(Refusal("exchange.no-package")) from error
    for refusal in _wrong_entries(entries):
        raise RefusedError(refusal)
    return Package(archive)


def _wrong_entries(entries: list[zipfile.ZipInfo]) -> Iterator[Refusal]:
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED_BYTES:
        yield Refusal("exchange.bomb")
    for one in entries:
        if one.flag_bits & _ENCRYPTED:
            yield Refusal("exchange.encrypted")
        if one.file_size > MOST_ENTRY_BYTES or _is_packed_tight(one):
            yield Refusal("exchange.bomb")
        if not is_inside(one.filename) or (one.external_attr >> 16) & _KIND == _SYMLINK:
            yield Refusal("exchange.path", {"name": one.filename[:60]})
    if len({one.filename for one in entries}) < len(entries):
        yield Refusal("exchange.damaged")


def _is_packed_tight(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL_ENTRY and entry.file_size > TIGHTEST * max(entry.compress_size, 1)


def is_inside(name: str) -> bool:
    """Say whether a path stays inside its package."""
    if not name or "\0" in name or "\\" in name or name.startswith("/") or _DRIVE.match(name):
        return False
    return ".." not in name.split("/")
