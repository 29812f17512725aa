"""Measuring: the best of some rounds, in CPU seconds of this process, so that neighbours on the machine disturb little."""

from collections.abc import Callable
from time import process_time


def best_of(work: Callable[[], object], rounds: int = 7) -> float:
    """The least CPU seconds that one round of ``work`` took."""
    taken = []
    for _ in range(rounds):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


def report(what: str, seconds: float, remark: str = "") -> None:
    """Print one line: what, microseconds, remark."""
    print(f"\n  {what}: {seconds * 1e6:,.1f} µs{f', {remark}' if remark else ''}", end="")  # noqa: T201 - the output
