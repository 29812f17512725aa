"""The supports that the solver proved minimal for the cases of the question bank: a file that comes with the program.

Whatever is stored under a fingerprint that no rules have any more is passed over, so that a file that is out of date
does no harm: the search of the engine takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from cases.engine.proved import Proof, Proofs

PROOFS_FILE: Final = Path(__file__).resolve().parent / "proofs.json"


@lru_cache(maxsize=1)
def shipped_proofs() -> Proofs:
    """The proofs of the file; none where there is no file."""
    return read_proofs(PROOFS_FILE)


def read_proofs(path: Path) -> Proofs:
    """Read a file of proofs; none where there is no file.

    Raises:
        ValueError: it is not what :func:`write_proofs` wrote.
    """
    if not path.exists():
        return {}
    read: Mapping[str, Mapping[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    return {
        f"sha256:{case}": {issue: Proof(names[0], tuple(names[1:])) for issue, names in issues.items()}
        for case, issues in read.items()
    }


def write_proofs(proofs: Proofs, path: Path) -> None:
    """Write proofs, a line for each case, so that a change of one question is a change of one line."""
    lines = []
    for case, issues in sorted((case, issues) for case, issues in proofs.items() if issues):
        told = {issue: [one.fingerprint, *one.names] for issue, one in sorted(issues.items())}
        lines.append(f"{json.dumps(case.removeprefix('sha256:'))}: {json.dumps(told, ensure_ascii=False)}")
    shipped_proofs.cache_clear()
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
