"""Every entry of the lexicon finds its examples and leaves its counter-examples alone."""

import pytest

from certification.drills.recogniser.lexicon_files import LexiconError, _parse, expand, read_lexicon
from certification.drills.recogniser.matching import hits, read

ENTRIES = read_lexicon().entries


def found_by(entry, example):
    buyer, _, reply = example.rpartition("||")
    return [hit for hit in hits(read(reply, buyer)) if hit.entry is entry and hit.is_denied == entry.denies]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_finds_its_examples(entry):
    assert [example for example in entry.examples if not found_by(entry, example)] == []


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.counter], ids=lambda entry: entry.id)
def test_an_entry_does_not_take_its_counter_examples_for_its_act(entry):
    wrong = [c for c in entry.counter if any(hit.act == entry.act for hit in found_by(entry, c))]

    assert wrong == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"id": "x", "act": "greet", "pattern": "a", "examples": ["a"], "colour": 1}, "unknown keys"),
        ({"id": "x", "act": "sing", "pattern": "a", "examples": ["a"]}, "unknown act"),
        ({"id": "x", "act": "greet", "also": ["sing"], "pattern": "a", "examples": ["a"]}, "unknown act"),
        ({"id": "x", "act": "greet", "pattern": "a", "negated": "sing", "examples": ["a"]}, "unknown act"),
        ({"id": "x", "act": "greet", "pattern": "a", "scope": "book", "examples": ["a"]}, "unknown scope"),
        ({"id": "x", "act": "greet", "pattern": "a", "examples": []}, "no example"),
        ({"id": "x", "act": "greet", "examples": ["a"]}, "no pattern"),
        ({"id": "x", "act": "greet", "pattern": "(", "examples": ["a"]}, "x: "),
        ({"id": "x", "act": "greet", "pattern": "{nothing}", "examples": ["a"]}, "No macro"),
    ],
)
def test_a_wrong_entry_is_refused(raw, message):
    with pytest.raises(LexiconError, match=message):
        _parse(raw, {}, "f.toml")


def test_macros_are_written_out_inside_macros():
    assert expand("{a}c", {"a": "{b}+", "b": "x|y"}) == "(?:(?:x|y)+)c"
