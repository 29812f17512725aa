"""Upgrade a site that systemd runs, by one command, and undo it by another; for root, in the program's folder.

    python3 bin/upgrade.py                  # to the newest version of the repository
    python3 bin/upgrade.py --to REVISION    # to a certain one
    python3 bin/upgrade.py --back           # as it was before the last upgrade, data included

The site is stopped, program and packages are brought to the version, the site starts: it backs up and migrates before
it serves. Going back puts the backup of before the migration in place; what was done since is not in it. Standard
library only.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS, TICK_SECONDS, SILENCE_SECONDS = 1800, 1, 31
OK = 200


class UpgradeError(Exception):
    """Why not: a sentence for whoever typed the command."""


class Site(Protocol):
    """Who runs the program, and where."""

    program: Path
    python: str

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def is_ready(self) -> bool: ...
    def manage(self, *words: str) -> str: ...
    def backups(self) -> Path: ...


def upgrade(site: Site, to: str = "") -> str:
    """Bring the site to a revision, by default the newest of the repository; return what was done."""
    if git(site, "status", "--porcelain", "--untracked-files=no"):
        raise UpgradeError("程序文件夹里有改过的文件（git status），没有升级。先收起来或者提交。")
    before = git(site, "rev-parse", "HEAD")
    git(site, "fetch", "--quiet", "--tags", "origin")
    target = git(site, "rev-parse", "--verify", f"{to or 'origin/HEAD'}^{{commit}}")
    if target == before:
        return f"已经是 {target[:9]}，没有动。"
    noted(site).write_text(json.dumps({"before": before, "at": time.time()}), encoding="utf-8")
    site.stop()
    install(site, target)
    start(site, f"没有就绪。看日志；要退回 {before[:9]}：python3 bin/upgrade.py --back")
    return f"{before[:9]} → {target[:9]}，已就绪。退回：python3 bin/upgrade.py --back"


def go_back(site: Site) -> str:
    """Undo the last upgrade: program, packages, and the data if it had migrated them; return what was done."""
    if not noted(site).exists():
        raise UpgradeError("没有升级过，没有可以退回的版本。")
    note = json.loads(noted(site).read_text(encoding="utf-8"))
    site.stop()
    stopped = time.monotonic()
    install(site, note["before"])
    kept = sorted(
        one for one in site.backups().glob("mingduan-*-before-migration*.tar.gz") if is_since(one, note["at"])
    )
    if kept:
        time.sleep(max(0.0, stopped + SILENCE_SECONDS - time.monotonic()))  # `restore` wants the heartbeat to be old
        site.manage("restore", str(kept[0]), "--replace")
    start(site, "退回以后没有就绪，看日志。")
    noted(site).unlink()
    data = f"数据退回到 {kept[0].name}" if kept else "数据没有升级过，没有动"
    return f"退回到 {note['before'][:9]}，{data}，已就绪。"


def is_since(backup: Path, at: float) -> bool:
    return backup.stat().st_mtime >= at


def noted(site: Site) -> Path:
    """Return the file that says what there was before the last upgrade."""
    return site.program / ".git" / "mingduan-before"


def install(site: Site, revision: str) -> None:
    git(site, "checkout", "--quiet", "--detach", revision)
    call([site.python, "bin/setup.py", "run"], site.program)


def start(site: Site, otherwise: str) -> None:
    """Start, and wait until the site says that it is ready: it may have to back up, migrate and derive first."""
    site.start()
    deadline = time.monotonic() + READY_SECONDS
    while not site.is_ready():
        if time.monotonic() > deadline:
            raise UpgradeError(otherwise)
        time.sleep(TICK_SECONDS)


def git(site: Site, *words: str) -> str:
    return call(["git", "-C", str(site.program), *words], site.program)


def call(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UpgradeError(f"{' '.join(command)}\n{(done.stdout + done.stderr).strip()}")
    return done.stdout.strip()


class Systemd:
    """The site as docs/how-to/operate.md installs it: a unit, an environment file, a user of its own."""

    def __init__(self, service: str, environment: Path, port: int) -> None:
        self.service, self.port, self.program, self.python = service, port, ROOT, sys.executable
        lines = environment.read_text(encoding="utf-8").splitlines()
        self.environment = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        self.user = call(["systemctl", "show", "--property=User", "--value", service], ROOT) or "root"

    def start(self) -> None:
        call(["systemctl", "daemon-reload"], ROOT)
        call(["systemctl", "start", self.service], ROOT)

    def stop(self) -> None:
        call(["systemctl", "stop", self.service], ROOT)

    def is_ready(self) -> bool:
        host = self.environment.get("ALLOWED_HOSTS", "localhost").split(",")[0]
        try:
            asked = Request(f"http://127.0.0.1:{self.port}/readyz/", headers={"Host": host})
            with urlopen(asked, timeout=10) as reply:  # noqa: S310 - http, our own
                return bool(reply.status == OK)
        except (HTTPError, URLError, OSError):
            return False

    def manage(self, *words: str) -> str:
        told = [f"{name}={value}" for name, value in self.environment.items()]
        command = [str(ROOT / ".venv/bin/python"), "manage.py", *words]
        return call(["runuser", "-u", self.user, "--", "env", *told, *command], ROOT)

    def backups(self) -> Path:
        return Path(self.environment.get("BACKUP_DIR", "") or f"{self.environment['MINGDUAN_HOME']}/backups")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", default="", help="revision, default: the newest of the repository")
    parser.add_argument("--back", action="store_true", help="undo the last upgrade")
    parser.add_argument("--service", default="mingduan")
    parser.add_argument("--environment", type=Path, default=Path("/etc/mingduan.env"))
    parser.add_argument("--port", type=int, default=8000)
    told = parser.parse_args()
    os.umask(0o022)
    try:
        site = Systemd(told.service, told.environment, told.port)
        print(go_back(site) if told.back else upgrade(site, told.to))
    except (UpgradeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
