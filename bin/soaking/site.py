"""The whole site as `manage.py serve` keeps it: supervisor, web server with its usual workers, sweeper, worker."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

from loading.server import ROOT, Server, Store

END_SECONDS = 30


class Site(Server):
    """One supervisor, everything else below it."""

    def start(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        words = ["manage.py", "serve", "--no-demo", "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.home / "log").open("ab") as log:
            self.processes.append(
                subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.told, stdout=log, stderr=log)
            )
        self._wait()

    def end(self) -> None:
        """Ask it to end, as systemd does."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def sizes(store: Store) -> tuple[float, float]:
    """Return the megabytes of the database and of its log of changes (SQLite alone has one that is ours)."""
    if store.cluster:
        return int(store.ask("SELECT pg_database_size(current_database())")) / 1e6, 0.0
    main = store.home / "mingduan.sqlite3"
    return size(main), size(Path(f"{main}-wal"))


def size(path: Path) -> float:
    return path.stat().st_size / 1e6 if path.exists() else 0.0
