"""One archive: the database, the keys of the home folder, and a manifest with the hash of each.

Knows neither Django nor a database. The archive is a compressed tar whose first member is `manifest.json`; it is
written beside its place and moved there once it is whole, readable by the owner alone.
"""

import errno
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PRIVATE: Final = 0o600
CHUNK: Final = 1 << 20
MOST_MANIFEST_BYTES: Final = 1 << 22


class BackupError(Exception):
    """Why there is no backup, or nothing was restored: a sentence for the person at the command line."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself.

    Attributes:
        made_at: ISO 8601 with zone.
        label: what it was made for: manual, nightly, before-migration.
        version: of the program that made it.
        vendor: sqlite or postgresql.
        migrations: `app.name` of each that was applied.
        counts: rows by table.
        ledger: `sound`, or `unchecked` where the tables are of another version than the program.
        files: SHA-256 by name of every other member.
    """

    made_at: str
    label: str
    version: str
    vendor: str
    migrations: tuple[str, ...]
    counts: Mapping[str, int]
    ledger: str
    files: Mapping[str, str]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    def to_json(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        said: dict[str, Any] = json.loads(text)
        if said.pop("format") != FORMAT:
            raise BackupError("这个备份的格式比程序新，请用做它的那个版本来恢复。")
        return cls(**{**said, "migrations": tuple(said["migrations"])})


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(target: Path, folder: Path, manifest: Manifest) -> None:
    """Write `target` from the manifest and the files that it names in `folder`; nothing is left where that fails."""
    partial = target.with_name(f".{target.name}.partial")
    (folder / MANIFEST).write_bytes(manifest.to_json())
    try:
        with telling_of_disk(target.parent):
            with (
                os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file,
                tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive,
            ):
                for name in (MANIFEST, *manifest.files):
                    archive.add(folder / name, arcname=name, recursive=False)
            with partial.open("rb") as written:
                os.fsync(written.fileno())
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> Manifest:
    """Write what the archive holds into `folder` and return its manifest.

    Raises:
        BackupError: there is no such file, it is no backup, a member is missing or too many, or a hash differs.
    """
    try:
        with telling_of_disk(folder), tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST or first.size > MOST_MANIFEST_BYTES:
                raise BackupError(f"{source} 不是明断的备份：开头没有清单。")
            manifest = Manifest.from_json(_opened(archive, first).read())
            _extract(archive, manifest, folder)
    except FileNotFoundError:
        raise BackupError(f"没有这个文件：{source}") from None
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError, OSError) as error:
        raise BackupError(f"{source} 不是明断的备份，或者文件坏了（{error}）。") from error
    return manifest


def manifest_of(source: Path) -> Manifest:
    """Read what an archive says of itself, and no further.

    Raises:
        BackupError: it does not begin as a backup does.
        OSError, tarfile.TarError: it cannot be read.
    """
    with tarfile.open(source, "r:gz") as archive:
        first = archive.next()
        if first is None or first.name != MANIFEST or first.size > MOST_MANIFEST_BYTES:
            raise BackupError(f"{source} 不是明断的备份：开头没有清单。")
        try:
            return Manifest.from_json(_opened(archive, first).read())
        except (ValueError, KeyError, TypeError, zlib.error, EOFError) as error:
            raise BackupError(f"{source} 的清单读不出来（{error}）。") from error


def _extract(archive: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    left = dict(manifest.files)
    while (member := archive.next()) is not None:
        expected = left.pop(member.name, None)
        if expected is None or Path(member.name).name != member.name:
            raise BackupError(f"备份里多出一个清单上没有的文件：{member.name}")
        hashed = hashlib.sha256()
        with os.fdopen(os.open(folder / member.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
            source = _opened(archive, member)
            while piece := source.read(CHUNK):
                hashed.update(piece)
                file.write(piece)
        if hashed.hexdigest() != expected:
            raise BackupError(f"备份里的 {member.name} 和清单上的指纹不一致，文件坏了。")
    if left:
        raise BackupError(f"备份里少了清单上的文件：{'、'.join(left)}")


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    if file is None:
        raise BackupError(f"备份里的 {member.name} 不是普通文件。")
    return file


@contextmanager
def telling_of_disk(folder: Path) -> Iterator[None]:
    """Say in a sentence that there is no space, or that a folder may not be written."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise BackupError(f"{folder} 所在的磁盘满了，没有留下半个文件。腾出空间再来。") from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise BackupError(f"{folder} 写不进去（{error.strerror}），请检查这个目录的权限。") from error
        raise
