"""One canonical form: what is written reads back as it was, and writing what was read changes nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.editions.canonical import write_text
from cases.editions.content import CORPUS
from cases.editions.keys import ORDERS
from cases.editions.text_yaml import load_text

FILES = sorted(CORPUS.rglob("*.yaml"))
#: Texts that YAML would take for something else: indicators, comments, document marks, quotes, blanks, line ends.
TRAPS = st.sampled_from([
    "no", "on", "14:00", "~", "@paid", "#", "-", "-5", "?", "---", "...", "[a", "a,b", "'", '"', "it's", "{", "}", "]",
    "*a", "&a", "!x", "%", "|", ">", "`", "=", "<<", "null", "，", "\\", "a\\b", "😀", "?x", ":x", ":", "a" * 200,
    "a: b", "a:", "a #b", "# x", "- x", "- ", "--- a", "... a", "x: ", "", " ", " a", "a ", "a, b", "b c " * 60,
    "a\nb", "\n", "\t", "\x85", "\ufeff", "\u2028", "\u3000x", "\x00", "@paid + 48h",
])  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cs",))
TEXTS = TRAPS | st.text(LETTERS, max_size=12)
KEYS = TRAPS.filter(lambda text: len(text) < 50) | st.text(LETTERS, max_size=8) | st.sampled_from(
    ["rules", "id", "when", "examples", "facts", "overrides", "title", "then", "source", "years", "topics"]
)  # fmt: skip
VALUES = st.recursive(
    TEXTS, lambda parts: st.lists(parts, max_size=4) | st.dictionaries(KEYS, parts, max_size=4), max_leaves=25
)
FILES_LIKE = st.dictionaries(KEYS, VALUES | st.lists(st.dictionaries(KEYS, VALUES, max_size=5), max_size=3), max_size=4)


@given(raw=FILES_LIKE | VALUES.filter(bool))
def test_what_is_written_reads_back_as_it_was(raw):
    assert load_text(write_text(raw), "x") == raw


@given(raw=FILES_LIKE)
def test_writing_what_was_written_changes_nothing(raw):
    text = write_text(raw)

    assert write_text(load_text(text, "x")) == text


@given(raw=FILES_LIKE)
def test_keys_without_a_fixed_place_keep_their_order(raw):
    free = {"values": dict(sorted(raw.items(), reverse=True)) or {"a": "b"}}

    assert list(load_text(write_text(free), "x")["values"]) == list(free["values"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_every_file_of_the_corpus_keeps_its_content(path: Path):
    raw = load_text(path.read_text(encoding="utf-8"), path.name)
    text = write_text(raw)

    assert load_text(text, path.name) == raw
    assert write_text(load_text(text, path.name)) == text


def test_a_rule_is_written_in_the_order_of_its_reading():
    rule = {
        "note": "n",
        "examples": [{"applies": "yes", "name": "甲", "events": {"paid": "2025-08-14 10:20"}}],
        "then": "@paid + 48h",
        "when": ["claim in (a, b)", "has(paid)"],
        "overrides": ["A-1", "B-2"],
        "source": {"clause": "第1条", "doc": "规则"},
        "id": "R-1",
    }

    assert write_text({"rules": [rule, {"id": "R-2"}]}) == (
        "rules:\n"
        "  - id: R-1\n"
        "    source: {doc: 规则, clause: 第1条}\n"
        "    when:\n"
        "      - claim in (a, b)\n"
        "      - has(paid)\n"
        "    then: '@paid + 48h'\n"
        "    overrides: [A-1, B-2]\n"
        "    examples:\n"
        "      - {name: 甲, applies: yes, events: {paid: 2025-08-14 10:20}}\n"
        "    note: n\n"
        "\n"
        "  - id: R-2\n"
    )


def test_a_long_list_of_names_is_filled_and_a_short_entry_stands_on_one_line():
    raw = {"topics": {"ship": "发货"}, "events": [{"label": "付款", "id": "paid"}], "years": [{"days": ["01-01"] * 20}]}

    assert write_text(raw) == (
        "topics:\n"
        "  ship: 发货\n"
        "\n"
        "events:\n"
        "  - {id: paid, label: 付款}\n"
        "\n"
        "years:\n"
        f"  - days: [{', '.join(['01-01'] * 15)},\n"
        f"      {', '.join(['01-01'] * 5)}]\n"
    )


def test_every_known_order_names_each_key_once():
    assert all(len(set(order)) == len(order) for order in ORDERS.values())


@pytest.mark.parametrize("name", ["乙:?", "乙:", "a:b", "a, b", "[a]", "?", "- a", "a #b", "'"])
def test_a_text_that_yaml_would_take_for_something_else_is_quoted(name):
    raw = {"rules": [{"id": "X", "overrides": [name, "Y"]}]}

    assert load_text(write_text(raw), "x") == raw
