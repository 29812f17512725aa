"""An edited edition is what building its content whole would give, and every problem is told at its place."""

import pytest

from cases.api import Edition, RuleEdit, adjudicate, shipped_edition
from cases.editions.content import build_edition, read_files, stacks_of
from cases.editions.editing import DRAFT_LABEL, EditedRules, apply_edits
from cases.editions.rule_form import plain
from cases.engine.examples import example_case
from cases.engine.generate.situations import judge
from tests.factories.rulebook import build_rulebook, content


def raw_of(held: dict, code: str, version: str = "") -> RuleEdit:
    """The rule as it stands, as an edit that changes nothing."""
    for book, files in held["books"].items():
        for topic, raw in files.items():
            for rule in raw.get("rules", []) if topic != "book" else ():
                if (rule["id"], rule.get("version", "")) == (code, version):
                    return RuleEdit(book, topic, code, version, plain(rule))
    raise KeyError(code)


def changed(held: dict, code: str, version: str = "", **fields: object) -> RuleEdit:
    edit = raw_of(held, code, version)
    return RuleEdit(edit.book, edit.topic, code, version, {**edit.raw, **fields})


@pytest.fixture
def base() -> Edition:
    return build_rulebook()


def edit(base: Edition, *changes: RuleEdit) -> EditedRules:
    return apply_edits(base, content(), changes)


def told(found: EditedRules) -> list[tuple[str, str, int]]:
    assert found.edition is None
    return [(one.code, one.field, one.column) for one in found.problems]


NEW = RuleEdit(
    "taobao",
    "ship",
    "SHIP-NEW-01",
    "",
    {
        "id": "SHIP-NEW-01", "issue": "late_shipment", "title": "新", "text": "新。", "source": {"doc": "某规则"},
        "when": ["has(paid)", "not has(pickup_scan)"], "then": "no",
    },
)  # fmt: skip
EDITS = {
    "only the title": [changed(content(), "SHIP-48H-01", title="另一个标题")],
    "a condition": [changed(content(), "7D-EXCL-01", when=["custom"])],
    "a conclusion": [changed(content(), "SHIP-48H-01", then="elapsed(paid, pickup_scan) > 72h")],
    "another issue": [changed(content(), "7D-EXCL-01", issue="in_time", then="no", overrides=["7D-TIME-01"])],
    "reads more": [changed(content(), "7D-EXCL-01", when=["custom", "late_shipment"])],
    "no overrides": [changed(content(), "SHIP-AGREED-01", overrides=[])],
    "an old version": [changed(content(), "7D-TIME-01", "textbook", effective={"to": "2017-03-14", "by": "signed"})],
    "a new rule": [NEW],
    "a new version": [
        changed(content(), "SHIP-48H-01", effective={"from": "2017-01-01", "to": "2027-01-01", "by": "paid"}),
        RuleEdit("taobao", "ship", "SHIP-48H-01", "next", {**raw_of(content(), "SHIP-48H-01").raw, "version": "next", "effective": {"from": "2027-01-01", "by": "paid"}}),
    ],
    "a rule less": [RuleEdit("taobao", "ship", "SHIP-AGREED-01", "", None)],
    "a rule elsewhere": [RuleEdit("law", "freight", "7D-EXCL-01", "", raw_of(content(), "7D-EXCL-01").raw)],
    "a cited rule": [changed(content(), "DEF-COD-01", text="另一段文字。")],
    "two at once": [changed(content(), "SHIP-48H-01", title="甲"), NEW],
    "nothing": [],
}  # fmt: skip


@pytest.mark.parametrize("warm", [True, False], ids=["compiled before", "not compiled yet"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edited_edition_equals_a_whole_build(base, name, warm):
    started = base if warm else base.with_rules(base.rules)
    found = edit(started, *EDITS[name])

    assert found.problems == ()
    whole = build_edition(found.content, DRAFT_LABEL)
    assert found.edition == whole
    for stack in stacks_of(whole.books):
        one, other = found.edition.program(stack), whole.program(stack)
        assert [issue.issue.id for issue in one.issues] == [issue.issue.id for issue in other.issues]
        assert one.overrides == other.overrides
        for rule in whole.rules:
            for example in rule.examples:
                judged = judge({**example_case(rule, example, whole), "stack": vars_of(stack)}, whole)
                if judged is not None:
                    assert adjudicate(judged.case, edition=found.edition) == adjudicate(judged.case, edition=whole)


def vars_of(stack) -> dict[str, str]:
    return {key: value for key, value in (("platform", stack.platform), ("shop", stack.shop)) if value}


def test_the_edited_content_shares_what_was_not_touched_and_leaves_the_old_one_alone(base):
    held = content()
    found = apply_edits(base, held, [changed(held, "SHIP-48H-01", title="新标题")])

    assert held["books"]["taobao"]["ship"]["rules"][0]["title"] == "付款后48小时内须有揽收记录"
    assert found.content["books"]["taobao"]["ship"]["rules"][0]["title"] == "新标题"
    assert found.content["books"]["law"]["no_reason"] is held["books"]["law"]["no_reason"]
    kept = {id(rule) for rule in base.rules} & {id(rule) for rule in found.edition.rules}
    assert len(kept) == len(base.rules) - 1


def test_a_rule_of_the_shipped_corpus_is_edited_as_a_whole_build_would():
    held, base = read_files(), shipped_edition()
    found = apply_edits(base, held, [changed(held, "SHIP-48H-01", title="新标题", overrides=["SHIP-MAYBE-NOT"][:0])])

    assert found.edition == build_edition(found.content, DRAFT_LABEL)


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"when": ["has(paid)", "custom =="]}, [("when.1", 10)]),
        ({"when": ["customm"]}, [("when.0", 1)]),
        ({"then": "elapsed(paid, pickup_scan) > 3"}, [("then", 1)]),
        ({"then": {"late_shipment": "1 + "}}, [("issue", 0), ("then.late_shipment", 5)]),
        ({"misreadings": [{"say": "甲", "when": ["paid"]}]}, [("misreadings.0.when.0", 1)]),
        ({"misreadings": [{"say": "甲", "then": "x"}]}, [("misreadings.0.then", 1)]),
        ({"misreadings": [{"say": "甲"}, {"then": "no"}]}, [("misreadings.0.say", 0), ("misreadings.1.say", 0)]),
        ({"title": "", "text": ""}, [("title", 0), ("text", 0)]),
        ({"source": {"clause": "第1条"}}, [("source", 0)]),
        ({"effective": {"from": "昨天"}}, [("effective.from", 0)]),
        ({"effective": {"from": "2020-01-01", "to": "2019-01-01"}}, [("effective.to", 0)]),
        ({"effective": {"by": "nothing"}}, [("effective.by", 0)]),
        ({"examples": [{"name": "甲", "applies": "maybe"}]}, [("examples.0.applies", 0)]),
        ({"overrides": ["NO-SUCH"]}, [("overrides.0", 0)]),
        ({"colour": "red"}, [("colour", 0)]),
        ({"issue": "nothing"}, [("then", 0)]),
    ],
)  # fmt: skip
def test_every_problem_is_told_at_its_field_and_column(base, fields, places):
    found = edit(base, changed(content(), "SHIP-48H-01", **fields))

    assert sorted(told(found)) == sorted(("SHIP-48H-01", *place) for place in places)


def test_rules_that_do_not_fit_together_are_told_at_the_edit(base):
    circle = edit(base, changed(content(), "SHIP-48H-01", overrides=["SHIP-AGREED-01"]))
    reading = edit(base, changed(content(), "7D-TIME-01", when=["verdict == reject"]))
    floor = edit(base, changed(content(), "SHIP-48H-01", overrides=["7D-RIGHT-01"]))

    assert told(circle)[0][1] == "overrides"
    assert "成环" in circle.problems[0].message
    assert told(reading) == [("7D-TIME-01", "when", 0)]
    assert told(floor) == [("SHIP-48H-01", "overrides", 0)]


def test_what_an_edit_breaks_in_other_rules_is_told_there(base):
    gone = edit(base, RuleEdit("taobao", "ship", "SHIP-48H-01", "", None))
    versions = edit(base, changed(content(), "7D-TIME-01", effective={"from": "2016-01-01", "by": "signed"}))

    assert told(gone) == [("SHIP-AGREED-01", "overrides.0", 0)]
    assert told(versions) == [("7D-TIME-01", "effective", 0)]


def test_a_catalogue_entry_that_is_not_there_is_told():
    held = {**content(), "catalogue": {"catalogue": [{"id": "A", "title": "甲", "part": "一"}]}}
    base = build_edition({**content()}, "1")

    found = apply_edits(base, held, [changed(held, "SHIP-48H-01", catalogue=["A", "B"])])

    assert told(found) == [("SHIP-48H-01", "catalogue.1", 0)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (RuleEdit("nowhere", "ship", "X-1", "", {"id": "X-1"}), "book"),
        (RuleEdit("law", "nowhere", "X-1", "", {"id": "X-1"}), "topic"),
        (RuleEdit("law", "ship", "X-1", "", {"id": "X-2"}), "id"),
    ],
)
def test_an_edit_that_says_where_there_is_nothing_is_told(base, change, field):
    assert told(edit(base, change)) == [("X-1", field, 0)]


def test_one_rule_written_twice_is_told(base):
    assert ("SHIP-NEW-01", "id", 0) in told(edit(base, NEW, NEW))


def test_rules_that_clash_only_beside_a_shop_are_told_before_anybody_asks_for_that_stack():
    held = content()
    shop = {**NEW.raw, "id": "SHOP-1", "overrides": ["SHIP-48H-01"]}
    held["books"]["demo"]["ship"] = {"rules": [shop]}
    base = build_edition(held, "1")

    found = apply_edits(base.with_rules(base.rules), held, [changed(held, "SHIP-48H-01", overrides=["SHOP-1"])])

    assert told(found)[0][1] == "overrides"
    assert "成环" in found.problems[0].message
