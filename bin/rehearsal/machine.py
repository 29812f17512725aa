"""One machine as the guide sets it up: a clone that belongs to root, its environment, a home folder of the user's."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rehearsal.telling import insist, quoted
from rehearsal.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/how-to/operate"
START_SECONDS, END_SECONDS, SILENCE_SECONDS = 600, 180, 31
USER = "nobody"


class Machine:
    """Called by root, the site runs as `nobody`; else as whoever calls."""

    def __init__(self, folder: Path, python: str) -> None:
        self.folder, self.python = folder, python
        self.program, self.home, self.kept = folder / "program", folder / "home", folder / "backups"
        self.log = folder / "site.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.user: dict[str, Any] = {"user": USER, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        self.port = free_port()
        self.stopped_at = 0.0

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment file of the guide, with the folders of this rehearsal."""
        told = dict(re.findall(r"^([A-Z_]+)=(.*)$", (GUIDE / "mingduan.env").read_text(encoding="utf-8"), re.MULTILINE))
        own = {"MINGDUAN_HOME": str(self.home), "BACKUP_DIR": str(self.kept), "HOME": str(self.home)}
        return {**told, **own, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    @property
    def database(self) -> Path:
        return self.home / "mingduan.sqlite3"

    def clone(self, revision: str) -> None:
        call(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(self.program)])
        self.install(revision)
        for path in (self.home, self.kept, self.program / ".build"):
            self.own(path)

    def own(self, path: Path) -> None:
        """Make a folder for whoever runs the site, as `install -d -o … -m 700` does."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.user:
            shutil.chown(path, USER, "nogroup")

    def install(self, revision: str) -> None:
        """Bring program and environment to a revision."""
        call(["git", "-C", str(self.program), "checkout", "--quiet", "--force", revision])
        call([self.python, "bin/setup.py", "run"], cwd=self.program)

    def manage(self, *words: str, refused: bool = False) -> str:
        """Run a command as the site's user, as `md` of the guide does; return what it said."""
        done = subprocess.run(
            [self.program / ".venv/bin/python", "manage.py", *words],
            cwd=self.program, env=self.environment, capture_output=True, text=True, check=False, **self.user,
        )  # fmt: skip
        insist((done.returncode != 0) is refused, f"manage.py {quoted(words)}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def command(self) -> list[str]:
        """Return ExecStart of the guide's unit, in this rehearsal's folder and at its port."""
        unit = (GUIDE / "mingduan.service").read_text(encoding="utf-8")
        line = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        insist(line, "the unit has no ExecStart")
        assert line is not None
        words = shlex.split(line[1].replace("/opt/mingduan", str(self.program)))
        return [str(self.port) if word == "8000" else word for word in words]

    # --- as `bin/upgrade.py` wants a site --------------------------------------------------------------------------

    def start(self) -> None:
        """Start the site as the unit does."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command(), cwd=self.program, env=self.environment, stdout=out, stderr=out, umask=0o077, **self.user
            )

    def stop(self) -> None:
        """Ask the site to end, as systemd does, and wait until it has."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(END_SECONDS)
            self.process, self.stopped_at = None, time.monotonic()

    def is_ready(self) -> bool:
        ended = self.process is None or self.process.poll() is not None
        insist(not ended, f"the site ended: {self.log.read_text(errors='replace')[-2000:]}")
        return Visitor(self.port).get("/readyz/").status == 200  # noqa: PLR2004 - as HTTP counts

    def backups(self) -> Path:
        return self.kept

    # ---------------------------------------------------------------------------------------------------------------

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Have the site ready, started where it is not running; stop it at the end."""
        if self.process is None:
            self.start()
        try:
            deadline = time.monotonic() + START_SECONDS
            while not self.is_ready():
                insist(time.monotonic() < deadline, f"not ready: {Visitor(self.port).get('/readyz/').text}")
                time.sleep(0.5)
            yield
        finally:
            self.stop()

    def wait_for_silence(self) -> None:
        """Wait as the guide says: `restore` refuses while the last heartbeat is young."""
        time.sleep(max(0.0, self.stopped_at + SILENCE_SECONDS - time.monotonic()))

    def newest(self, label: str) -> Path:
        """Return the newest backup that was made for this."""
        found = sorted(self.kept.glob(f"mingduan-*-{label}*.tar.gz"))
        insist(found, f"no {label} backup in {self.kept}")
        return found[-1]


def call(command: Sequence[str], cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    insist(done.returncode == 0, f"{quoted(command)}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
