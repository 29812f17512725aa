"""The production server as processes of its own, on a home folder of its own; killed and started at will."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from certification.management.commands.serve import answers_within, command_line, web_server
from tests.failures.limits import FILE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 240.0
IS_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def environment(home: Path, static: Path, database: str | None, **more: str) -> dict[str, str]:
    """What a process of the site is started with; nothing of the test run's own settings."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    told = {"MINGDUAN_HOME": str(home), "MINGDUAN_STATIC": str(static)}
    given = {"DATABASE_URL": database} if database else {}
    return {**inherited, **told, **given, "DJANGO_SETTINGS_MODULE": "tests.failures.settings", **more}


class Template:
    """A home folder, and on PostgreSQL a database, to be copied for each site."""

    def __init__(self, folder: Path) -> None:
        self.home, self.static = folder / "home", folder / "static"
        self.home.mkdir()
        self.database = new_database() if IS_POSTGRES else None
        self.run("-m", "tests.failures.prepare")
        self.told: dict[str, Any] = json.loads((self.home / "told.json").read_text())

    def run(self, *words: str) -> None:
        told = environment(self.home, self.static, self.database)
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def copy(self, folder: Path, **settings: str) -> Iterator["Site"]:
        """Serve a copy; whatever is still running at the end is killed."""
        home = folder / "home"
        shutil.copytree(self.home, home)
        database = new_database(template=self.database) if self.database else None
        site = Site(home, environment(home, self.static, database, **settings), self.told, database)
        try:
            yield site
        finally:
            site.close()
            if database:
                drop_database(database)


class Site:
    """Web server and sweeper, as `manage.py serve` starts them, in one process group."""

    def __init__(self, home: Path, told: Mapping[str, str], data: Mapping[str, Any], database: str | None) -> None:
        self.home, self.told, self.database = home, told, database
        self.people: list[dict[str, str]] = data["people"]
        self.round: str = data["round"]
        self.port = free_port()
        self.group: int | None = None
        self.processes: list[subprocess.Popen[bytes]] = []
        self.reader: ExitStack | None = None
        self.line: Any = None

    def start(self) -> None:
        for command in (web_server("127.0.0.1", self.port, 2), command_line("sweep", "--loop")):
            self._start(command)
        assert answers_within("127.0.0.1", self.port, PATIENCE_SECONDS, given_up=self.has_ended), self.log

    def _start(self, command: list[str]) -> None:
        with (self.home / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=dict(self.told), stdout=log, stderr=log, process_group=self.group or 0
            )
        self.group = self.group or process.pid
        self.processes.append(process)

    def has_ended(self) -> bool:
        return any(process.poll() is not None for process in self.processes)

    def kill(self) -> None:
        """End everything at once, without a word: SIGKILL."""
        if self.group is not None:
            os.killpg(self.group, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.group is not None and is_served(self.port) and time.monotonic() < deadline:
            time.sleep(0.02)  # the workers are the web server's children, not ours to wait for
        self.processes, self.group = [], None

    @property
    def log(self) -> str:
        path = self.home / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    # --- what the server holds, read beside it -----------------------------------------------------------------------

    @contextmanager
    def connection(self) -> Iterator[Any]:
        if self.database:
            with psycopg.connect(self.database, autocommit=True) as one:
                yield one
            return
        with closing(
            sqlite3.connect(self.home / "mingduan.sqlite3", timeout=60, isolation_level=None, check_same_thread=False)
        ) as other:
            yield other

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a SELECT with ? places says."""
        return self._execute(statement, values).fetchall()

    def write(self, statement: str, *values: object) -> None:
        self._execute(statement, values)

    def _execute(self, statement: str, values: tuple[object, ...]) -> Any:
        if self.reader is None:
            self.reader = ExitStack()
            self.line = self.reader.enter_context(self.connection())
        return self.line.execute(statement.replace("?", "%s") if self.database else statement, values)

    def close(self) -> None:
        """End the server and our own line to its database."""
        self.kill()
        if self.reader is not None:
            self.reader.close()

    def key(self, value: str) -> str:
        """Return an id as the database keeps it."""
        return value if self.database else uuid.UUID(value).hex

    def limit_pages(self, pages: int | None) -> None:
        path = self.home / FILE
        if pages is None:
            path.unlink()
        else:
            path.write_text(str(pages))

    def page_count(self) -> int:
        return int(self.rows("PRAGMA page_count")[0][0])


def is_served(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def new_database(*, template: str | None = None) -> str:
    """Create a database beside the one that DATABASE_URL names; return its address."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"failures_{uuid.uuid4().hex[:12]}"
    like = f' TEMPLATE "{urlsplit(template).path[1:]}"' if template else ""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as one:
        one.execute(f'CREATE DATABASE "{name}"{like}')
    return f"{address.scheme}://{address.netloc}/{name}?{address.query}"


def drop_database(url: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as one:
        one.execute(f'DROP DATABASE "{urlsplit(url).path[1:]}" WITH (FORCE)')
