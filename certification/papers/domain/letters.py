"""Which option stands under which letter."""

import random
from collections.abc import Collection


def option_order(count: int, *, pinned: Collection[int] = (), seed: int, code: str) -> tuple[int, ...]:
    """Return which option of the content stands at each letter.

    Args:
        count: how many options there are.
        pinned: indexes that stay where they are: 正确 and 错误, 以上都对.
        seed: that of the paper: the same seed, the same letters.
        code: that of the question.
    """
    loose = [index for index in range(count) if index not in set(pinned)]
    shuffled = list(loose)
    random.Random(f"{seed}:{code}").shuffle(shuffled)  # noqa: S311 - a recorded order, not a secret
    order = list(range(count))
    for place, index in zip(loose, shuffled, strict=True):
        order[place] = index
    return tuple(order)
