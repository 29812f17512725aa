"""Install what the tests drive beside Python: Chromium, PostgreSQL, a Chinese font, readers of other houses.

Standard library only.

On Debian and Ubuntu, as root, whatever is missing is installed. Elsewhere it is named, and the tests that need it
are skipped with that reason; under CI=true a missing one is a failure. The readers come by npm where there is one;
where there is none, or no registry, their tests are skipped with that reason.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def has_chromium() -> bool:
    return any(shutil.which(name) for name in CHROMIUM)


def has_postgres() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


READERS = Path(__file__).resolve().parent.parent / "tests" / "node"


def install_readers() -> None:
    """Bring tests/node to what its lock asks for; a stamp makes the next call cost nothing."""
    npm, stamp = shutil.which("npm"), READERS / "node_modules" / ".installed-lock"
    lock = hashlib.sha256((READERS / "package-lock.json").read_bytes()).hexdigest()
    if npm is None or (stamp.exists() and stamp.read_text() == lock):
        return
    print("安装 tests/node …", flush=True)
    asked = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(asked, cwd=READERS, stdout=subprocess.DEVNULL, check=False).returncode == 0:
        stamp.write_text(lock)
    else:
        print("tests/node 没有装上：和别家读取程序对照的测试会跳过。")


NEEDS = {"chromium": has_chromium, "postgresql": has_postgres, "fonts-noto-cjk": has_chinese_font}


def main() -> int:
    install_readers()
    missing = [package for package, is_there in NEEDS.items() if not is_there()]
    if not missing:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"安装测试要用的 {'、'.join(missing)} …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "fontconfig", *missing],
        ):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        missing = [package for package in missing if not NEEDS[package]()]
    if not missing:
        return 0
    print(f"缺 {'、'.join(missing)}：用到它们的测试会跳过。Debian/Ubuntu 上可以 apt-get install {' '.join(missing)}。")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
