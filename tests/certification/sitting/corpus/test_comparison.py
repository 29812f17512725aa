"""Two editions side by side, as the page shows them."""

from django.utils.translation import override

from cases.api import Comparison, EntryChange, FieldChange
from cases.editions.compare import compare
from cases.editions.content import build_edition
from certification.sitting.corpus.comparison import entries, first_tab, rows, tabs
from tests.factories.rulebook import content


def shown(change):
    """The rows of the page after ``change`` was made to the small corpus."""
    new = content()
    change(new)
    old_edition, new_edition = build_edition(content()), build_edition(new)
    found = compare(content(), new)
    with override("zh-hans"):
        return rows((*found.rules, *found.words), new_edition, old=old_edition, new=new_edition)


def ship(raw):
    return raw["books"]["taobao"]["ship"]["rules"]


def plain(row):
    return [("".join(piece.text for piece in line), line[0].css) for field in row.fields for line in field.lines]


def test_conditions_and_dates_are_said_in_sentences():
    (row,) = shown(lambda raw: ship(raw)[0].update(when=["has(paid)"], effective={"from": "2018-01-01"}))

    labels = {field.label: field for field in row.fields}
    assert set(labels) == {"适用条件", "起止日期"}
    assert not any("has(" in text or "{" in text for text, _ in plain(row))
    assert ("约 2017-01-01", "del") in [(piece.text, piece.css) for line in labels["起止日期"].lines for piece in line]


def test_what_sounds_the_same_is_shown_as_it_is_written():
    (row,) = shown(lambda raw: ship(raw)[0].update(when=["has(pickup_scan) and has(paid)"]))

    assert row.fields


def test_an_edition_that_cannot_be_built_is_shown_as_it_is_written():
    change = EntryChange("changed", "rules", "R-1", fields=(FieldChange("when", ("old_fact",), ("new_fact",)),))

    (row,) = rows([change], build_edition(content()), old=None, new=build_edition(content()))

    assert [text for text, _ in plain(row)] == ["old_fact", "new_fact"]


def test_only_lines_that_differ_are_shown():
    examples = ship(content())[0]["examples"]
    (row,) = shown(
        lambda raw: ship(raw)[0].update(examples=[*examples, {"name": "新例", "applies": "no", "as_of": "2025-01-01"}])
    )

    assert plain(row) == [("{name: 新例, applies: no, as_of: 2025-01-01}", "ins")]


def test_another_order_of_lines_is_told_by_the_lines():
    (row,) = shown(lambda raw: ship(raw)[0]["examples"].reverse())

    assert {css for _, css in plain(row)} == {"del", "ins"}


def test_removed_rules_have_no_page_and_words_say_what_they_are():
    gone, word = shown(lambda raw: (ship(raw).pop(), raw["acts"]["acts"].pop()))

    assert (gone.change.how, gone.is_there, gone.place) == ("removed", False, "淘宝 · 发货时限")
    assert (word.is_there, word.place) == (False, "客服行为 · 删去")


def test_the_first_tab_is_what_changed_else_what_there_is():
    added, changed = EntryChange("added", "rules", "A"), EntryChange("changed", "rules", "B")
    word = EntryChange("added", "facts", "f")

    assert first_tab(Comparison("a", "b", (added, changed), (word,))) == "changed"
    assert first_tab(Comparison("a", "b", (), (word,))) == "words"
    assert first_tab(Comparison("a", "a")) == "changed"


def test_tabs_count_and_entries_follow_them():
    found = Comparison("a", "b", (EntryChange("added", "rules", "A"),), (EntryChange("added", "facts", "f"),))

    assert [(one.name, one.number, one.is_current) for one in tabs(found, "added")] == [
        ("added", 1, True),
        ("removed", 0, False),
        ("changed", 0, False),
        ("words", 1, False),
    ]
    assert [one.id for one in entries(found, "added")] == ["A"]
    assert [one.id for one in entries(found, "words")] == ["f"]
