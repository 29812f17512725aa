"""Mutation run: small mistakes put into the engine and the prover's encoder; the tests must notice nearly all.

Once it is seen which tests run which line. Then for each mutant a process is forked, and the tests that reach its line
are run in it, quickest first, until one fails. A mutant that no test reaches survives; one that hangs is killed. What
is listed with a reason in ``bin/mutants-equivalent.toml`` means the same with the change, and is not tried.

mutmut would do for functions; it cannot change what is made when a module is loaded, and its mistakes in texts and
default arguments are mostly of no meaning here.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import sys
import time
import tomllib
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mutation.operators import Mutant, mutants_of
from mutation.plan import QUIET, Kept, Plan, gather
from mutation.trial import Forks, Loader, Outcome, Warm, run_cold

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = ROOT / "bin" / "mutants-equivalent.toml"
WANTED = 0.95
MOST_EQUIVALENT = 0.03
ENGINE = (
    "values", "timeline", "precedence", "program", "decide", "evaluate", "evaluate_terms", "evaluate_compare",
    "support", "flips", "keys",
)  # fmt: skip
PROVER = ("logic", "amounts", "encode_terms", "encode", "encode_rules", "weighing", "encode_issue")
MODULES = [*(f"cases/engine/{name}.py" for name in ENGINE), *(f"cases/prover/{name}.py" for name in PROVER)]
TESTS = ("tests/cases/engine", "tests/cases/prover")
#: Not these: they are about the shipped corpus or whole runs, and take seconds to minutes each.
WITHOUT = (
    *(f"tests/cases/prover/test_{name}.py" for name in ("client", "corpus", "explained", "intervals_agree", "recheck")),
    "tests/cases/engine/test_impact.py",
    "tests/cases/engine/generate",
)
#: Where one of these files changes, it has to be seen anew which tests run which line.
SOURCES = ("cases", "tests/factories", "bin/mutation")


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every mutant (so it is unless --sample is given)")
    parser.add_argument("--sample", type=int, default=0, help="only so many mutants")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--module", default="", help="only modules whose path contains this")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def in_a_fork(work: Callable[[], object]) -> object:
    """What ``work`` returns, done in a process of its own, so that what it loads is not here."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            told = pipe.read()
        os.waitpid(child, 0)
        if not told:
            sys.exit("the process that should have run the tests ended without a word")
        return pickle.loads(told)  # noqa: S301 - from our own child
    os.close(reader)
    try:
        result = work()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(result))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def silently(work: Callable[[], object]) -> object:
    """Do it with nothing said on the screen."""
    quiet = os.open(os.environ.get("MUTANTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    return work()


def planned() -> Plan:
    """Which tests reach which line; ends the run if one of them fails without any mistake."""
    files = sorted(str(file.relative_to(ROOT)) for tests in TESTS for file in (ROOT / tests).rglob("test_*.py"))
    files = [name for name in files if not name.startswith(WITHOUT)]
    kept = Kept(ROOT, MODULES, SOURCES)
    if stale := kept.stale(files):
        print(f"seeing which lines the tests of {len(stale)} files run", flush=True)
        plan = in_a_fork(lambda: silently(lambda: gather(ROOT, MODULES, stale)))
        assert isinstance(plan, Plan)
        kept.keep(stale, plan)
    plan = kept.plan(files)
    if plan.failing:
        sys.exit("these tests fail without any mistake put in:\n  " + "\n  ".join(plan.failing))
    return plan


def equivalent(every: Sequence[Mutant]) -> set[tuple[str, str, str, str]]:
    """The mutants listed as meaning the same; ends the run if the list is too long, or out of date."""
    listed = tomllib.loads(EQUIVALENT.read_text()).get("mutant", []) if EQUIVALENT.exists() else []
    keys = {(one["path"], one["where"], one["before"], one["after"]) for one in listed}
    if bad := [one for one in listed if not one.get("reason", "").strip()]:
        sys.exit(f"without a reason in {EQUIVALENT.name}: {bad[0]}")
    if stale := sorted(keys - {mutant.key for mutant in every}):
        sys.exit(f"of no mutant any more in {EQUIVALENT.name}:\n" + "\n".join(" | ".join(key) for key in stale))
    if sum(mutant.key in keys for mutant in every) > MOST_EQUIVALENT * len(every):
        sys.exit(f"more than {MOST_EQUIVALENT:.0%} of the mutants are in {EQUIVALENT.name}")
    return keys


def tried(mutants: Sequence[Mutant], plan: Plan, at_once: int) -> list[Outcome]:
    """What becomes of each mutant."""
    found: list[Outcome] = []
    screen = os.fdopen(os.dup(1), "w")

    def watch(forks: Forks, those: Sequence[Mutant]) -> list[Outcome]:
        for outcome in forks.outcomes(those):
            found.append(outcome)
            if not outcome.by:
                reason = "" if outcome.tests else "  (no test reaches it)"
                print(f"  survived  {outcome.mutant}{reason}", file=screen, flush=True)
            if len(found) % 50 == 0:
                print(f"  {len(found)} of {len(mutants)}", file=screen, flush=True)
        return found

    def warm() -> list[Outcome]:
        loader = Loader(ROOT, MODULES)
        sys.meta_path.insert(0, loader)
        inner = [mutant for mutant in mutants if not mutant.at_import]
        plugin = Warm(ROOT, loader, lambda warm: watch(Forks(plan, at_once, warm.run, screen), inner) and None)
        files = sorted({test.partition("::")[0] for test in plan.seconds})
        import pytest  # noqa: PLC0415 - loaded long before

        silently(lambda: pytest.main([*QUIET, *files], plugins=[plugin]))
        return found

    cold = Forks(plan, at_once, partial(run_cold, ROOT, MODULES), screen)
    watch(cold, [mutant for mutant in mutants if mutant.at_import])
    result = in_a_fork(warm)
    assert isinstance(result, list)
    if len(result) != len(mutants):
        sys.exit("not every mutant was tried: the tests could not be collected")
    return result


def report(outcomes: Sequence[Outcome], left_out: int, seconds: float) -> bool:
    """Print what was killed, module by module; whether it is enough."""
    for path in MODULES:
        mine = [outcome for outcome in outcomes if outcome.mutant.path == path]
        if mine:
            killed = sum(bool(outcome.by) for outcome in mine)
            print(f"{path:<36}{killed:>5} of {len(mine):>4}  {killed / len(mine):>6.1%}")
    survivors = [outcome for outcome in outcomes if not outcome.by]
    if survivors:
        print("\nsurvivors:")
    for outcome in sorted(survivors, key=lambda one: (one.mutant.path, one.mutant.line)):
        print(f"  {outcome.mutant}" + ("" if outcome.tests else "\n      (no test reaches it)"))
    killed, hanging = len(outcomes) - len(survivors), sum(outcome.hanging for outcome in outcomes)
    share = killed / len(outcomes) if outcomes else 1.0
    print(
        f"\nkilled {killed} of {len(outcomes)} = {share:.1%} ({hanging} by time) in {seconds / 60:.1f} minutes;"
        f" {left_out} more are listed as meaning the same"
    )
    return share >= WANTED


def main() -> None:
    """Draw, run, report; exit code 1 below the wanted share."""
    asked = options()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import coverage, django, hypothesis, lark, pytest, yaml, z3  # noqa: E401, F401, I001, PLC0415 - before the first fork

    every = [mutant for path in MODULES for mutant in mutants_of(ROOT, path)]
    same = equivalent(every)
    chosen = [mutant for mutant in every if asked.module in mutant.path]
    if 0 < asked.sample < len(chosen):
        chosen = random.Random(asked.seed).sample(chosen, asked.sample)  # noqa: S311 - nothing secret
    trying = [mutant for mutant in chosen if mutant.key not in same]
    started = time.monotonic()
    plan = planned()
    print(f"{len(trying)} of {len(every)} mutants, {len(plan.seconds)} tests", flush=True)
    enough = report(tried(trying, plan, asked.at_once), len(chosen) - len(trying), time.monotonic() - started)
    sys.exit(not enough)


if __name__ == "__main__":
    main()
