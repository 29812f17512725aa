"""Which rules stand around a rule, two steps far, each once."""

from dataclasses import replace

from certification.sitting.corpus.catalogue import parse_date
from certification.sitting.corpus.relations import make_relations
from tests.factories.rulebook import build_rulebook

EDITION = build_rulebook()
DAY = parse_date("2025-09-01")


def edition_of(**overrides: tuple[str, ...]):
    """Rules named by letters, each with what it overrides."""
    model = EDITION.families["SHIP-48H-01"][0]
    rules = [replace(model, id=name, overrides=losers) for name, losers in overrides.items()]
    return EDITION.with_rules(tuple(rules))


def shape(relations):
    return [(one.entry.rule.id, [entry.rule.id for entry in one.below]) for one in relations]


def test_both_sides_are_followed_two_steps():
    edition = edition_of(A=("B",), B=("C",), C=("D",), D=("E",), E=())

    around = make_relations("C", edition, day=DAY)

    assert shape(around.winners) == [("B", ["A"])]
    assert shape(around.losers) == [("D", ["E"])]


def test_a_rule_stands_once_where_it_is_nearest():
    edition = edition_of(A=("B", "C"), B=("C", "D"), C=("D",), D=())

    assert shape(make_relations("A", edition, day=DAY).losers) == [("B", ["D"]), ("C", [])]


def test_a_rule_that_is_not_in_the_edition_is_left_out():
    edition = edition_of(A=("GONE", "B"), B=())

    assert shape(make_relations("A", edition, day=DAY).losers) == [("B", [])]


def test_a_rule_without_relations_has_none():
    assert make_relations("A", edition_of(A=(), B=()), day=DAY) is None


def test_a_rule_not_in_force_is_marked():
    edition = edition_of(A=("B",), B=())

    drawn = make_relations("A", edition, day=parse_date("2010-01-01")).wide

    assert {text.text for box in drawn.boxes for text in box.texts if text.css == "id"} == {
        "A　淘宝，非现行",
        "B　淘宝，非现行",
    }
