"""What is told of a rule while it is being written."""

import pytest

from cases.api import RuleEdit
from cases.editions.editing import apply_edits
from cases.editions.rule_preview import preview_edit
from cases.engine.intervals import Verdict
from tests.cases.editions.test_editing import changed
from tests.factories.rulebook import build_rulebook, content


@pytest.fixture
def base():
    return build_rulebook()


def preview(base, change: RuleEdit, *others: RuleEdit):
    return preview_edit(apply_edits(base, content(), [*others, change]), change, base)


def test_a_sound_rule_is_told_with_its_examples_and_a_case(base):
    found = preview(base, changed(content(), "7D-EXCL-01"))

    assert found.is_sound
    assert found.conditions == ("买家主张为七天无理由", "商品是定作的")[-1:] or len(found.conditions) == 2
    assert found.conclusions == ("不支持买家退货",)
    assert [(one.name, one.applies, one.problems) for one in found.examples] == [
        ("按尺寸裁制", True, ()),
        ("现货", False, ()),
    ]
    assert found.typical.outcome == "不支持买家退货"
    assert "商品是定作的" in found.typical.facts
    assert found.typical.rules == ("7D-EXCL-01",)
    assert found.typical.matters
    assert [(one.issue, one.verdict) for one in found.verdicts] == [("verdict", Verdict.CLEAR)]


def test_a_conflict_names_the_other_rule(base):
    found = preview(base, changed(content(), "7D-EXCL-01", overrides=[], when=["custom"]))

    (verdict,) = found.verdicts
    assert verdict.verdict in (Verdict.CONFLICT, Verdict.NOT_COVERED)
    assert [one.id for one in (*verdict.conflicts, *verdict.uncovered)] == ["7D-RIGHT-01"]
    assert verdict.label == "处理"


def test_what_the_check_of_intervals_cannot_tell_is_left_to_the_solver(base):
    found = preview(base, changed(content(), "SHIP-AGREED-01", overrides=[]))

    assert [(one.verdict, one.uncovered[0].id) for one in found.verdicts] == [(Verdict.NOT_COVERED, "SHIP-48H-01")]
    assert found.verdicts[0].uncovered[0].title


def test_an_example_that_comes_out_otherwise_says_why(base):
    rule = changed(content(), "7D-EXCL-01", when=["claim_type == no_reason", "not custom"])

    found = preview(base, rule)

    assert not found.is_sound
    assert any("实际不适用" in said for said in found.examples[0].problems)


def test_missing_examples_are_asked_for(base):
    found = preview(base, changed(content(), "7D-EXCL-01", examples=[]))

    assert found.missing == ("还缺一个适用的例子", "还缺一个不适用的例子")
    assert found.typical is None
    assert not found.is_sound


def test_an_unfinished_rule_is_told_as_far_as_it_goes(base):
    found = preview(base, changed(content(), "7D-EXCL-01", when=["custom", "claim_type == ?"], then="rejec"))

    assert found.conditions == ("商品是定作的", "")
    assert found.conclusions == ("",)
    assert {one.field for one in found.problems} == {"when.1", "then"}
    assert found.examples == ()


def test_a_rule_that_does_not_fit_others_is_still_told_in_words(base):
    found = preview(base, changed(content(), "SHIP-48H-01", overrides=["SHIP-AGREED-01"]))

    assert found.conditions[0]
    assert "成环" in found.problems[0].message
    assert found.verdicts == ()


def test_problems_of_other_rules_are_told_where_this_one_has_none(base):
    broken = changed(content(), "SHIP-48H-01", when=["?"])

    found = preview(base, changed(content(), "7D-EXCL-01"), broken)

    assert [one.code for one in found.problems] == ["SHIP-48H-01"]


def test_a_cited_rule_has_no_case(base):
    found = preview(base, changed(content(), "DEF-COD-01", text="新文字。"))

    assert (found.conditions, found.conclusions, found.verdicts, found.missing) == ((), (), (), ())
    assert found.is_sound


@pytest.mark.parametrize("raw", [{"id": "X-1"}, {"id": "X-1", "when": "custom", "then": {"nothing": "yes"}}])
def test_a_rule_of_odd_shape_is_told_without_falling_over(base, raw):
    found = preview(base, RuleEdit("law", "no_reason", "X-1", "", raw))

    assert found.problems
    assert found.examples == ()


def test_a_rule_in_no_book_is_told(base):
    found = preview(base, RuleEdit("nowhere", "no_reason", "X-1", "", {"id": "X-1", "when": ["custom"]}))

    assert found.conditions == ("商品是定作的",)
    assert found.problems[0].field == "book"
