"""The child process's side: reads requests as JSON lines, answers with progress lines and one result line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO

from cases.engine.edition import Edition
from cases.engine.rules import Rule
from cases.prover.difference import semantic_diff
from cases.prover.edited import WholeRunNeededError
from cases.prover.recheck import Recheck
from cases.prover.report import Report
from cases.prover.sufficiency import SupportChecker, SupportRequest
from cases.prover.transport import unpack, unpack_rules, with_families
from cases.prover.verify import Memory, verify

_MOST_EDITIONS = 4


class Service:
    """Answers requests; keeps the last few editions and what was proved of them, so that a second run is quick."""

    def __init__(self, write: Callable[[Mapping[str, Any]], None]) -> None:
        self.write = write
        self.editions: dict[str, Edition] = {}
        self.checkers: dict[str, SupportChecker] = {}
        self.memory = Memory()
        self.verified = ""
        self.check: tuple[str, Recheck | Report] | None = None

    def answer(self, request: Mapping[str, Any]) -> None:
        """Do what the request says and write the result, or what went wrong."""
        actions = {
            "verify": self._verify,
            "ready": self._ready,
            "recheck": self._recheck,
            "support": self._support,
            "least": self._least,
            "diff": self._diff,
        }
        try:
            self.write({"result": actions[request["do"]](request)})
        except Exception as error:
            self.write({"error": f"{type(error).__name__}: {error}"})

    def _edition(self, request: Mapping[str, Any], name: str) -> Edition:
        packed = request[name]
        key = packed["key"]
        if key not in self.editions:
            while len(self.editions) >= _MOST_EDITIONS:
                oldest = next(iter(self.editions))
                del self.editions[oldest]
                self.checkers.pop(oldest, None)
            self.editions[key] = unpack(packed["text"])
        return self.editions[key]

    def _progress(self, done: int, total: int, what: str) -> None:
        self.write({"progress": [done, total, what]})

    def _verify(self, request: Mapping[str, Any]) -> Any:
        edition = self._edition(request, "edition")
        self.checkers.clear()  # they hold formulas, and a run starts the solver afresh
        report = verify(edition, rule=request["rule"], progress=self._progress, memory=self.memory)
        self.verified, self.check = request["edition"]["key"], None
        return report.to_json()

    def _ready(self, request: Mapping[str, Any]) -> Any:
        """Verify the edition whole, unless that was the last one verified, and get ready for edits of it."""
        if self.verified != request["edition"]["key"]:
            self._verify({**request, "rule": ""})
        if self.memory.baseline is not None:
            self.memory.baseline.warm()
        return None

    def _recheck(self, request: Mapping[str, Any]) -> Any:
        """Check the edition that was verified last with some rules put in the place of others; None for another one."""
        if self.verified != request["base"]:
            return None
        key = request["rules"]
        if self.check is None or self.check[0] != key:
            self.check = key, self._begin(unpack_rules(key))
        check = self.check[1]
        return (check if isinstance(check, Report) else check.whole() if request["whole"] else check.live()).to_json()

    def _begin(self, rules: Mapping[str, tuple[Rule, ...]]) -> Recheck | Report:
        edited = with_families(self.editions[self.verified], rules)
        try:
            assert self.memory.baseline is not None
            return Recheck(edited, self.memory.baseline)
        except (AssertionError, WholeRunNeededError):  # its stacks cannot be looked at together
            return verify(edited, memory=Memory())

    def _support(self, request: Mapping[str, Any]) -> Any:
        checker = self._checker(request)
        return [checker.check(asked).to_json() for asked in self._asked(request)]

    def _least(self, request: Mapping[str, Any]) -> Any:
        checker = self._checker(request)
        return [checker.least(asked) for asked in self._asked(request)]

    def _checker(self, request: Mapping[str, Any]) -> SupportChecker:
        edition, key = self._edition(request, "edition"), request["edition"]["key"]
        if key not in self.checkers:
            self.checkers[key] = SupportChecker(edition)
        return self.checkers[key]

    def _asked(self, request: Mapping[str, Any]) -> Iterator[SupportRequest]:
        for at, item in enumerate(request["requests"]):
            if at % 20 == 0:
                self._progress(at, len(request["requests"]), "")
            yield SupportRequest(
                item["case"], item["issue"], tuple(item["names"]), tuple(item["flips"]), item.get("spare", True)
            )

    def _diff(self, request: Mapping[str, Any]) -> Any:
        self.checkers.clear()
        old, new = self._edition(request, "old"), self._edition(request, "new")
        return [
            found.to_json() for found in semantic_diff(old, new, issues=request.get("issues"), progress=self._progress)
        ]


def serve(source: TextIO, target: TextIO) -> None:
    """Answer every line of ``source`` until it ends."""

    def write(message: Mapping[str, Any]) -> None:
        target.write(json.dumps(message, ensure_ascii=False) + "\n")
        target.flush()

    service = Service(write)
    for line in source:
        service.answer(json.loads(line))
