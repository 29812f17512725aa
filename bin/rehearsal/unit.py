"""The unit of the guide, as far as systemd can judge it without running it."""

import re
import shutil
from pathlib import Path

from rehearsal.machine import GUIDE, Machine, call
from rehearsal.telling import insist

SKIPPED = "systemd-analyze is not here, not checked"


def check(it: Machine) -> str:
    """Have systemd read the unit with this rehearsal's folders; return what it thinks of its exposure."""
    if shutil.which("systemd-analyze") is None:
        return SKIPPED
    text = (GUIDE / "mingduan.service").read_text(encoding="utf-8")
    for old, new in (("/opt/mingduan", it.program), ("/etc/mingduan.env", it.folder / "mingduan.env")):
        insist(old in text, f"the unit does not name {old}")
        text = text.replace(old, str(new))
    text = re.sub(r"^(User|Group)=mingduan$", r"\1=root", text, flags=re.MULTILINE)
    unit = Path(it.folder / "mingduan.service")
    unit.write_text(text, encoding="utf-8")
    (it.folder / "mingduan.env").write_text((GUIDE / "mingduan.env").read_text(encoding="utf-8"), encoding="utf-8")
    told = call(["systemd-analyze", "verify", "--man=no", str(unit)])
    insist("mingduan.service" not in told, f"systemd: {told}")
    overall = call(["systemd-analyze", "security", "--no-pager", "--offline=true", str(unit)])
    return next((line.strip() for line in overall.splitlines()[::-1] if "exposure" in line.lower()), "")
