"""The ledger's algebra."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.grading.domain import (
    GENESIS,
    Entry,
    chosen_options,
    first_break,
    fold,
    points_text,
    shown_letters,
)


@given(order=st.permutations(range(5)), chosen=st.sets(st.integers(0, 4)))
def test_letters_and_options_translate_both_ways(order, chosen):
    assert set(chosen_options(shown_letters(chosen, order), order)) == chosen


ENTRIES = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 3), st.integers(0, 300)), min_size=1, max_size=12
)


def chained(rows) -> list[tuple[Entry, str]]:
    entries, previous = [], GENESIS
    for number, (attempt, position, points) in enumerate(rows, start=1):
        entry = Entry(
            number, attempt, position, "person", "version", "derivation", "edition",
            "all-or-nothing", points, 300, "hand-in", "2026-01-01T00:00:00+00:00", previous,
        )  # fmt: skip
        entries.append((entry, entry.hash))
        previous = entry.hash
    return entries


@given(rows=ENTRIES)
def test_the_mark_is_the_fold_of_the_ledger_and_the_last_entry_counts(rows):
    folded = fold(entry for entry, _hash in chained(rows))

    for attempt, position in {(row[0], row[1]) for row in rows}:
        assert folded[attempt, position] == [r[2] for r in rows if r[:2] == (attempt, position)][-1]


@given(rows=ENTRIES, more=ENTRIES)
def test_folding_on_is_folding_all(rows, more):
    all_entries = [entry for entry, _hash in chained([*rows, *more])]

    assert fold(all_entries) == fold(all_entries[: len(rows)]) | fold(all_entries[len(rows) :])


@given(rows=ENTRIES)
def test_a_chain_as_written_is_sound(rows):
    assert first_break(chained(rows)) is None


FORGERIES = [{"points": 301}, {"person": "other"}, {"at": "2027-01-01T00:00:00+00:00"}, {"version": "w"}, {"mode": "x"}]


@given(rows=ENTRIES, data=st.data(), forgery=st.sampled_from(FORGERIES))
def test_whatever_is_changed_afterwards_shows_at_that_line(rows, data, forgery):
    ledger = chained(rows)
    at = data.draw(st.integers(0, len(ledger) - 1))
    ledger[at] = (replace(ledger[at][0], **forgery), ledger[at][1])

    assert first_break(ledger) == at + 1


@given(rows=ENTRIES, data=st.data())
def test_a_line_that_is_taken_out_shows(rows, data):
    ledger = chained([*rows, ("a", 1, 0)])
    at = data.draw(st.integers(0, len(ledger) - 2))

    assert first_break(ledger[:at] + ledger[at + 1 :]) == at + 1


@pytest.mark.parametrize(
    ("hundredths", "text"), [(8250, "82.5"), (8000, "80"), (33, "0.33"), (0, "0"), (10005, "100.05")]
)
def test_points_as_people_write_them(hundredths, text):
    assert points_text(hundredths) == text
