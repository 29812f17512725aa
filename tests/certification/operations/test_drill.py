"""The drill: back up while somebody saves, lose everything, restore, compare; on the database that the run is about."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from certification.home import KEY_FILES
from tests.failures.site import IS_POSTGRES, ROOT, drop_database, environment, new_database

SAVING = "tests.certification.operations.saving"
DATABASE = "mingduan.sqlite3"
pytestmark = [
    pytest.mark.usefixtures("db"),  # with --only-database this runs on PostgreSQL too
    pytest.mark.skipif(IS_POSTGRES and shutil.which("pg_dump") is None, reason="no pg_dump on this machine"),
]


class Site:
    """A home folder, a database, and what is run on them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.home.mkdir()
        self.database = new_database() if IS_POSTGRES else None
        self.told = {
            **environment(home, home / "static", self.database),
            "DJANGO_SETTINGS_MODULE": "certification.settings",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.told, capture_output=True, text=True, check=False
        )

    def do(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refuse(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 1, done.stdout
        return done.stderr

    def tell(self) -> dict:
        return json.loads(self.do("-m", SAVING, "tell"))

    @contextmanager
    def saving(self):
        """Let somebody save all the while; yields how to learn the next acknowledged answer."""
        words = [sys.executable, "-m", SAVING, "save"]
        with subprocess.Popen(words, cwd=ROOT, env=self.told, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield lambda: int(process.stdout.readline())
            finally:
                process.kill()

    def destroy(self) -> None:
        for name in KEY_FILES:
            (self.home / name).unlink(missing_ok=True)
        if self.database:
            with psycopg.connect(self.database, autocommit=True) as one:
                one.execute("DROP SCHEMA public CASCADE")
                one.execute("CREATE SCHEMA public")
        else:
            for path in self.home.glob(f"{DATABASE}*"):
                path.unlink()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Every test leaves it whole."""
    one = Site(tmp_path_factory.mktemp("site") / "home")
    one.do("-m", SAVING, "prepare")
    yield one
    if one.database:
        drop_database(one.database)


def test_what_was_saved_before_the_backup_comes_back_and_nothing_else(site, tmp_path):
    secret = (site.home / "secret-key").read_text()
    with site.saving() as next_saved:
        before = [next_saved() for _ in range(5)][-1]
        said = site.do("manage.py", "backup", "--to", str(tmp_path / "kept"))
        after = next_saved()
    held = site.tell()
    (archive,) = (tmp_path / "kept").iterdir()
    site.destroy()

    site.do("manage.py", "restore", str(archive))
    back = site.tell()

    assert "已读回核对" in said
    assert archive.stat().st_mode & 0o077 == 0
    assert back["rows"] == held["rows"]
    assert back["saved"] == held["saved"][: len(back["saved"])]
    assert before <= len(back["saved"]) <= len(held["saved"])
    assert after <= len(held["saved"])
    assert back["marks"] > 0
    assert back["broken"] is None
    assert back["unguarded"] == []
    assert (site.home / "secret-key").read_text() == secret


def test_a_site_with_people_is_replaced_only_when_told_and_not_by_a_damaged_file(site, tmp_path):
    site.do("manage.py", "backup", "--to", str(tmp_path))
    (archive,) = tmp_path.glob("*.tar.gz")
    damaged = tmp_path / "damaged"
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    held = site.tell()
    with site.saving() as next_saved:
        next_saved()

    assert "--replace" in site.refuse("manage.py", "restore", str(archive))
    assert "坏了" in site.refuse("manage.py", "restore", str(damaged), "--replace")
    assert site.tell()["saved"] != held["saved"]
    site.do("manage.py", "restore", str(archive), "--replace")
    assert site.tell() == held


@pytest.mark.skipif(IS_POSTGRES, reason="about the file of SQLite")
def test_a_damaged_database_gives_no_backup_and_can_be_replaced(site, tmp_path):
    site.do("manage.py", "backup", "--to", str(tmp_path))
    (archive,) = tmp_path.glob("*.tar.gz")
    held = site.tell()
    here = site.home / DATABASE
    with sqlite3.connect(here) as one:
        one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = one.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(here.read_bytes())
    content[size * 3 :] = b"\xff" * (len(content) - size * 3)
    here.write_bytes(content)

    assert site.run("manage.py", "backup", "--to", str(tmp_path)).returncode != 0
    assert list(tmp_path.glob("*.tar.gz")) == [archive]
    site.do("manage.py", "restore", str(archive), "--replace")
    assert site.tell() == held
    assert list(site.home.glob(f"{DATABASE}.before-restore-*"))
