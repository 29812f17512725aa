"""Deriving the keys of a thousand items: the bank, repeated until there are as many."""

from itertools import cycle, islice
from time import process_time

import pytest

from cases import api
from certification.bank.deriving import api_question
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from tests.benchmarks.timing import best_of, report

ITEMS_IN_ALL = 1_000
MOST_SECONDS = 3.0


@pytest.mark.benchmark
def test_a_thousand_keys_are_derived_while_one_waits():
    edition = api.shipped_edition()
    bank = [api_question(item.content) for item in read_bank(ITEMS_FOLDER, DISPUTED_FILE).items]
    questions = list(islice(cycle(bank), ITEMS_IN_ALL))
    for question in bank[:20]:
        api.derive_key(question, edition=edition)

    (seconds,) = best_of(
        lambda: [api.derive_key(question, edition=edition) for question in questions], rounds=3, clock=process_time
    )

    report(f"the keys of {ITEMS_IN_ALL} items (the bank's {len(bank)}, repeated), for one item", seconds / ITEMS_IN_ALL)
    report("all of them, seconds of one processor", seconds)
    assert seconds <= MOST_SECONDS
