"""Which rules a question tests, and what tempts in its case."""

from cases import api
from tests.factories.rulebook import build_rulebook

EDITION = build_rulebook()
CASE = {
    "stack": {"platform": "taobao"},
    "as_of": "2025-09-01",
    "facts": {"claim_type": "no_reason", "custom": "no"},
    "events": {"signed": "2025-08-16 17:05", "return_requested": "2025-08-23 18:00"},
}


def question(*claims: str, **changes) -> api.Question:
    options = tuple(api.QuestionOption(claim, claim or None) for claim in claims)
    return api.Question("single", {**CASE, **changes}, options)


def test_a_rule_matters_where_the_key_hangs_on_it():
    tested = api.rules_tested(question("in_time", "not in_time", "verdict == reject"), edition=EDITION)

    by_rule = {one.rule: one for one in tested}
    assert by_rule["7D-TIME-01"].matters
    assert by_rule["7D-TIME-01"].key == ()
    assert [one.matters for one in tested] == sorted((one.matters for one in tested), reverse=True)


def test_a_rule_without_which_the_key_stays_does_not_matter():
    tested = api.rules_tested(
        question("verdict == return_refund and in_time", "verdict == reject", "not in_time"), edition=EDITION
    )

    assert {one.rule for one in tested if one.matters}
    assert all(one.matters is (one.key != (0,)) for one in tested)


def test_a_cited_question_tests_its_rule():
    cited = api.Question("single", CASE, (), cited=api.Cited("7D-TIME-01", "x"))
    unknown = api.Question("single", CASE, (), cited=api.Cited("NOBODY-01", "x"))

    assert [one.rule for one in api.rules_tested(cited, edition=EDITION)] == ["7D-TIME-01"]
    assert api.rules_tested(unknown, edition=EDITION) == ()


def test_what_cannot_be_judged_tests_nothing():
    assert api.rules_tested(question("in_time", facts={"custom": "maybe"}), edition=EDITION) == ()
    assert api.rules_tested(question("=="), edition=EDITION) == ()


def test_the_right_outcome_comes_first_then_what_mistakes_lead_to():
    right, *wrong = api.tempting_answers(CASE, "in_time", edition=EDITION)

    assert (right.claim, right.because) == ("in_time", "")
    assert [one.claim for one in wrong] == ["not in_time"]
    assert "从签收那一刻起数七天" in wrong[0].because


def test_outcomes_that_nobody_mistakes_come_without_a_reason():
    events = {"signed": "2025-08-16 17:05", "return_requested": "2025-08-18 18:00"}

    answers = api.tempting_answers({**CASE, "events": events}, "in_time", edition=EDITION)

    assert [one.claim for one in answers] == ["in_time", "not in_time"]


def test_nothing_tempts_where_nothing_is_decided():
    assert api.tempting_answers({**CASE, "facts": {"custom": "maybe"}}, "in_time", edition=EDITION) == ()
    assert api.tempting_answers({**CASE, "events": {}}, "in_time", edition=EDITION) == ()


def test_a_quick_telling_says_the_same_without_what_ifs():
    case = api.parse_case(CASE, edition=EDITION)

    whole, quick = api.explain(case, edition=EDITION), api.explain(case, edition=EDITION, what_if=False)

    assert quick.flips == ()
    assert quick.headline == whole.headline
    assert [(one.id, one.value_text, one.deciding) for one in quick.issues] == [
        (one.id, one.value_text, one.deciding) for one in whole.issues
    ]
