"""Run a command with DATABASE_URL pointing at a throw-away PostgreSQL: `python3 bin/on_postgres.py COMMAND…`.

The cluster lives in a temporary folder, listens on a socket in it and nowhere else, belongs to the user `postgres`
when root calls (PostgreSQL refuses root), and is gone afterwards. Standard library only.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

NO_DURABILITY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def main(command: list[str]) -> int:
    binaries = server_binaries()
    if binaries is None:
        print("跳过 PostgreSQL 上的测试：这台机器没有 PostgreSQL 服务端（initdb）。")
        return 1 if os.environ.get("CI") == "true" else 0
    folder = Path(tempfile.mkdtemp(prefix="mingduan-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user=owner())
        folder.chmod(0o700)
        start(binaries, folder)
        try:
            url = f"postgres:///postgres?host={folder}&user={owner()}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        finally:
            as_owner([str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_binaries() -> Path | None:
    """Return the folder of `initdb`: the newest of Debian's versions, else the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def start(binaries: Path, folder: Path, *, settings: Sequence[str] = NO_DURABILITY) -> None:
    data, log = f"{folder}/data", f"{folder}/log"
    as_owner([str(binaries / "initdb"), "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"])
    options = " ".join([*settings, "-c", "listen_addresses=''", "-k", str(folder)])
    as_owner([str(binaries / "pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "start"])


def owner() -> str:
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def as_owner(command: list[str]) -> None:
    """Run a command as the cluster's owner; its output is shown only if it fails."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", owner(), "--", *command]
    done = subprocess.run(command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"PostgreSQL：{' '.join(command)}\n{done.stdout}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
