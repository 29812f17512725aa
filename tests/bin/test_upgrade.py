"""The one command that upgrades, and the one that undoes it."""

import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

BIN = str(Path(__file__).resolve().parents[2] / "bin")
SETUP = "import pathlib, sys\npathlib.Path('installed').open('a').write(open('version').read())\n"


def git(folder, *words):
    told = ["git", "-C", str(folder), "-c", "user.name=n", "-c", "user.email=n@example.com", *words]
    return subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder, version):
    (folder / "version").write_text(version)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", version)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def command(monkeypatch):
    monkeypatch.syspath_prepend(BIN)
    yield import_module("upgrade")
    del sys.modules["upgrade"]


class Site:
    """A program in a folder, and everything that is done to it."""

    python = sys.executable

    def __init__(self, program, kept):
        self.program, self.kept, self.done, self.ready = program, kept, [], True

    def start(self):
        self.done.append("start")

    def stop(self):
        self.done.append("stop")

    def is_ready(self):
        return self.ready

    def manage(self, *words):
        self.done.append(" ".join(words))
        return ""

    def backups(self):
        return self.kept


@pytest.fixture
def site(tmp_path):
    """A site at the first of two versions; the repository has both."""
    origin, kept = tmp_path / "origin", tmp_path / "kept"
    (origin / "bin").mkdir(parents=True)
    (origin / "bin" / "setup.py").write_text(SETUP)
    (origin / ".gitignore").write_text("installed\n")
    kept.mkdir()
    git(tmp_path, "init", "-q", "-b", "main", str(origin))
    commit(origin, "1")
    git(tmp_path, "clone", "-q", str(origin), str(tmp_path / "program"))
    commit(origin, "2")
    return Site(tmp_path / "program", kept)


def version(site):
    return (site.program / "version").read_text()


def backup(site, *, hours=0.0):
    path = site.kept / f"mingduan-{hours}-before-migration.tar.gz"
    path.write_bytes(b"")
    at = time.time() + 3600 * hours
    os.utime(path, (at, at))
    return str(path)


def test_it_stops_installs_and_starts(command, site):
    command.upgrade(site)

    assert (version(site), (site.program / "installed").read_text()) == ("2", "2")
    assert site.done == ["stop", "start"]


def test_the_newest_version_is_left_alone(command, site):
    command.upgrade(site)
    site.done.clear()

    assert "没有动" in command.upgrade(site)
    assert site.done == []


def test_a_program_that_was_changed_by_hand_is_not_touched(command, site):
    (site.program / "version").write_text("mine")

    with pytest.raises(command.UpgradeError, match="git status"):
        command.upgrade(site)
    assert (version(site), site.done) == ("mine", [])


def test_an_unknown_version_changes_nothing(command, site):
    with pytest.raises(command.UpgradeError, match="rev-parse"):
        command.upgrade(site, "no-such-version")
    assert (version(site), site.done) == ("1", [])


def test_going_back_restores_what_was_kept_before_the_migration(command, site, monkeypatch):
    monkeypatch.setattr(command, "SILENCE_SECONDS", 0)
    backup(site, hours=-5)
    command.upgrade(site)
    first = backup(site, hours=0.1)
    backup(site, hours=0.2)

    told = command.go_back(site)

    assert (version(site), Path(first).name in told) == ("1", True)
    assert site.done[2:] == ["stop", f"restore {first} --replace", "start"]
    with pytest.raises(command.UpgradeError, match="没有升级过"):
        command.go_back(site)


def test_without_a_migration_the_data_stay(command, site):
    backup(site, hours=-5)
    command.upgrade(site)

    assert "没有动" in command.go_back(site)
    assert (version(site), site.done) == ("1", ["stop", "start", "stop", "start"])


def test_one_that_does_not_come_up_says_how_to_go_back(command, site, monkeypatch):
    monkeypatch.setattr(command, "READY_SECONDS", 0)
    monkeypatch.setattr(command, "TICK_SECONDS", 0)
    site.ready = False

    with pytest.raises(command.UpgradeError, match="--back"):
        command.upgrade(site)

    site.ready = True
    command.go_back(site)
    assert version(site) == "1"


def test_the_environment_file_of_the_guide_is_read(command, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "call", lambda words, _folder: "mingduan" if "show" in words else "")
    guide = Path(BIN).parent / "docs/how-to/operate/mingduan.env"

    site = command.Systemd("mingduan", guide, 8000)

    assert (site.user, site.backups()) == ("mingduan", Path("/var/backups/mingduan"))
    assert site.environment["ALLOWED_HOSTS"].split(",")[0] == "mingduan.example.com"
    bare = tmp_path / "env"
    bare.write_text("# nothing else\nMINGDUAN_HOME=/srv/home\n")
    assert command.Systemd("mingduan", bare, 8000).backups() == Path("/srv/home/backups")
