"""Ask whether a version that the site or its tests run on has a known weakness: `bin/audit.py`. Standard library only.

Runs pip-audit over the locks. A known weakness ends the check; a machine that reaches no list of weaknesses is no
reason to fail, but it is said, with how many versions were not looked at. An advisory that does not concern us stands
in `ACCEPTED` with the reason, until the day by which somebody has to look again.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
#: What the tests run on holds what the site runs on, version by version.
LOCKS: Final = ("requirements-dev.lock",)
TIMEOUT_SECONDS: Final = 120
#: Advisory → until when it is accepted, and why.
ACCEPTED: Final[dict[str, tuple[date, str]]] = {}


@dataclass(slots=True)
class Found:
    """What an audit told: weaknesses as lines, versions that were looked at, and those that were not, with a reason."""

    weak: list[str] = field(default_factory=list)
    looked_at: int = 0
    skipped: int = 0
    reason: str = ""


def read(report: dict[str, Any], *, today: date) -> Found:
    """Return what a report of pip-audit says, accepted advisories left out until their day."""
    found = Found()
    for one in report.get("dependencies", []):
        if "skip_reason" in one:
            found.skipped, found.reason = found.skipped + 1, str(one["skip_reason"])
            continue
        found.looked_at += 1
        for advisory in one.get("vulns", []):
            names = {advisory["id"], *advisory.get("aliases", [])}
            if not any(today <= ACCEPTED[name][0] for name in names & set(ACCEPTED)):
                fixed = "、".join(advisory.get("fix_versions", [])) or "还没有修好的版本"
                found.weak.append(f"{one['name']} {one['version']}：{'、'.join(sorted(names))}（{fixed}）")
    return found


def ask(lock: str) -> dict[str, Any]:
    """Return pip-audit's report on a lock; nothing is installed or resolved.

    Raises:
        OSError: it cannot be run, or gave no report: its last line says why.
    """
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", lock, "--require-hashes", "--disable-pip", "--no-deps",
        "--format", "json", "--progress-spinner", "off", "--timeout", "5",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS)
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise OSError(f"{TIMEOUT_SECONDS} 秒没有答复") from None
    except ValueError:
        lines = done.stderr.strip().splitlines() or ["没有报告"]
        raise OSError(lines[-1]) from None
    return dict(told)


def main() -> int:
    today = date.fromisoformat(time.strftime("%Y-%m-%d"))
    weak: list[str] = []
    for lock in LOCKS:
        try:
            found = read(ask(lock), today=today)
        except OSError as error:
            print(f"{lock}：没有核对，跳过。这台机器问不到漏洞清单：{error}")
            continue
        weak += found.weak
        said = f"{lock}：核对了 {found.looked_at} 个版本"
        print(f"{said}，{found.skipped} 个没有核对，跳过：{found.reason}" if found.skipped else f"{said}。")
    for line in sorted(set(weak)):
        print(f"有已知漏洞：{line}", file=sys.stderr)
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
