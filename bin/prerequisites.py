"""Install what the tests drive beside Python: Chromium, PostgreSQL, a Chinese font. Standard library only.

On Debian and Ubuntu, as root, whatever is missing is installed. Elsewhere it is named, and the tests that need it
are skipped with that reason; under CI=true a missing one is a failure.
"""

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


NEEDS = {"chromium": has_chromium, "postgresql": has_postgres, "fonts-noto-cjk": has_chinese_font}


def main() -> int:
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
