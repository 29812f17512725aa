"""Reading an export back far enough to say that it is whole: every file against the manifest's hash, line by line."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from certification.exchange.everything.members import MANIFEST, SCHEMA

_PIECE = 1 << 16


def troubles_in(stream: IO[bytes]) -> Iterator[str]:
    """Yield what is wrong with an export: a sentence for each file; nothing where it is whole. Memory is bounded."""
    try:
        archive = zipfile.ZipFile(stream)
        manifest = json.loads(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError):
        yield f"不是完整的导出文件：没有可读的 {MANIFEST}"
        return
    if manifest.get("schema") != SCHEMA:
        yield f"格式是 {manifest.get('schema')}，这个程序认 {SCHEMA}"
        return
    named = {str(one["name"]): one for one in manifest["files"]}
    yield from (f"{name}：清单里没有" for name in sorted(set(archive.namelist()) - set(named) - {MANIFEST}))
    for name, said in named.items():
        trouble = _trouble(archive, name, said)
        if trouble:
            yield f"{name}：{trouble}"


def _trouble(archive: zipfile.ZipFile, name: str, said: dict[str, Any]) -> str:
    if name not in archive.namelist():
        return "缺这个文件"
    hashed, length, lines = hashlib.sha256(), 0, 0
    try:
        with archive.open(name) as member:
            while piece := member.read(_PIECE):
                hashed.update(piece)
                length, lines = length + len(piece), lines + piece.count(b"\n")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return "损坏，读不完"
    if (length, hashed.hexdigest()) != (said["bytes"], said["sha256"]):
        return "内容和清单里的指纹不符"
    return "行数和清单不符" if said["records"] not in {None, lines} else ""
