"""Running tests on a mutant, in a process forked for it: from a warm one where that can be, else from a cold one.

The warm process has loaded the libraries, the project and every test. A mistake within a function is put in by giving
all functions made from that code the mistaken code. A mistake made when a module is loaded needs a process that has
not loaded it yet.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import CodeType, FunctionType
from typing import IO

import pytest

from mutation.operators import Mutant, mutated
from mutation.plan import QUIET, Plan

#: A test that takes so much longer than without the mistake hangs: seconds of computing, and times its own.
HANGS_SECONDS, HANGS_TIMES = 5.0, 10
ASLEEP_SECONDS = 300
MOST_MEMORY = 6 << 30
#: Exit code of a child that could not put the mistake in, or fell over itself: no test has failed.
BROKEN = 70


@dataclass
class Outcome:
    """What became of a mutant: killed ``by`` a test, by ``hanging`` in it, or not at all."""

    mutant: Mutant
    by: str = ""
    hanging: bool = False
    tests: int = 0


def code_within(code: CodeType) -> Iterator[CodeType]:
    """A code object and all that are defined in it, in order."""
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from code_within(part)


class Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads modules from code that it keeps, so that a function can be found by its code."""

    def __init__(self, root: Path, paths: Sequence[str], mutant: Mutant | None = None) -> None:
        self.codes: dict[str, CodeType] = {}
        self.names = {path.removesuffix(".py").replace("/", "."): path for path in paths}
        for path in paths:
            put_in = mutant is not None and mutant.path == path
            source = mutated(root, mutant) if put_in else (root / path).read_text()  # type: ignore[arg-type]
            self.codes[path] = compile(source, str(root / path), "exec", dont_inherit=True)

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self, origin=name) if name in self.names else None

    def exec_module(self, module: object) -> None:
        exec(self.codes[self.names[module.__name__]], module.__dict__)  # type: ignore[attr-defined]  # noqa: S102


class Forks:
    """Processes forked for mutants, so many at once; each tells through a pipe which test it is at."""

    def __init__(
        self, plan: Plan, at_once: int, run: Callable[[Mutant | None, Sequence[str], Told], None], screen: IO[str]
    ) -> None:
        self.plan, self.at_once, self.run = plan, at_once, run
        self.killers: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.screen = screen
        self.sound: set[str] = set()
        self.unsound: set[str] = set()

    def outcomes(self, mutants: Sequence[Mutant]) -> Iterator[Outcome]:
        """Try each mutant."""
        waiting = list(mutants)
        running: dict[int, tuple[Mutant, list[str], int]] = {}
        while waiting or running:
            while waiting and len(running) < self.at_once:
                mutant = waiting.pop(0)
                tests = self._order(mutant)
                pid, reader = self._fork(mutant, tests)
                running[pid] = mutant, tests, reader
            pid, status = os.wait()
            if pid not in running:
                continue
            mutant, tests, reader = running.pop(pid)
            outcome = self._outcome(mutant, tests, _told(reader), status)
            if outcome is None:
                waiting.insert(0, mutant)
            else:
                yield outcome

    def _order(self, mutant: Mutant) -> list[str]:
        """What killed other mutants of the same function first, the quickest of those that reach it after that."""
        tests = [test for test in self.plan.tests_for(mutant) if test not in self.unsound]
        known = self.killers[mutant.path, mutant.where]
        first = [test for test in reversed(known) if test in set(tests)]
        return list(dict.fromkeys([*first, *tests]))

    def _fork(self, mutant: Mutant | None, tests: Sequence[str]) -> tuple[int, int]:
        reader, writer = os.pipe()
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            os.close(writer)
            return pid, reader
        code = BROKEN
        told = Told(writer, [self.plan.seconds[test] for test in tests])
        try:
            quiet = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(ASLEEP_SECONDS)
            if tests:
                self.run(mutant, tests, told)
            code = 0 if told.passed == len(tests) else 1
        except BaseException:
            traceback.print_exc()
            code = 1 if told.begun else BROKEN
        finally:
            os._exit(code)

    def _outcome(self, mutant: Mutant, tests: list[str], at: int, status: int) -> Outcome | None:
        """None where the test that failed would fail without the mistake too."""
        if status == 0:
            return Outcome(mutant, tests=len(tests))
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
            print("  could not be tried:", file=self.screen, flush=True)
            return Outcome(mutant, tests=len(tests))
        killer = tests[max(at, 0)]
        if killer not in self.sound and not self._passes(killer):
            self.unsound.add(killer)
            print(f"  not used, because it fails alone: {killer}", file=self.screen, flush=True)
            return None
        self.sound.add(killer)
        known = self.killers[mutant.path, mutant.where]
        known.pop(killer, None)
        known[killer] = None
        return Outcome(mutant, killer, os.WIFSIGNALED(status), max(at, 0) + 1)

    def _passes(self, test: str) -> bool:
        pid, reader = self._fork(None, [test])
        status = os.waitpid(pid, 0)[1]
        os.close(reader)
        return status == 0


class Told:
    """Says through a pipe which test is begun, and gives each its time."""

    def __init__(self, pipe: int, seconds: Sequence[float]) -> None:
        self.pipe, self.seconds, self.passed, self.begun = pipe, seconds, 0, False

    def begin(self, number: int) -> None:
        os.write(self.pipe, b"%d\n" % number)
        self.begun = True
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, HANGS_SECONDS + HANGS_TIMES * self.seconds[number])


def _told(reader: int) -> int:
    """The number of the last test begun; -1 when none was."""
    with os.fdopen(reader, "rb") as pipe:
        lines = pipe.read().split()
    return int(lines[-1]) if lines else -1


@dataclass
class Running:
    """A pytest plugin that runs these tests in this order, up to the first that fails."""

    told: Told
    tests: Sequence[str]
    failed: bool = False
    items: Mapping[str, pytest.Item] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = self.items or {item.nodeid: item for item in session.items}
        chosen = [self.items[test] for test in self.tests]
        for number, item in enumerate(chosen):
            self.told.begin(number)
            following = chosen[number + 1] if number + 1 < len(chosen) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                break
            self.told.passed += 1
        return True


def run_cold(root: Path, paths: Sequence[str], mutant: Mutant | None, tests: Sequence[str], told: Told) -> None:
    """Load everything with the mistake in it, then run the tests."""
    sys.meta_path.insert(0, Loader(root, paths, mutant))
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    pytest.main([*QUIET, *files], plugins=[Running(told, tests)])


class Warm:
    """A pytest plugin that, once all tests are collected, tries mutants instead of running the tests."""

    def __init__(self, root: Path, loader: Loader, work: Callable[[Warm], None]) -> None:
        self.root, self.loader, self.work = root, loader, work
        self.made: dict[int, list[FunctionType]] = defaultdict(list)
        self.items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType):
                self.made[id(thing.__code__)].append(thing)
        gc.collect()
        gc.freeze()
        self.work(self)
        return True

    def run(self, mutant: Mutant | None, tests: Sequence[str], told: Told) -> None:
        """Put the mistake into the functions that are there, then run the tests."""
        if mutant is not None:
            self._swap(mutant)
        session = self.items[tests[0]].session
        running = Running(told, tests, items=self.items)
        session.config.pluginmanager.register(running)
        running.pytest_runtestloop(session)

    def _swap(self, mutant: Mutant) -> None:
        old = self.loader.codes[mutant.path]
        new = compile(mutated(self.root, mutant), old.co_filename, "exec", dont_inherit=True)
        becoming = _named(new)
        for place, was in _named(old).items():
            becomes = becoming.get(place, was)  # what is left out of a loop that is never run was within a function
            if was != becomes:
                for function in self.made[id(was)]:
                    function.__code__ = becomes


def _named(code: CodeType) -> dict[tuple[str, int, int], CodeType]:
    """The code objects by name and line, those of one line numbered."""
    found: dict[tuple[str, int, int], CodeType] = {}
    for part in code_within(code):
        numbers = (number for number in count() if (part.co_qualname, part.co_firstlineno, number) not in found)
        found[part.co_qualname, part.co_firstlineno, next(numbers)] = part
    return found
