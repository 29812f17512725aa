"""Files of any format: which one it is, its questions, and questions as a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import FileFormat, ForeignQuestion
from certification.exchange.formats.aiken import read_aiken, write_aiken
from certification.exchange.formats.csv_file import csv_headings, read_csv, write_csv
from certification.exchange.formats.gift import read_gift, write_gift
from certification.exchange.formats.json_file import read_json, write_json
from certification.exchange.formats.moodle import read_moodle, write_moodle
from certification.exchange.formats.qti_names import QTI_2_2, QTI_3_0
from certification.exchange.formats.qti_read import read_qti
from certification.exchange.formats.qti_write import write_qti
from certification.exchange.formats.word import write_word
from certification.exchange.formats.xlsx_read import read_xlsx, xlsx_headings
from certification.exchange.formats.xlsx_write import write_xlsx
from certification.exchange.limits import check_size
from certification.exchange.reading import ReadFile
from certification.exchange.sheets.columns import Mapped
from certification.people.languages import in_chinese

_BY_SUFFIX: Final = {
    ".xlsx": FileFormat.XLSX, ".xlsm": FileFormat.XLSX, ".xls": FileFormat.XLSX, ".csv": FileFormat.CSV,
    ".gift": FileFormat.GIFT, ".zip": FileFormat.QTI, ".json": FileFormat.JSON,
}  # fmt: skip
_READERS: Final[Mapping[FileFormat, Callable[[bytes], ReadFile]]] = {
    FileFormat.GIFT: read_gift,
    FileFormat.AIKEN: read_aiken,
    FileFormat.MOODLE_XML: read_moodle,
    FileFormat.QTI: read_qti,
    FileFormat.QTI3: read_qti,
    FileFormat.JSON: read_json,
}
SUFFIXES: Final = {
    FileFormat.XLSX: "xlsx", FileFormat.CSV: "csv", FileFormat.GIFT: "gift.txt", FileFormat.AIKEN: "aiken.txt",
    FileFormat.MOODLE_XML: "moodle.xml", FileFormat.QTI: "qti22.zip", FileFormat.QTI3: "qti30.zip",
    FileFormat.WORD: "docx", FileFormat.JSON: "json",
}  # fmt: skip
MEDIA_TYPES: Final = {
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.GIFT: "text/plain; charset=utf-8",
    FileFormat.AIKEN: "text/plain; charset=utf-8",
    FileFormat.MOODLE_XML: "application/xml",
    FileFormat.QTI: "application/zip",
    FileFormat.QTI3: "application/zip",
    FileFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.JSON: "application/json",
}


def format_of(name: str, data: bytes) -> FileFormat:
    """Return what a file seems to be written in, by its name and its first characters.

    Raises:
        RefusedError: neither says it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<"):
        return FileFormat.MOODLE_XML if b"<quiz" in head else FileFormat.QTI
    if suffix == ".txt":
        return FileFormat.GIFT if b"{" in data else FileFormat.AIKEN
    raise RefusedError(Refusal("exchange.unknown-format"))


def read_file(data: bytes, kind: FileFormat, chosen: Mapping[str, str]) -> ReadFile:
    """Return the questions of a file.

    Args:
        data: the file.
        kind: what it is written in.
        chosen: for tables, field → heading, laid over what is guessed.

    Raises:
        RefusedError: it cannot be read at all; a question that cannot is a row with problems.
    """
    check_size(data)
    try:
        if kind is FileFormat.XLSX:
            return read_xlsx(data, chosen)
        if kind is FileFormat.CSV:
            return read_csv(data, chosen)
        if kind not in _READERS:
            raise RefusedError(Refusal("exchange.unreadable"))
        return _READERS[kind](data)
    except (RecursionError, MemoryError) as error:
        raise RefusedError(Refusal("exchange.too-deep")) from error


def headings_of(data: bytes, kind: FileFormat, chosen: Mapping[str, str]) -> dict[str, Mapped]:
    """Return what the columns of a file's tables seem to hold; other formats have none.

    Raises:
        RefusedError: it cannot be read.
    """
    check_size(data)
    if kind is FileFormat.XLSX:
        return xlsx_headings(data, chosen)
    return csv_headings(data, chosen) if kind is FileFormat.CSV else {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of a file that is written."""

    areas: Sequence[str] = ()
    title: str = ""
    edition: str = ""
    with_key: bool = True
    with_explanations: bool = True


def write_file(questions: Iterable[ForeignQuestion], kind: FileFormat, asked: Asked) -> bytes:
    """Return questions as a file."""
    writers: Mapping[FileFormat, Callable[[Iterable[ForeignQuestion]], bytes]] = {
        FileFormat.XLSX: lambda found: write_xlsx(found, areas=asked.areas),
        FileFormat.CSV: write_csv,
        FileFormat.GIFT: write_gift,
        FileFormat.AIKEN: write_aiken,
        FileFormat.MOODLE_XML: write_moodle,
        FileFormat.QTI: lambda found: write_qti(found, QTI_2_2),
        FileFormat.QTI3: lambda found: write_qti(found, QTI_3_0),
        FileFormat.JSON: lambda found: write_json(found, edition=asked.edition),
        FileFormat.WORD: lambda found: write_word(
            found, title=asked.title, with_key=asked.with_key, with_explanations=asked.with_explanations
        ),
    }
    with in_chinese():  # whoever takes it out: the file is read by programs and by people elsewhere
        return writers[kind](questions)
