"""Measuring: works take turns and the best of many short rounds counts, so that neighbours on the machine disturb little."""

import gc
from collections.abc import Callable
from time import perf_counter


def best_of(*works: Callable[[], object], rounds: int = 21, clock: Callable[[], float] = perf_counter) -> list[float]:
    """The least seconds that one round of each of ``works`` took, without garbage collection."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            gc.collect()
            gc.disable()
            start = clock()
            work()
            least[at] = min(least[at], clock() - start)
            gc.enable()
    return least


def report(what: str, seconds: float, remark: str = "") -> None:
    """Print one line: what, microseconds, remark."""
    print(f"\n  {what}: {seconds * 1e6:,.1f} µs{f', {remark}' if remark else ''}", end="")  # noqa: T201 - the output
