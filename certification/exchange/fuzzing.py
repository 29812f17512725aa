"""Broken and hostile files by the thousand: every one has to be read, or refused with a sentence."""

import base64
import random
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from certification.bank.domain import QuestionType
from certification.core.refusals import RefusedError
from certification.exchange.domain import FileFormat, ForeignOption, ForeignPicture, ForeignQuestion
from certification.exchange.files import Asked, read_file, write_file
from certification.exchange.formats.xlsx_write import EXAMPLE_QUESTIONS
from certification.exchange.pictures import name_of
from certification.exchange.wording import REFUSALS

KINDS: Final = (
    FileFormat.XLSX, FileFormat.CSV, FileFormat.GIFT, FileFormat.AIKEN, FileFormat.MOODLE_XML, FileFormat.QTI,
    FileFormat.QTI3, FileFormat.JSON,
)  # fmt: skip
_NASTY: Final = (
    b"<!DOCTYPE a [<!ENTITY b 'bbbb'>]>", b"<a>" * 400, b"\x00", b"\xff\xfe", b"{" * 200, b"}", b"~=#:", b'"' * 50,
    b"&#0;", b"&bomb;", b"]]>", b"<![CDATA[", b"=cmd|' /C calc'!A0", b"<script>alert(1)</script>", b"../../etc/passwd",
    "￿".encode(), "答案：".encode("gb18030"), b"\r", b"\n\n\n", b"%-100%", b"::", b"A" * 9_000, b"PK\x05\x06",
)  # fmt: skip

_DOT: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
#: A question that shows a picture, where a format carries it.
SHOWN: Final = ForeignQuestion(
    QuestionType.SINGLE, f"看图：\n\n![面单](picture:{name_of(_DOT)})",
    (ForeignOption("退", right=True), ForeignOption("不退")), external_id="EX-004",
    pictures=(ForeignPicture(name_of(_DOT), _DOT, "面单"),),
)  # fmt: skip
_MARKS: Final = tuple(one.encode() for one in "{}~=#:\\%<>&\"'/;,\n\t 0A退。")


@dataclass(slots=True)
class FuzzReport:
    """What came of the files: how many were read, how many refused and why, what crashed, how much memory at most."""

    files: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    peak_bytes: int = 0


def fuzz(number: int, *, seed: int) -> FuzzReport:
    """Read `number` mutated files; the same seed makes the same files."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    whole = {kind: write_file((*EXAMPLE_QUESTIONS, SHOWN), kind, Asked()) for kind in KINDS}
    report = FuzzReport()
    tracemalloc.start()
    try:
        for at in range(number):
            kind = KINDS[at % len(KINDS)]
            _read(mutated(whole[kind], chance), kind, report)
        report.peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return report


def _read(data: bytes, kind: FileFormat, report: FuzzReport) -> None:
    report.files += 1
    try:
        read_file(data, kind, {})
    except RefusedError as error:
        code = error.refusal.code
        report.refused[code] += 1
        if code not in REFUSALS:
            report.crashes.append(f"{kind}: 没有 {code} 的句子")
    except Exception as error:
        report.crashes.append(f"{kind}: {type(error).__name__}: {error}"[:300])
    else:
        report.read += 1


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few things wrong with it; inside a package as often as around it."""
    if data.startswith(b"PK") and chance.random() < 0.7:  # noqa: PLR2004 - most of what matters lies inside
        return _mutated_package(data, chance)
    for _each in range(chance.randint(1, 6)):
        data = _mutation(data, chance)
    return data


def _mutation(data: bytes, chance: random.Random) -> bytes:
    low, high = sorted(_boundary(data, chance.randint(0, len(data))) for _each in range(2))
    match chance.randint(0, 4):
        case 0:
            return data[:low] + data[_boundary(data, min(high, low + 64)) :]
        case 1:
            return data[:low] + chance.choice(_NASTY) + data[low:]
        case 2:
            odd = chance.randbytes(1) if chance.random() < 0.1 else chance.choice(_MARKS)  # noqa: PLR2004 - rarely no text
            return data[:low] + odd + data[_boundary(data, low + 1) :]
        case 3:
            return data[:high]
        case _:
            return data[:high] + data[low : _boundary(data, min(high, low + 2_000))] + data[high:]


def _boundary(data: bytes, place: int) -> int:
    """Return the next place where a character begins, so that most files stay text."""
    while place < len(data) and data[place] & 0xC0 == 0x80:  # noqa: PLR2004 - UTF-8
        place += 1
    return place


def _mutated_package(data: bytes, chance: random.Random) -> bytes:
    out = BytesIO()
    entries = list(_entries(data))
    spoilt = chance.randrange(len(entries))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (name, content) in enumerate(entries):
            if number == spoilt and chance.random() < 0.1:  # noqa: PLR2004 - now and then one is missing
                continue
            package.writestr(name, _mutation(content, chance) if number == spoilt else content)
    return out.getvalue()


def _entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        for one in package.infolist():
            yield one.filename, package.read(one)
