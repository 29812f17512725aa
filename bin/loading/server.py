"""A database and the production server on it: fresh for every scenario, measured while it serves, ended afterwards."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import on_postgres

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


class Store:
    """Where the prepared data lie, and how a scenario gets a copy of them."""

    def __init__(self, folder: Path, kind: str, cluster: Path | None, environment: dict[str, str]) -> None:
        self.folder, self.kind, self.cluster, self.environment = folder, kind, cluster, environment
        self.home = folder / f"home-{kind}"
        self.home.mkdir()
        if cluster:
            self._create("prepared")
        self.told: dict[str, Any] = {}

    def prepare(self, program: str, *numbers: int) -> None:
        """Have `python -m PROGRAM NUMBERS…` fill the database; what it prints is `told`."""
        command = [sys.executable, "-m", program, *map(str, numbers)]
        told = self.settings(self.home, "prepared")
        done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"没能准备数据：\n{done.stderr[-3000:]}")
        self.told = json.loads(done.stdout.splitlines()[-1])

    def settings(self, home: Path, database: str) -> dict[str, str]:
        """Return the environment of the site's processes."""
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        told = {
            "MINGDUAN_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "loading.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'bin'}",
            **({"DATABASE_URL": self._url(database)} if self.cluster else {}),
        }
        return {**inherited, **self.environment, **told}

    @contextmanager
    def copy(self, name: str) -> Iterator["Server"]:
        """Serve a copy; end it and throw the copy away."""
        home = self.folder / name
        shutil.copytree(self.home, home)
        if self.cluster:
            self._create(name, like="prepared")
        server = Server(home, self.settings(home, name), self.cluster)
        try:
            server.start()
            yield server
        finally:
            server.end()
            shutil.rmtree(home, ignore_errors=True)

    def responses(self, name: str) -> int:
        """Return how many answers and flags the database holds."""
        statement = "SELECT count(*) FROM certification_response"
        if self.cluster:
            return int(self.ask(statement, name))
        with closing(sqlite3.connect(self.folder / name / "mingduan.sqlite3", timeout=60)) as one:
            return int(one.execute(statement).fetchone()[0])

    def _url(self, database: str) -> str:
        return f"postgres:///{database}?host={self.cluster}&user={on_postgres.owner()}"

    def _create(self, name: str, like: str = "template1") -> None:
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{like}"', "postgres")

    def ask(self, statement: str, database: str = "prepared") -> str:
        """Return what the cluster answers."""
        beside = (on_postgres.server_binaries() or Path()) / "psql"
        command = [
            str(beside) if beside.exists() else "psql",
            "-h",
            str(self.cluster),
            "-U",
            on_postgres.owner(),
            "-d",
            database,
            "-Atqc",
            statement,
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@dataclass
class Server:
    """Web server and sweeper as `manage.py serve` starts them, in one process group."""

    home: Path
    told: dict[str, str]
    cluster: Path | None
    workers: int = os.cpu_count() or 1
    port: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        commands = "from certification.management.commands.serve import *; import json; "
        commands += f"print(json.dumps([web_server('127.0.0.1', {self.port}, {self.workers}), "
        commands += "command_line('sweep', '--loop')]))"
        said = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", commands],
            cwd=ROOT, env=self.told, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for command in json.loads(said.stdout.splitlines()[-1]):
            group = self.processes[0].pid if self.processes else 0
            with (self.home / "log").open("ab") as log:
                self.processes.append(
                    subprocess.Popen(command, cwd=ROOT, env=self.told, stdout=log, stderr=log, process_group=group)
                )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit(f"服务器没有启动：\n{self.log()}")

    def end(self) -> None:
        if self.processes:
            os.killpg(self.processes[0].pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()

    def log(self) -> str:
        return (self.home / "log").read_text(errors="replace")[-3000:]

    # --- what it costs ---------------------------------------------------------------------------------------------

    def cpu_seconds(self) -> float:
        """Return user and system time of the whole group so far."""
        return sum(stat.cpu for stat in processes() if stat.group == self.processes[0].pid)

    def database_cpu_seconds(self) -> float:
        """Return user and system time of the PostgreSQL cluster so far, ended backends included."""
        if self.cluster is None:
            return 0.0
        main = int((self.cluster / "data" / "postmaster.pid").read_text().split()[0])
        return sum(stat.cpu for stat in processes() if main in {stat.pid, stat.parent})

    def peak_megabytes(self) -> float:
        """Return the sum of what each process of the group had in memory at most."""
        group = self.processes[0].pid
        return sum(peak_kilobytes(stat.pid) for stat in processes() if stat.group == group) / 1024


@dataclass(frozen=True)
class Stat:
    pid: int
    parent: int
    group: int
    cpu: float


def processes() -> Iterator[Stat]:
    """Yield every process; its CPU includes that of children that have ended."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        yield Stat(int(path.parent.name), int(values[1]), int(values[2]), sum(map(int, values[11:15])) / TICKS)


def peak_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


@contextmanager
def stores(
    kinds: list[str], environment: dict[str, str], *numbers: int, program: str = "loading.home"
) -> Iterator[dict[str, Store]]:
    """Have `program` prepare a store for each kind of database; PostgreSQL as durable as it comes."""
    folder = Path(tempfile.mkdtemp(prefix="mingduan-load-"))
    folder.chmod(0o711)  # the cluster's owner must reach its own folder in it
    binaries = on_postgres.server_binaries() if "postgresql" in kinds else None
    cluster = folder / "cluster" if binaries else None
    try:
        if binaries and cluster:
            cluster.mkdir()
            if os.geteuid() == 0:
                shutil.chown(cluster, user=on_postgres.owner())
            on_postgres.start(binaries, cluster, settings=[])
        elif "postgresql" in kinds:
            print("这台机器没有 PostgreSQL 服务端，只测 SQLite。")
        there = [kind for kind in kinds if kind != "postgresql" or cluster]
        found = {kind: Store(folder, kind, cluster if kind == "postgresql" else None, environment) for kind in there}
        for store in found.values():
            store.prepare(program, *numbers)
        yield found
    finally:
        if binaries and cluster:
            on_postgres.as_owner([str(binaries / "pg_ctl"), "-D", f"{cluster}/data", "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)
