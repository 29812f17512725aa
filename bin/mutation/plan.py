"""Which tests reach which line of the modules, how long each takes, and whether each passes without any mistake."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mutation.operators import Mutant

#: A mutant meets the quickest of the tests that reach it, up to so many seconds of them.
BUDGET_SECONDS = 15.0
#: A test that draws by a seed is tried with the first few of its seeds only.
SEEDS = 3
QUIET = ["-q", "--assert=plain", "--hypothesis-seed=0", "--rootdir=.", "-p", "no:randomly", "-p", "no:cacheprovider"]
QUIET += ["-p", "no:playwright", "-p", "no:faulthandler"]


@dataclass
class Plan:
    """``seconds`` of each test, the tests that reach each line of each module, and those that fail."""

    seconds: dict[str, float] = field(default_factory=dict)
    reached: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)

    def tests_for(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant, quickest first: those of its module if it is made when that is loaded."""
        lines = self.reached.get(mutant.path, {})
        first, last = mutant.lines
        found = {test for line, tests in lines.items() if mutant.at_import or first <= line <= last for test in tests}
        return list(self.within_budget(sorted(found, key=lambda test: (self.seconds[test], test))))

    def within_budget(self, tests: Iterable[str]) -> Iterator[str]:
        """So many of the tests, in this order, as fit."""
        spent = 0.0
        for test in tests:
            spent += self.seconds[test]
            if spent > BUDGET_SECONDS:
                return
            yield test


def few_seeds(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests without the later of their seeds."""
    return [item for item in items if _seed(item) < SEEDS]


def _seed(item: pytest.Item) -> int:
    given = getattr(item, "callspec", None)
    seed = given.params.get("seed", 0) if given is not None else 0
    return seed if isinstance(seed, int) else 0


class Gathering:
    """A pytest plugin that names each test to the coverage measurement, and times it."""

    def __init__(self, measurement: Any) -> None:
        self.measurement, self.plan = measurement, Plan()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = few_seeds(items)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measurement.switch_context(item.nodeid)
        started = time.process_time()
        result = yield
        self.plan.seconds[item.nodeid] = round(time.process_time() - started, 4)
        self.measurement.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.plan.failing.append(report.nodeid)
        if report.skipped:
            self.plan.seconds.pop(report.nodeid, None)


def gather(root: Path, modules: Sequence[str], files: Sequence[str]) -> Plan:
    """Run the tests in these files once, without any mistake, and see which lines of the modules each runs."""
    import coverage  # noqa: PLC0415 - only the process that gathers measures

    measurement = coverage.Coverage(data_file=None, config_file=False, include=[str(root / path) for path in modules])
    measurement.start()
    plugin = Gathering(measurement)
    pytest.main([*QUIET, *files], plugins=[plugin])
    measurement.stop()
    plan, data = plugin.plan, measurement.get_data()
    for path in modules:
        lines = data.contexts_by_lineno(str(root / path))
        plan.reached[path] = {
            line: tests for line, every in lines.items() if (tests := [test for test in every if test in plan.seconds])
        }
    return plan


class Kept:
    """Plans kept in a file, one for each file of tests, as long as neither it nor what it may run has changed."""

    def __init__(self, root: Path, modules: Sequence[str], sources: Iterable[str]) -> None:
        self.root, self.file = root, root / ".build" / "mutants-plan.json"
        common = hashlib.sha256("\n".join(modules).encode())
        for path in sorted(file for source in sources for file in (root / source).rglob("*") if file.is_file()):
            if "__pycache__" not in path.parts:
                common.update(path.read_bytes())
        self.common = common.hexdigest()
        kept = json.loads(self.file.read_text()) if self.file.exists() else {}
        self.plans: dict[str, Any] = kept.get("plans", {}) if kept.get("common") == self.common else {}

    def stale(self, files: Sequence[str]) -> list[str]:
        """The files of tests of which no plan is kept."""
        return [name for name in files if self.plans.get(name, {}).get("key") != self._key(name)]

    def _key(self, name: str) -> str:
        return hashlib.sha256((self.root / name).read_bytes()).hexdigest()

    def keep(self, files: Sequence[str], plan: Plan) -> None:
        """Keep what was gathered of these files."""
        for name in files:
            mine = {test for test in plan.seconds if test.startswith(f"{name}::")}
            reached: dict[str, dict[int, list[str]]] = defaultdict(dict)
            for path, lines in plan.reached.items():
                for line, tests in lines.items():
                    if kept := [test for test in tests if test in mine]:
                        reached[path][line] = kept
            seconds = {test: plan.seconds[test] for test in mine}
            failing = [test for test in plan.failing if test.startswith(f"{name}::")]
            self.plans[name] = {"key": self._key(name), "seconds": seconds, "reached": reached, "failing": failing}
        self.file.parent.mkdir(exist_ok=True)
        partial = self.file.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps({"common": self.common, "plans": self.plans}))
        partial.replace(self.file)

    def plan(self, files: Sequence[str]) -> Plan:
        """The plans of these files as one."""
        whole = Plan()
        for name in files:
            part = self.plans[name]
            whole.seconds |= part["seconds"]
            whole.failing += part["failing"]
            for path, lines in part["reached"].items():
                every = whole.reached.setdefault(path, {})
                for line, tests in lines.items():
                    every.setdefault(int(line), []).extend(tests)
        return whole
