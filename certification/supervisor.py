"""Keeping several processes alive together and stopping them together. Knows nothing of the site.

A process that ends by itself is started again; one that keeps ending takes everything down, with a word on which
it was. SIGTERM, SIGINT and SIGHUP stop all of them: first asked, after a grace period killed. On Linux they also end
where the supervisor itself is killed.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

TICK_SECONDS = 0.2
GRACE_SECONDS = 10.0
RESTARTS_ALLOWED = 3
RESTART_WINDOW_SECONDS = 60.0


PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Let the kernel ask this child to end should the supervisor be killed without a word.

    Otherwise its web server would go on, hold the port, and have nobody beside it to hand in what ran out of time.
    Linux alone can do that; elsewhere the children of a killed supervisor have to be stopped by hand.
    """
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Child:
    """One supervised process, in a session of its own so that Ctrl-C reaches it only through us."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS_ALLOWED + 1))

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command lines
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - the supervisor has no threads
        )
        self.starts.append(time.monotonic())

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    @property
    def keeps_ending(self) -> bool:
        return len(self.starts) > RESTARTS_ALLOWED and self.starts[-1] - self.starts[0] < RESTART_WINDOW_SECONDS

    def send(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Runs `commands` (name → command line) until told to stop, or until one of them cannot be kept alive."""

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        *,
        say: Callable[[str], None],
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self.children = [Child(name, command) for name, command in commands.items()]
        self.say = say
        self.grace_seconds = grace_seconds
        self.is_stopping = False

    def run(self, when_started: Callable[[], None]) -> int:
        """Start everything, call `when_started`, and return the exit code once everything has stopped."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        exit_code = 0
        try:
            for child in self.children:
                child.start()
            when_started()
            while not self.is_stopping and not (exit_code := self.look_after()):
                time.sleep(TICK_SECONDS)
        finally:
            self.stop()
        return exit_code

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def look_after(self) -> int:
        """Start again what has ended; return 1 if something ended too often, else 0."""
        for child in self.children:
            if child.exit_code is None:
                continue
            if child.keeps_ending:
                self.say(f"{child.name} 反复退出（退出码 {child.exit_code}），全部停止。")
                return 1
            self.say(f"{child.name} 退出了（退出码 {child.exit_code}），重新启动。")
            child.start()
        return 0

    def stop(self) -> None:
        """Ask every child to end, once a second so that one still starting up hears it; then kill."""
        deadline = time.monotonic() + self.grace_seconds
        next_asking = 0.0
        while any(child.exit_code is None for child in self.children if child.process):
            now = time.monotonic()
            if now > deadline:
                break
            if now >= next_asking:
                next_asking = now + 1
                for child in self.children:
                    if child.exit_code is None:
                        child.send(signal.SIGTERM)
            time.sleep(TICK_SECONDS / 4)
        for child in self.children:
            child.send(signal.SIGKILL)  # also what a child left behind in its group
            if child.process:
                child.process.wait()
