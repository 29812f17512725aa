"""Cases for questions about a rule: typical, beside each limit, one fact away."""

import pytest

from cases.api import Edition, draft_cases, parse_case, shipped_edition
from cases.engine.generate.search import situations
from cases.engine.keys import ambiguities
from cases.engine.overlay import lay_over
from cases.engine.questions import Question, QuestionOption
from cases.engine.rules import Example
from tests.factories.cases import AS_OF, BOOKS, little_words, make_rule

STACK = {"platform": "plat"}


def example(name="例", **case):
    return Example(name, applies=True, case={"stack": STACK, "as_of": AS_OF, **case})


LATE = make_rule(
    "LATE",
    {"late": "elapsed(paid, sent) > 48h"},
    ("has(paid) and has(sent)",),
    examples=(example(events={"paid": "2025-05-01 10:00", "sent": "2025-05-04 10:00"}),),
)
WORN = make_rule(
    "WORN",
    {"remedy": "reject"},
    ("worn", "tagged"),
    overrides=("USUAL",),
    examples=(example(facts={"worn": "yes", "pieces": "2"}),),
)
USUAL = make_rule("USUAL", {"remedy": "refund"}, examples=(example(facts={}),))
SAME = make_rule(
    "SAME", {"remedy": "reject"}, ("worn",), overrides=("USUAL",), examples=(example(facts={"worn": "yes"}),)
)


def edition_of(*rules) -> Edition:
    return Edition("sha256:little", "测试版", little_words(), BOOKS, rules)


def found(rule, *rules):
    return list(situations(rule, edition=edition_of(*rules)))


def test_a_typical_case_is_the_example_without_what_does_not_matter():
    (typical, *_rest) = found("WORN", WORN, USUAL)

    assert (typical.kind, typical.issue, typical.claim, typical.matters) == (
        "typical",
        "remedy",
        "remedy == reject",
        True,
    )
    assert "pieces" not in typical.raw["facts"]


def test_a_typical_case_says_every_fact_that_would_move_its_outcome():
    (typical, *_rest) = found("WORN", WORN, USUAL)
    question = Question("truefalse", typical.raw, (QuestionOption("", typical.claim), QuestionOption("")))

    assert typical.raw["facts"]["tagged"] == "yes"
    assert ambiguities(question, edition=edition_of(WORN, USUAL)) == ()


def test_twins_stand_one_minute_apart_on_both_sides_of_the_limit():
    twins = [one for one in found("LATE", LATE) if one.kind == "twin" and one.changed == "@sent"]
    gaps = {one.case.events["sent"].lo - one.case.events["paid"].lo: one.finding.value for one in twins}

    assert gaps == {48 * 60: False, 48 * 60 + 1: True}


def test_a_flip_changes_one_fact_and_the_outcome():
    flips = {one.changed: one for one in found("WORN", WORN, USUAL) if one.kind == "flip"}

    assert set(flips) == {"worn", "tagged"}
    assert flips["tagged"].claim == "remedy == refund"
    assert not flips["tagged"].matters


def test_a_case_is_moved_to_where_the_rule_alone_decides():
    same = make_rule(
        "TAGLESS",
        {"remedy": "reject"},
        ("worn", "not tagged"),
        overrides=("USUAL",),
        examples=(example(facts={"worn": "yes", "tagged": "no"}),),
    )
    rival = make_rule("RIVAL", {"remedy": "reject"}, ("worn", "reason == none"), overrides=("USUAL",))
    (typical, *_rest) = found("TAGLESS", same, rival, USUAL)

    assert typical.matters
    assert typical.raw["facts"]["reason"] == "quality"


def test_a_rule_that_always_agrees_with_another_still_has_its_cases():
    (typical, *_rest) = found(
        "SAME", SAME, make_rule("TWIN", {"remedy": "reject"}, ("worn",), overrides=("USUAL",)), USUAL
    )

    assert not typical.matters


def test_an_unknown_rule_is_refused():
    with pytest.raises(KeyError):
        found("NOBODY", WORN)


# -- on the shipped rules -----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["7D-TIME-01", "SHIP-48H-01", "TEST-FEE-02", "REFUSE-FREIGHT-PROOF-01"])
def test_every_draft_decides_as_it_says(rule):
    edition = shipped_edition()
    drafts = list(draft_cases(rule, edition=edition, days=30, minutes=15))

    assert {"typical"} < {one.kind for one in drafts}
    for one in drafts:
        parse_case(one.raw, edition=edition)
        claims = [one.right.claim, *(wrong.claim for wrong in one.wrong)]
        assert len(set(claims)) == len(claims)
        assert one.right.text not in [wrong.text for wrong in one.wrong]
        assert all(lay_over(one.raw, step.overlay) != one.raw or step.holds for step in one.steps)


def test_wrong_outcomes_come_from_misreadings_and_older_versions():
    drafts = list(draft_cases("7D-TIME-01", edition=shipped_edition()))
    reasons = {wrong.because for one in drafts for wrong in one.wrong}

    assert any("当天" in because for because in reasons)
    assert any(because.startswith("误") for because in reasons)


def test_an_older_edition_gives_wrong_outcomes_too():
    older = Edition(
        "sha256:old", "旧版", little_words(), BOOKS, (make_rule("WORN", {"remedy": "exchange"}, ("worn", "tagged")),)
    )
    (typical, *_rest) = draft_cases("WORN", edition=edition_of(WORN, USUAL), older=[older])

    assert ("exchange", "按旧版规则库（旧版）。") in [(one.claim.split()[-1], one.because) for one in typical.wrong]
