"""Measuring in CPU seconds of this process, the best of some rounds, so that neighbours on the machine disturb little."""

import gc
from collections.abc import Callable
from time import process_time


def best_of(*works: Callable[[], object], rounds: int = 7) -> list[float]:
    """The least CPU seconds that one round of each of ``works`` took; they take turns, without garbage collection."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            gc.collect()
            gc.disable()
            start = process_time()
            work()
            least[at] = min(least[at], process_time() - start)
            gc.enable()
    return least


def report(what: str, seconds: float, remark: str = "") -> None:
    """Print one line: what, microseconds, remark."""
    print(f"\n  {what}: {seconds * 1e6:,.1f} µs{f', {remark}' if remark else ''}", end="")  # noqa: T201 - the output
