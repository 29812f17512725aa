"""The door to the prover for everybody else: one child process that runs the solver, kept warm between requests.

Never imports z3: a crash of the solver, or its memory, stays in the child.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from cases.engine.edition import Edition
from cases.prover.report import Difference, Report, SupportCheck
from cases.prover.transport import pack, pack_rules

_ROOT: Final = Path(__file__).resolve().parent.parent.parent

#: Called with how much is done, how much there is, and what is being done.
Progress: TypeAlias = Callable[[int, int, str], None]


class ProverError(RuntimeError):
    """The prover's process failed; the message says how."""


def _silent(done: int, total: int, what: str) -> None:
    """Show nothing."""


class Prover:
    """One child process; requests from several threads take turns."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._turn = threading.Lock()

    def ask(self, request: Mapping[str, Any], progress: Progress = _silent) -> Any:
        """Send a request and wait for its result.

        Raises:
            ProverError: the child failed or ended; the next request starts a new one.
        """
        with self._turn:
            child = self._running()
            try:
                return self._talk(child, json.dumps(request), progress)
            except (OSError, ValueError) as error:
                self._stop()
                raise ProverError(f"求解进程意外结束:{error}") from error

    def _talk(self, child: subprocess.Popen[str], line: str, progress: Progress) -> Any:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(line + "\n")
        child.stdin.flush()
        for answer in child.stdout:
            message = json.loads(answer)
            if "progress" in message:
                progress(*message["progress"])
            elif "error" in message:
                raise ProverError(message["error"])
            else:
                return message["result"]
        raise OSError(f"退出码 {child.wait()}")

    def _running(self) -> subprocess.Popen[str]:
        if self._child is not None and self._child.poll() is not None:
            self._stop()
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "cases.prover"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        return self._child

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._stop()

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None


_PROVER: Final = Prover()
#: The edition whose edits are checked, by the id of the object, with its key.
_prepared: Final[dict[int, tuple[Edition, str]]] = {}
atexit.register(_PROVER.close)


def _packed(edition: Edition) -> dict[str, str]:
    key, text = pack(edition)
    return {"key": key, "text": text}


def verify_edition(edition: Edition, *, rule: str = "", progress: Progress = _silent) -> Report:
    """Verify every stack of ``edition``, or report only what concerns one rule.

    Raises:
        ProverError: the prover's process failed.
    """
    found = _PROVER.ask({"do": "verify", "edition": _packed(edition), "rule": rule}, progress)
    return Report.from_json(found)


def prepare_recheck(edition: Edition, *, progress: Progress = _silent) -> None:
    """Verify ``edition`` whole, if it was not the last one verified, so that edits of it are checked quickly.

    Raises:
        ProverError: the prover's process failed.
    """
    _PROVER.ask({"do": "ready", "edition": _packed(edition)}, progress)
    _prepared.clear()
    _prepared[id(edition)] = edition, pack(edition)[0]


def recheck_edition(edition: Edition, edited: Edition, *, whole: bool = False, progress: Progress = _silent) -> Report:
    """What an edit of some rules does, quickly: ``edited`` is ``edition`` with other rules.

    Without ``whole``, the report is about the issues that an edited rule concludes: their first conflicts and gaps,
    their floors, and which of their rules are dead now. What is left open is a time-out in it. With ``whole`` nothing
    is left, and the report is that of a run over ``edited``. Verifies ``edition`` first if it was not the last one.

    Raises:
        ProverError: the prover's process failed.
    """
    if _prepared.get(id(edition), (None, ""))[0] is not edition:
        prepare_recheck(edition, progress=progress)
    rules = pack_rules(edition, edited)
    for _ in range(2):
        request = {"do": "recheck", "base": _prepared[id(edition)][1], "rules": rules, "whole": whole}
        found = _PROVER.ask(request, progress)
        if found is not None:
            return Report.from_json(found)
        prepare_recheck(edition, progress=progress)
    raise ProverError("求解进程没有记住上一次的核对")


def check_supports(
    edition: Edition, requests: Iterable[Mapping[str, Any]], *, progress: Progress = _silent
) -> tuple[SupportCheck, ...]:
    """Check many explanations: each request has ``case``, ``issue``, ``names`` and perhaps ``flips`` (raw cases).

    Raises:
        ProverError: the prover's process failed, or a case cannot be read.
    """
    asked = {"do": "support", "edition": _packed(edition), "requests": _explanations(requests)}
    return tuple(SupportCheck.from_json(item) for item in _PROVER.ask(asked, progress))


def least_supports(
    edition: Edition, requests: Iterable[Mapping[str, Any]], *, progress: Progress = _silent
) -> tuple[tuple[str, ...] | None, ...]:
    """For each explanation as few of its names as fix the outcome; None where they do not fix it.

    Raises:
        ProverError: the prover's process failed, or a case cannot be read.
    """
    asked = {"do": "least", "edition": _packed(edition), "requests": _explanations(requests)}
    return tuple(None if names is None else tuple(names) for names in _PROVER.ask(asked, progress))


def _explanations(requests: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "names": list(one["names"]), "flips": list(one.get("flips", ()))} for one in requests]


def check_support(
    edition: Edition,
    case: Mapping[str, Any],
    issue: str,
    names: Sequence[str],
    flips: Sequence[Mapping[str, Any]] = (),
) -> SupportCheck:
    """Check one explanation: do the facts and ``@events`` named fix the outcome, is none superfluous, do flips flip.

    ``flips`` are whole raw cases, the case with the flip's overlay laid over.

    Raises:
        ProverError: the prover's process failed, or the case cannot be read.
    """
    (found,) = check_supports(edition, [{"case": case, "issue": issue, "names": names, "flips": flips}])
    return found


def semantic_diff(
    old: Edition, new: Edition, *, issues: Sequence[str] | None = None, progress: Progress = _silent
) -> tuple[Difference, ...]:
    """For each issue and stack that some case has decided otherwise in ``new``, the smallest such case.

    ``issues`` limits what is compared; None means all.

    Raises:
        ProverError: the prover's process failed.
    """
    found = _PROVER.ask({"do": "diff", "old": _packed(old), "new": _packed(new), "issues": issues}, progress)
    return tuple(Difference.from_json(item) for item in found)
