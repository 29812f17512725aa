"""Two contents side by side: what was added, removed and changed, by entry and field."""

from copy import deepcopy

from cases.editions.compare import FieldChange, compare
from cases.editions.content import content_hash
from tests.factories.rulebook import content


def ship(raw: dict) -> list[dict]:
    return raw["books"]["taobao"]["ship"]["rules"]


def test_the_same_content_differs_in_nothing():
    found = compare(content(), content())

    assert found.same
    assert (found.rules, found.words) == ((), ())


def test_rules_are_added_removed_and_changed():
    new = content()
    first, second = ship(new)
    ship(new)[:] = [{**first, "text": "新的正文", "overrides": ["DEF-COD-01"]}, {**second, "id": "SHIP-NEW-01"}]

    found = compare(content(), new)

    assert [(one.how, one.id, one.book, one.topic) for one in found.rules] == [
        ("added", "SHIP-NEW-01", "taobao", "ship"),
        ("removed", "SHIP-AGREED-01", "taobao", "ship"),
        ("changed", "SHIP-48H-01", "taobao", "ship"),
    ]
    assert found.rules[2].fields == (
        FieldChange("text", (first["text"],), ("新的正文",)),
        FieldChange("overrides", (), ("DEF-COD-01",)),
    )


def test_versions_of_one_rule_are_told_apart():
    new = content()
    rules = new["books"]["law"]["no_reason"]["rules"]
    rules[0] = {**rules[0], "effective": {"to": "2017-03-01", "by": "signed"}}

    (change,) = compare(content(), new).rules

    assert (change.how, change.id, change.version) == ("changed", "7D-TIME-01", "textbook")
    assert change.fields[0].old == ("{to: 2017-03-15, by: signed}",)


def test_a_rule_that_moved_says_where_from():
    new = content()
    new["books"]["taobao"]["freight"] = {"rules": [ship(new).pop()]}

    (change,) = compare(content(), new).rules

    assert change.fields == (FieldChange("topic", ("ship",), ("freight",)),)


def test_words_books_and_gaps_are_compared_too():
    new = content()
    new["vocabulary"]["facts"][0]["label"] = "主张"
    new["vocabulary"]["events"].pop()
    new["vocabulary"]["topics"]["gift"] = "赠品"
    new["books"]["demo"]["book"]["name"] = "新店"
    new["gaps"] = {"gaps": [{"issue": "verdict", "reason": "没有规则"}]}

    found = compare(content(), new)

    assert found.rules == ()
    assert [(one.how, one.section, one.id) for one in found.words] == [
        ("added", "gaps", "verdict"),
        ("removed", "events", "return_requested"),
        ("changed", "books", "demo"),
        ("changed", "topics", "topics"),
        ("changed", "facts", "claim_type"),
    ]


def test_another_order_is_another_edition_in_which_nothing_differs():
    new = content()
    ship(new).reverse()

    found = compare(content(), new)

    assert not found.same
    assert (found.rules, found.words) == ((), ())


def test_json_says_the_same():
    new = content()
    ship(new)[0]["title"] = "新标题"
    new["acts"]["acts"].pop()

    said = compare(content(), new).to_json()

    assert (said["old"], said["new"]) == (content_hash(content()), content_hash(new))
    assert said["rules"]["changed"] == [
        {
            "id": "SHIP-48H-01",
            "title": "新标题",
            "book": "taobao",
            "topic": "ship",
            "fields": {"title": {"old": ["付款后48小时内须有揽收记录"], "new": ["新标题"]}},
        }
    ]
    assert said["words"]["removed"] == [{"section": "acts", "id": "ask_photos", "title": "请买家拍照"}]


def test_comparing_changes_neither_side():
    old, new = content(), content()
    ship(new).pop()
    before = deepcopy((old, new))

    compare(old, new)

    assert (old, new) == before
