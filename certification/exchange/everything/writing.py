"""Writing the export: one pass, nothing kept but a page of rows, into any stream that only goes forward."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from cases import api
from certification.exchange.domain import FileFormat, ForeignQuestion
from certification.exchange.everything.members import BANK, MANIFEST, SCHEMA, SCHEMA_FILE, members
from certification.exchange.everything.paging import PER_PAGE, json_value
from certification.exchange.formats.json_file import json_pieces
from certification.exchange.services import exported, kept_questions

SCHEMA_PATH: Final = Path(__file__).with_name("schema.json")
#: How often `tell` is called, in records or pieces of any file: it is also the sign of life.
TOLD_EVERY: Final = 50
#: Called with how many records are written, how many there are about, and which member is at hand.
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class MemberFile:
    """One file of the zip as the manifest names it; `records` is None where it is not JSON lines."""

    name: str
    records: int | None
    bytes: int
    sha256: str


@dataclass(slots=True)
class _Writing:
    """The zip being written, what is in it, and how far it is."""

    archive: zipfile.ZipFile
    at: datetime
    tell: Tell
    total: int
    done: int = 0
    files: list[MemberFile] = field(default_factory=list)

    def add(self, name: str, pieces: Iterable[str], *, counted: bool) -> None:
        """Write one file piece by piece; where `counted`, a piece is a record."""
        self._tell(name)
        hashed, length, records = hashlib.sha256(), 0, 0
        when = self.at.timetuple()[:6]
        entry = zipfile.ZipInfo(name, (when[0], when[1], when[2], when[3], when[4], when[5]))
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as member:
            for piece in pieces:
                data = piece.encode()
                member.write(data)
                hashed.update(data)
                length, records = length + len(data), records + 1
                self.done += counted
                if records % TOLD_EVERY == 0:
                    self._tell(name)
        self.files.append(MemberFile(name, records if counted else None, length, hashed.hexdigest()))

    def _tell(self, name: str) -> None:
        self.tell(self.done, max(self.total, self.done), name)


def write_everything(
    stream: IO[bytes], *, with_names: bool, edition: api.Edition, now: datetime, tell: Tell = lambda *_told: None
) -> tuple[MemberFile, ...]:
    """Write everything the site holds as a zip of JSON lines.

    Args:
        stream: where to; nothing is read back, nor sought.
        with_names: people by number and name, and what they wrote in appeals and announcements; otherwise ids alone.
        edition: the one in force, by which the bank is written as `import_questions` takes it.
        now: when it was asked for.
        tell: is told how far it is.

    Returns:
        The files, as the manifest names them.
    """
    listed = members(with_names=with_names)
    with zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
        writing = _Writing(archive, now, tell, sum(one.count() for one in listed))
        for member in listed:
            writing.add(member.file, (_line(record) for record in member.records()), counted=True)
        writing.add(BANK, json_pieces(_bank(edition), edition=edition.id), counted=False)
        writing.add(SCHEMA_FILE, [SCHEMA_PATH.read_text(encoding="utf-8")], counted=False)
        manifest = {
            "schema": SCHEMA, "made_at": json_value(now), "edition": edition.id, "with_names": with_names,
            "files": [asdict(one) for one in writing.files],
        }  # fmt: skip
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    return tuple(writing.files)


def _line(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _bank(edition: api.Edition) -> Iterator[ForeignQuestion]:
    """Yield the questions that may be drawn, a page at a time."""
    codes = iter(list(kept_questions().values_list("code", flat=True)))
    while page := list(islice(codes, PER_PAGE)):
        yield from list(exported(kept_questions(page), FileFormat.JSON, edition=edition))
