"""Keeping processes alive together, and stopping them together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0

PROGRAM = """
import sys
from certification.supervisor import Supervisor
commands = {{name: [sys.executable, "-c", code] for name, code in {commands!r}.items()}}
supervisor = Supervisor(commands, say=lambda text: print(text, flush=True), grace_seconds=2)
sys.exit(supervisor.run(lambda: print("started", flush=True)))
"""
SAYS_WHO_IT_IS = "open({file!r}, 'w').write(str(os.getpid())); time.sleep(600)"
SLEEPS = f"import os, time; {SAYS_WHO_IT_IS}"
DEAF = f"import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SAYS_WHO_IT_IS}"


@pytest.fixture
def supervise():
    """Start a supervisor over named pieces of Python; whatever is left of it is ended after the test."""
    started = []

    def start(commands: dict[str, str]) -> subprocess.Popen[str]:
        program = PROGRAM.format(commands=commands)
        started.append(subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for supervisor in started:
        supervisor.terminate()
        supervisor.communicate(timeout=PATIENCE_SECONDS)


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.02)
    pytest.fail(f"{path.name} never came")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_alive(pid: int) -> bool:
    """Say whether an orphan still runs; one that has ended may wait for whoever adopted it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_every_child_and_ends_well(supervise, tmp_path, number):
    files = [tmp_path / "web", tmp_path / "worker"]
    supervisor = supervise({file.name: SLEEPS.format(file=str(file)) for file in files})
    pids = [int(wait_for(file)) for file in files]

    supervisor.send_signal(number)

    assert supervisor.wait(PATIENCE_SECONDS) == 0
    assert not any(is_running(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has ended")
def test_the_children_of_a_killed_supervisor_end_too(supervise, tmp_path):
    files = [tmp_path / "web", tmp_path / "worker"]
    supervisor = supervise({file.name: SLEEPS.format(file=str(file)) for file in files})
    pids = [int(wait_for(file)) for file in files]

    supervisor.kill()

    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(is_alive(pid) for pid in pids)


def test_a_child_that_will_not_hear_is_killed(supervise, tmp_path):
    supervisor = supervise({"deaf": DEAF.format(file=str(tmp_path / "deaf"))})
    wait_for(tmp_path / "deaf")

    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(PATIENCE_SECONDS) == 0


def test_a_child_that_ends_is_started_again(supervise, tmp_path):
    file = tmp_path / "worker"
    supervisor = supervise({"worker": SLEEPS.format(file=str(file))})
    first = int(wait_for(file))
    file.unlink()

    os.kill(first, signal.SIGKILL)

    assert int(wait_for(file)) != first
    supervisor.terminate()
    assert "worker 退出了（退出码 -9），重新启动。" in supervisor.communicate(timeout=PATIENCE_SECONDS)[0]


def test_a_child_that_keeps_ending_takes_everything_down(supervise, tmp_path):
    file = tmp_path / "web"
    supervisor = supervise({"web": SLEEPS.format(file=str(file)), "worker": "raise SystemExit(3)"})

    said, _ = supervisor.communicate(timeout=PATIENCE_SECONDS)

    assert supervisor.returncode == 1
    assert "worker 反复退出（退出码 3），全部停止。" in said
    assert not file.exists() or not is_running(int(file.read_text()))
