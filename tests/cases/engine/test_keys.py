"""From decisions to keys: what is true of each option, the key, and why a question cannot be published."""

import pytest

from cases.engine.edition import Edition
from cases.engine.keys import derive_key
from cases.engine.questions import Cited, Question, QuestionOption
from cases.engine.rules import Kind
from tests.factories.cases import AS_OF, BOOKS, little_words, make_rule

RULES = (
    make_rule("WORN", {"remedy": "reject"}, ("worn",), overrides=("USUAL",)),
    make_rule("USUAL", {"remedy": "refund"}, ("reason == quality",)),
    make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, ("has(sent)",)),
    make_rule("AWARD", {"award": "percent(price, 30)"}, ("late",)),
)
EVENTS = {"paid": "2025-05-01 10:00", "sent": "2025-05-03 10:01"}
CASE = {
    "stack": {"platform": "plat"},
    "as_of": AS_OF,
    "facts": {"worn": "no", "reason": "quality", "opened": "no", "price": "100元"},
    "events": EVENTS,
}
CLAIMS = ("remedy == refund", "remedy == reject", "not late")


def edition_of(*rules) -> Edition:
    return Edition("sha256:little", "测试版", little_words(), BOOKS, rules or RULES)


def derive(claims=CLAIMS, kind="single", *, rules=(), overlay=None, **rest):
    options = tuple(QuestionOption(str(claim), claim, overlay) for claim in claims)
    return derive_key(Question(kind, {**CASE, **rest.pop("case", {})}, options, **rest), edition=edition_of(*rules))


def codes(derivation):
    return [problem.code for problem in derivation.problems]


def test_the_key_of_a_single_choice_is_its_one_true_option():
    derived = derive()

    assert (derived.key, derived.truths, derived.problems) == ((0,), (True, False, False), ())
    assert (derived.rules, derived.topic, derived.edition) == (("USUAL",), "t", "sha256:little")


def test_a_question_may_ask_for_what_is_wrong():
    assert derive(("remedy == refund", "late", "remedy == reject"), ask="incorrect").key == (2,)


def test_the_key_of_a_multiple_choice_is_the_set():
    assert derive(("remedy == refund", "late", "award == 30yuan", "remedy == reject"), "multiple").key == (0, 1, 2)


@pytest.mark.parametrize(("claim", "key"), [("late", (0,)), ("not late", (1,))])
def test_the_second_option_of_true_or_false_denies_the_first(claim, key):
    derived = derive((claim, None), "truefalse")

    assert (derived.key, derived.problems) == (key, ())


def test_an_option_may_change_the_case_for_itself_alone():
    options = (
        QuestionOption("第 49 小时", "late"),
        QuestionOption("第 48 小时", "late", {"events": {"sent": "2025-05-03 10:00"}}),
    )

    derived = derive_key(Question("single", CASE, options), edition=edition_of())

    assert (derived.truths, len(derived.decisions)) == ((True, False), 2)


@pytest.mark.parametrize(
    ("claims", "kind", "code"),
    [
        pytest.param(("remedy == reject", "not late"), "single", "key.not-unique", id="none true"),
        pytest.param(("remedy == refund", "late"), "single", "key.not-unique", id="two true"),
        pytest.param(("late", "not late", "remedy == reject"), "multiple", "key.count", id="one of several true"),
        pytest.param(("late", "remedy == refund"), "multiple", "key.count", id="all true"),
        pytest.param(("lat", "not late"), "single", "claim.syntax", id="no such name"),
        pytest.param(("late and", "not late"), "single", "claim.syntax", id="broken"),
    ],
)
def test_a_question_without_a_proper_key_is_told_why(claims, kind, code):
    assert code in codes(derive(claims, kind))


@pytest.mark.parametrize(
    ("case", "said"),
    [
        pytest.param({"facts": {"wron": "yes"}}, "没有叫“wron”的事实", id="unknown fact"),
        pytest.param({"stack": {"platform": "nowhere"}}, "没有叫“nowhere”的平台", id="unknown platform"),
        pytest.param({"events": {"paid": "2025-05-02", "sent": "2025-05-01"}}, "揽收不早于付款", id="impossible"),
    ],
)
def test_a_case_that_cannot_be_is_told(case, said):
    derived = derive(case=case)

    assert codes(derived) == ["case.invalid"]
    assert said in derived.problems[0].message


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        pytest.param([make_rule("A", {"remedy": "refund"}, ("worn",))], "issue.gap", id="gap"),
        pytest.param(
            [make_rule("A", {"remedy": "refund"}), make_rule("B", {"remedy": "reject"})],
            "issue.conflict",
            id="conflict",
        ),
        pytest.param([make_rule("A", {"remedy": "refund"}, ("opened",))], "issue.undetermined", id="undetermined"),
    ],
)
def test_a_question_on_an_issue_that_is_not_decided_cannot_be_published(rules, code):
    case = {"facts": {**CASE["facts"], "opened": "?"}}

    assert code in codes(derive(("remedy == refund", "remedy == reject"), rules=rules, case=case))


def test_a_question_may_ask_about_the_status_itself():
    case = {"facts": {**CASE["facts"], "opened": "?"}}
    rules = [make_rule("A", {"remedy": "refund"}, ("opened",))]
    claims = ("status(remedy) == undetermined", "status(remedy) == decided")

    derived = derive(claims, rules=rules, case=case)

    assert (derived.key, derived.problems) == ((0,), ())


UNTAGGED = (*RULES, make_rule("UNTAGGED", {"remedy": "reject"}, ("not tagged",), overrides=("USUAL",)))


def test_a_stem_that_leaves_out_what_moves_the_key_is_ambiguous():
    derived = derive(rules=UNTAGGED)

    assert [(item.fact, item.value, item.truths) for item in derived.sensitivity] == [
        ("tagged", "no", (False, True, False))
    ]
    assert codes(derived) == ["stem.ambiguous"]


def test_a_stem_that_states_it_is_not():
    derived = derive(rules=UNTAGGED, case={"facts": {**CASE["facts"], "tagged": "yes"}})

    assert (derived.sensitivity, derived.problems) == ((), ())


def test_silence_about_background_is_natural():
    facts = {name: value for name, value in CASE["facts"].items() if name != "worn"}

    assert derive(case={"facts": facts}).sensitivity == ()


def cited(clause, *, kind=Kind.CITED, right=(True, False)):
    rule = make_rule("DEF", {}, kind=kind) if kind is Kind.CITED else make_rule("DEF")
    options = tuple(QuestionOption(str(value), right=value) for value in right)
    question = Question("single", {}, options, cited=Cited("DEF", clause or rule.clause_hash))
    return derive_key(question, edition=edition_of(rule))


def test_a_cited_question_has_its_typed_key_and_its_rule():
    derived = cited("")

    assert (derived.key, derived.rules, derived.problems) == ((0,), ("DEF",), ())


def test_a_cited_question_whose_clause_changed_is_flagged():
    assert codes(cited("0" * 12)) == ["cited.clause-changed"]


def test_a_cited_question_with_two_right_options_has_no_key():
    assert codes(cited("", right=(True, True))) == ["key.not-unique"]


def test_a_cited_question_needs_its_rule():
    question = Question("single", {}, (QuestionOption("甲", right=True),), cited=Cited("NO-SUCH", "0" * 12))

    assert codes(derive_key(question, edition=edition_of())) == ["cited.rule-missing"]


def test_difficulty_grows_with_what_has_to_be_weighed():
    easy, hard = derive(("late", None), "truefalse"), derive(("remedy == refund", "late", "not late"), "multiple")

    assert 1 <= easy.difficulty <= hard.difficulty <= 5


def test_the_same_question_gives_the_same_derivation():
    assert derive().to_json() == derive().to_json()
