"""Steps with their times, and the one way to fail."""

import sys
import time
from collections.abc import Callable, Sequence


def insist(is_so: object, otherwise: str) -> None:
    """End the rehearsal unless it is so."""
    if not is_so:
        sys.exit(f"FAILED: {otherwise}")


def step(name: str, act: Callable[[], str | None]) -> None:
    """Do something and say how long it took; what it returns is said too."""
    began = time.monotonic()
    told = act()
    print(f"ok {time.monotonic() - began:5.0f} s  {name}{f': {told}' if told else ''}", flush=True)


def quoted(words: Sequence[object]) -> str:
    return " ".join(map(str, words))
