"""Bring .venv to what a lock file asks for: `python3 bin/setup.py run|dev|bench`. Standard library only.

A stamp holds the digests of what is installed, so that a second call costs nothing. `uv` is used where it is on
the path, else `venv` and `pip`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks"
OLDEST_PYTHON = (3, 11)

RUN, DEV, BENCH = "requirements.lock", "requirements-dev.lock", "requirements-bench.lock"
LOCKS = {"run": (RUN,), "dev": (DEV,), "bench": (DEV, BENCH)}
CONTAINS = {RUN: (RUN,), DEV: (DEV, RUN), BENCH: (BENCH,)}


def main(level: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        refuse(f"明断需要 Python 3.11 或更新，这里是 {sys.version.split()[0]}。可以用 PYTHON=python3.12 make … 指定。")
    done = set(STAMP.read_text().split()) if STAMP.exists() and PYTHON.exists() else set()
    missing = [lock for lock in LOCKS[level] if digest(lock) not in done]
    if not missing:
        return
    if not is_usable(VENV):
        make_venv()
    for lock in missing:
        print(f"安装 {lock} …", flush=True)
        install(lock)
        done |= {digest(name) for name in CONTAINS[lock]}
    current = {digest(lock) for lock in CONTAINS}
    STAMP.write_text("\n".join(sorted(done & current)) + "\n")


def digest(lock: str) -> str:
    """Return what changes when the lock or the Python does."""
    return hashlib.sha256(f"{sys.version}\n{(ROOT / lock).read_text()}".encode()).hexdigest()


def is_usable(venv: Path) -> bool:
    """Say whether `venv` is one of this very Python, into which we can install."""
    config = venv / "pyvenv.cfg"
    if not PYTHON.exists() or not config.exists():
        return False
    versions = [line.split("=")[1].strip() for line in config.read_text().splitlines() if line.startswith("version")]
    ours = ".".join(str(part) for part in sys.version_info[:3])
    return ours in versions and (shutil.which("uv") is not None or (venv / "bin" / "pip").exists())


def make_venv() -> None:
    print("准备 .venv …", flush=True)
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], "没能建立 .venv。")
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        f"没能建立 .venv：这台机器的 Python 可能缺 ensurepip。Debian/Ubuntu 上先装 python{version}-venv 再试。",
    )


def install(lock: str) -> None:
    advice = "没能装上依赖。第一次运行要联网（能访问 Python 包仓库），之后就不用了；联网后再试一次即可。"
    if uv := shutil.which("uv"):
        run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", lock], advice)
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "-r", lock], advice)


def run(command: list[str], advice: str) -> None:
    """Run a command silently; if it fails, say what to do, then the last lines of what it said."""
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        detail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-4:])
        refuse(f"{advice}\n\n{detail}")


def refuse(message: str) -> None:
    print(message, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
