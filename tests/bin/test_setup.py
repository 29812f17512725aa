"""Bringing .venv to a lock file, in a folder of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MISSING = "no-such-package-of-ours==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose locks ask for nothing, where pip reaches no index."""
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "setup.py", tmp_path / "bin")
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        (tmp_path / name).write_text(f"# {name}\n")
    return tmp_path


def set_up(checkout: Path, level: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(checkout), "PIP_NO_INDEX": "1", "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "bin/setup.py", level],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_done_is_not_done_again_and_what_is_there_is_kept(checkout):
    first = set_up(checkout, "dev")
    again = set_up(checkout, "dev")
    less = set_up(checkout, "run")
    (checkout / ".venv" / "mine").touch()
    (checkout / ".venv" / "installed-locks").unlink()
    without_stamp = set_up(checkout, "run")

    assert all(done.returncode == 0 for done in (first, again, less, without_stamp)), first.stderr
    assert "requirements-dev.lock" in first.stdout
    assert again.stdout == less.stdout == ""
    assert "准备 .venv" not in without_stamp.stdout
    assert (checkout / ".venv" / "mine").exists()


def test_what_cannot_be_fetched_is_told_with_advice_and_tried_again(checkout):
    (checkout / "requirements.lock").write_text(MISSING)

    failed = set_up(checkout, "run")

    assert failed.returncode == 1
    assert "要联网" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not (checkout / ".venv" / "installed-locks").exists()
