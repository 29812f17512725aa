"""Making, checking and putting back a backup of the site."""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from certification.attempts.models import Heartbeat
from certification.core.guards import install_guards
from certification.home import KEY_FILES, PRIVATE_FOLDER
from certification.operations import archive, schema
from certification.operations.archive import BackupError, Manifest
from certification.operations.dumps import KINDS, kind, ledger_state
from certification.operations.facts import Facts, differences
from certification.operations.on_postgres import counted

PREFIX: Final = "mingduan-"
SUFFIX: Final = ".tar.gz"
#: A site that has beaten so lately is taken to be running.
ALIVE: Final = timedelta(seconds=30)
#: The copy and the compressed copy lie side by side for a moment; a custom dump is compressed already.
ROOM: Final = 2


class Label(StrEnum):
    """What a backup was made for; each kind is rotated by itself."""

    MANUAL = "manual"
    NIGHTLY = "nightly"
    BEFORE_MIGRATION = "before-migration"


@dataclass(frozen=True, slots=True)
class Made:
    """Where a backup lies, and what it was read back to hold."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, what `migrate` will still apply, and where what was there before lies."""

    manifest: Manifest
    unapplied: int
    kept: str


def back_up(folder: Path, *, label: Label, now: datetime, keys: bool = True) -> Made:
    """Write one archive of the site into `folder` while people go on working, and read it back to the end.

    Args:
        folder: made for the owner alone where it is missing.
        label: what it is made for; part of the file's name.
        now: part of the file's name, in the site's time.
        keys: take the keys of the home folder along; such an archive is as secret as they are.

    Raises:
        BackupError: no space, not writable, a program missing, or what was written does not hold what was read.
    """
    with archive.telling_of_disk(folder):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _insist_on_space(folder)
        with _workshop(folder) as bench:
            facts, ledger = _dump(bench / kind().file)
            names = [kind().file, *(_take_keys(bench) if keys else ())]
            manifest = Manifest(
                made_at=timezone.localtime(now).isoformat(timespec="seconds"),
                label=label,
                version=program_version(),
                vendor=connection.vendor,
                migrations=facts.migrations,
                counts=facts.counts,
                ledger=ledger,
                files={name: archive.digest(bench / name) for name in names},
            )
            target = _free_name(folder, label, now)
            archive.pack(target, bench, manifest)
    try:
        with _workshop(folder) as bench:
            return Made(target, _checked(target, bench))
    except BackupError:
        target.unlink()
        raise


def verify(source: Path) -> Manifest:
    """Read an archive to the end: hashes, the database inside, its rows and migrations. The site is not asked.

    Raises:
        BackupError: something is not as the manifest says.
    """
    with tempfile.TemporaryDirectory(prefix="mingduan-verify-") as folder:
        return _checked(source, Path(folder))


def restore(source: Path, *, replace: bool, now: datetime) -> Restored:
    """Put an archive in the place of the site's data and keys; nothing changes where anything is wrong.

    Raises:
        BackupError: damaged; of another kind of database or a newer program; the site runs; it holds people and
            `replace` was not said; or what was put there does not hold what the manifest says.
    """
    insist_on_rest(now)
    if not replace and _holds_something():
        raise BackupError("这里已经有数据，没有动。确实要用备份代替它，请加 --replace。")
    with _workshop(settings.HOME) as bench:
        manifest = _checked(source, bench)
        _insist_on_fit(manifest)
        kept = kind().load(bench / kind().file, lambda: _insist_on_same(manifest))
        _put_keys(bench, manifest, now)
    unapplied = len(schema.unapplied())
    if not unapplied:
        install_guards()
    return Restored(manifest, unapplied, kept)


def rotate(folder: Path, label: Label, keep: int) -> list[Path]:
    """Delete all but the newest `keep` archives of one kind; return what went. Other files are left alone."""
    gone = archives(folder, label)[: -max(keep, 1)]
    for path in gone:
        path.unlink()
    return gone


def archives(folder: Path, label: Label) -> list[Path]:
    """Return the archives of one kind, the oldest first: their names begin with when they were made."""
    return sorted(folder.glob(f"{PREFIX}*-{label}*{SUFFIX}"))


def program_version() -> str:
    """Return the version of the program, as pyproject.toml says."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def _dump(target: Path) -> tuple[Facts, str]:
    is_current = not schema.unapplied()
    said: list[str] = []
    facts = kind().dump(target, lambda alias: said.append(ledger_state(alias, is_current=is_current)))
    return facts, said[0]


def _checked(source: Path, folder: Path) -> Manifest:
    manifest = archive.unpack(source, folder)
    if manifest.vendor not in KINDS:
        raise BackupError(f"不认识这种数据库的备份：{manifest.vendor}")
    one = KINDS[manifest.vendor]
    facts = one.examine(folder / one.file)
    if lines := differences(manifest.counts, facts.counts):
        raise BackupError("备份里的数据和清单对不上：" + "；".join(lines))
    if facts.migrations != manifest.migrations:
        raise BackupError("备份里的数据库版本和清单对不上。")
    return manifest


def insist_on_rest(now: datetime) -> None:
    """Refuse while the site runs; where the database cannot be asked, let pass.

    Raises:
        BackupError: the sweeper has beaten lately.
    """
    try:
        is_running = Heartbeat.objects.filter(at__gt=now - ALIVE).exists()
    except DatabaseError:
        return  # no such table, or a damaged file: that is what is to be replaced
    if is_running:
        raise BackupError(f"站点还在运行，没有动。先停下它，{ALIVE.seconds} 秒以后再来。")


def _holds_something() -> bool:
    try:
        return schema.has_data()
    except DatabaseError:
        return True  # it cannot be read; what it holds is for a person to judge


def _insist_on_fit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupError(f"这是 {manifest.vendor} 的备份，这个站点用的是 {connection.vendor}。换 DATABASE_URL 再来。")
    if newer := set(manifest.migrations) - schema.known():
        raise BackupError(
            f"备份来自更新的版本（{manifest.version}），这个程序不认识 {len(newer)} 个数据库改动。先升级程序。"
        )


def _insist_on_same(manifest: Manifest) -> None:
    """Compare what now stands in the site's place with the manifest."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            found = counted(str(cursor.fetchone()[0]))
        if lines := differences(manifest.counts, found):
            raise BackupError("放回去的行数和清单对不上，已经退回：" + "；".join(lines))
    if not schema.unapplied():
        ledger_state()


def _take_keys(bench: Path) -> Iterator[str]:
    for name in KEY_FILES:
        if (settings.HOME / name).exists():
            (bench / name).write_bytes((settings.HOME / name).read_bytes())
            yield name


def _put_keys(bench: Path, manifest: Manifest, now: datetime) -> None:
    """Bring the keys home; one that differs and was there is kept under another name."""
    for name in KEY_FILES:
        here = settings.HOME / name
        if name not in manifest.files or (here.exists() and archive.digest(here) == manifest.files[name]):
            continue
        if here.exists():
            here.rename(here.with_name(f"{name}.before-restore-{timezone.localtime(now):%Y%m%d-%H%M%S}"))
        (bench / name).rename(here)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".mingduan-", dir=folder) as bench:
        yield Path(bench)


def _insist_on_space(folder: Path) -> None:
    needed, free = kind().size() * ROOM, shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(f"{folder} 所在的磁盘只剩 {free >> 20} MB，备份大约要 {needed >> 20} MB。腾出空间再来。")


def _free_name(folder: Path, label: Label, now: datetime) -> Path:
    stem = f"{PREFIX}{timezone.localtime(now):%Y%m%d-%H%M%S}-{label}"
    names = (folder / f"{stem}{f'-{number}' if number else ''}{SUFFIX}" for number in range(1000))
    return next(path for path in names if not path.exists())
