"""Built editions kept in a file beside the database: reading one back is many times quicker than building it.

A file is only a shortcut. It is named by the edition and by the program that wrote it, and signed with the site's
secret; one that is missing, unreadable, or written by another program or another site is ignored and written anew.
"""

from __future__ import annotations

import gc
import hashlib
import hmac
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from cases.engine.edition import Edition

_SOURCES: Final = (Path(__file__).resolve().parent, Path(__file__).resolve().parent.parent / "engine")
_SIGNATURE_BYTES: Final = hashlib.sha256().digest_size
_SALT: Final = "cases.editions.compiled"
#: More files than these are the leavings of older programs and editions.
_MOST_FILES: Final = 8


def built_edition(name: str, label: str, build: Callable[[], Edition]) -> Edition:
    """The edition ``name`` from its file, else as ``build`` makes it, which is then kept for the next process."""
    path = _file_of(name)
    edition = _read(path, name)
    if edition is None:
        edition = build()
        _write(path, edition)
    return replace(edition, label=label) if edition.label != label else edition


def _file_of(name: str) -> Path:
    written_by = hashlib.sha256(f"{name} {program_hash()}".encode()).hexdigest()
    return Path(settings.HOME) / "editions" / f"{written_by[:32]}.bin"


@lru_cache(maxsize=1)
def program_hash() -> str:
    """A hash of whatever a built edition depends on beside its content: this program's sources, and Python."""
    found = hashlib.sha256(sys.version.encode())
    for folder in _SOURCES:
        for path in sorted(folder.rglob("*.py")):
            found.update(path.relative_to(folder).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _read(path: Path, name: str) -> Edition | None:
    try:
        stored = path.read_bytes()
        signature, data = stored[:_SIGNATURE_BYTES], stored[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, _sign(data)):
            return None
        with _without_collecting():
            edition = pickle.loads(data)  # noqa: S301 - signed by this very site
    except Exception:  # whatever is wrong with a shortcut, the long way is still there
        return None
    return edition if isinstance(edition, Edition) and edition.id == name else None


def _write(path: Path, edition: Edition) -> None:
    """Write the file in one step, so that no other process ever reads half of it; a full disk is no error."""
    data = pickle.dumps(edition.with_rules(edition.rules), protocol=pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_sign(data) + data)
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
        _clear(path.parent)


def _clear(folder: Path) -> None:
    files = sorted(folder.glob("*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in files[_MOST_FILES:]:
        old.unlink(missing_ok=True)


def _sign(data: bytes) -> bytes:
    return salted_hmac(_SALT, data, algorithm="sha256").digest()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Reading makes many objects and no garbage: the collector would only walk them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
