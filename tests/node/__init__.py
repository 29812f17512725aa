"""Readers of other houses, in JavaScript: tests hold our own readers against them where they are installed."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = shutil.which("node")
WHY_NOT = (
    "no node on this machine"
    if NODE is None
    else ""
    if MODULES.is_dir()
    else "tests/node is not installed (python3 bin/prerequisites.py, or npm ci there)"
)
needs_node = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


def told_by(script: str, texts: list[str]) -> list[dict[str, Any]]:
    """Return what another reader makes of each text: `read`, or `error`."""
    assert NODE is not None
    asked = [NODE, "--max-old-space-size=512", str(HERE / script)]
    done = subprocess.run(asked, input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=120)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers
