"""What the site's processes hold: memory, threads, open files, connections; and how large the database is."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from loading.server import processes

#: What a job of the worker starts, and what ends with it.
SOLVER = "solver"
NAMES = {"granian": "web", "sweep": "sweeper", "work": "worker", "serve": "supervisor"}


@dataclass(frozen=True)
class Gauge:
    """One process at one moment."""

    name: str
    pid: int
    megabytes: float
    threads: int
    files: int
    sockets: int


@dataclass(frozen=True)
class Reading:
    """Every process of the site at one moment; seconds since the run began, megabytes of the database and its log."""

    at: float
    gauges: tuple[Gauge, ...]
    database: float
    log: float


@dataclass
class Record:
    began: float = field(default_factory=time.monotonic)
    readings: list[Reading] = field(default_factory=list)

    def note(self, root: int, database: float, log: float) -> Reading:
        gauges = tuple(sorted(gauges_below(root), key=lambda one: (one.name, one.pid)))
        self.readings.append(Reading(round(time.monotonic() - self.began, 1), gauges, database, log))
        return self.readings[-1]

    def as_json(self) -> list[dict[str, object]]:
        return [asdict(one) for one in self.readings]


def gauges_below(root: int) -> Iterator[Gauge]:
    """Yield a gauge for `root` and each of its descendants that is still there."""
    parents = {one.pid: one.parent for one in processes()}
    for pid in parents:
        above = pid
        while above not in (root, 0, 1):
            above = parents.get(above, 0)
        if above == root:
            try:
                yield gauge(pid, parents)
            except (OSError, StopIteration):
                continue  # it has just ended


def gauge(pid: int, parents: dict[int, int]) -> Gauge:
    folder = Path(f"/proc/{pid}")
    lines = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
    ends = [_target(one) for one in (folder / "fd").iterdir()]
    return Gauge(
        name=name_of(pid, parents),
        pid=pid,
        megabytes=int(lines["VmRSS"].split()[0]) / 1024 if "VmRSS" in lines else 0.0,
        threads=int(lines["Threads"]),
        files=len(ends),
        sockets=sum(one.startswith("socket:") for one in ends),
    )


def name_of(pid: int, parents: dict[int, int]) -> str:
    """Return `web` for a worker of the web server, `web main` for what watches over them, and so on."""
    own = _kind(pid)
    if own == "other" and _kind(parents.get(pid, 0)) == "worker":
        return SOLVER
    if own == "web" and _kind(parents.get(pid, 0)) != "web":
        return "web main"
    return own


def _kind(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    if any("resource_tracker" in word for word in words):
        return "tracker"
    return next(
        (name for word, name in NAMES.items() if word in words), "web" if "--multiprocessing-fork" in words else "other"
    )


def _target(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return ""
