"""What a process holds on to: a case that was explained before leaves nothing more behind."""

import gc
import sys
from itertools import islice, pairwise

from cases import api

CASES = 12
#: Blocks of memory that a round may leave behind: a cache of Python's own may be filled meanwhile.
NOISE = 40


def test_explaining_the_same_again_leaves_nothing_behind():
    edition = api.shipped_edition()
    dated = (rule for rule in edition.rules if rule.effective.by and rule.examples and rule.level.value != "shop")
    raw = [api.example_case(rule, rule.examples[0], edition) for rule in islice(dated, CASES)]
    cases = [api.parse_case(one, edition=edition) for one in raw]
    held = []

    for _round in range(4):
        for case in cases:
            api.explain(case, edition=edition)
        gc.collect()
        held.append(sys.getallocatedblocks())

    assert len(cases) == CASES
    assert min(later - earlier for earlier, later in pairwise(held[1:])) < NOISE
