"""Keys counted by hand: how hard a question is, which rules it tests, what is said of a key that is none."""

import pytest

from cases.engine.edition import Edition
from cases.engine.keys import ambiguities, derive_key, key_of, letter
from cases.engine.questions import Cited, Question, QuestionOption
from cases.engine.rules import Kind
from tests.factories.cases import AS_OF, BOOKS, little_words, make_effective, make_rule

REFUND, REJECT = {"remedy": "refund"}, {"remedy": "reject"}
CASE = {"stack": {"platform": "plat"}, "as_of": AS_OF, "facts": {"worn": "no", "tagged": "yes", "opened": "no"}}


def derive(rules, claims=("remedy == refund", "remedy == reject"), kind="single", overlays=(), **rest):
    options = tuple(
        QuestionOption(str(claim), claim, overlays[at] if at < len(overlays) else None)
        for at, claim in enumerate(claims)
    )
    return derive_key(Question(kind, {**CASE, **rest}, options), edition=edition_of(*rules))


def edition_of(*rules):
    return Edition("sha256:little", "测试版", little_words(), BOOKS, rules)


def agreeing(count):
    return [make_rule(f"R{number:02}", REFUND) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "difficulty"), [(1, 1), (3, 1), (4, 2), (5, 2), (6, 3), (8, 3), (9, 4), (11, 4), (12, 5), (20, 5)]
)
def test_a_question_is_as_hard_as_its_rules_are_many(count, difficulty):
    assert derive(agreeing(count)).difficulty == difficulty


@pytest.mark.parametrize(
    ("count", "difficulty"),
    [pytest.param(1, 1, id="three points"), pytest.param(2, 2, id="four points"), pytest.param(4, 3, id="six points")],
)
def test_a_defeated_rule_a_second_case_and_several_answers_count_as_two_rules(count, difficulty):
    beaten = make_rule("BEATEN", REJECT, kind=Kind.FALLBACK)
    other = {"facts": {"tagged": "no"}}
    claims = ("remedy == refund", "remedy == reject", "remedy == refund")

    assert derive([*agreeing(count), beaten]).difficulty == difficulty
    assert derive(agreeing(count), overlays=(None, other)).difficulty == difficulty
    assert derive(agreeing(count), claims, "multiple").difficulty == difficulty


def test_a_second_case_is_one_that_differs():
    same = {"facts": {"worn": "no"}}

    assert len(derive(agreeing(2), overlays=(None, same)).decisions) == 1
    assert derive(agreeing(2), overlays=(None, same)).difficulty == 1
    assert len(derive(agreeing(2), overlays=(None, {"facts": {"worn": "yes"}})).decisions) == 2


@pytest.mark.parametrize(
    ("overlay", "truth"),
    [
        pytest.param({"as_of": "2025-05-01 10:00"}, False, id="another moment"),
        pytest.param({"stack": {"platform": ""}}, False, id="another stack"),
        pytest.param({"order": ["sent", "paid"]}, False, id="another order"),
        pytest.param({"facts": {"worn": "yes"}}, True, id="another fact"),
    ],
)
def test_an_option_may_change_anything_of_the_case(overlay, truth):
    rules = [
        make_rule("NEW", REFUND, ("before(paid, sent)",), effective=make_effective("2025-05-08")),
        make_rule("ELSE", REJECT, book="law", kind=Kind.FALLBACK),
    ]
    events = {"paid": "yes", "sent": "yes"}
    derived = derive(
        rules, ("remedy == refund", "remedy == refund"), overlays=(None, overlay), events=events, order=["paid", "sent"]
    )

    if "order" in overlay:  # against the constraint that nothing is sent before it is paid
        assert [problem.code for problem in derived.problems] == ["case.invalid"]
    else:
        assert derived.truths == (True, truth)


def test_rules_are_named_from_the_proposition_down_to_what_it_uses():
    rules = [
        make_rule("TOP", REFUND, ("late", "fault")),
        make_rule("LATE", {"late": "worn or tagged"}),
        make_rule("FAULT", {"fault": "late"}),
        make_rule("IDLE", {"award": "5yuan"}),
    ]
    derived = derive(rules, facts={**CASE["facts"], "opened": "yes"})

    assert derived.rules == ("TOP", "FAULT", "LATE")
    (decision,) = derived.decisions
    assert set(decision["issues"]) == {"late", "fault", "remedy"}
    assert (derived.topic, derived.key) == ("t", (0,))


def test_the_rules_of_the_right_options_are_named_and_of_all_where_none_is_right():
    rules = [*agreeing(1), make_rule("LATE", {"late": "no"})]

    assert derive(rules, ("remedy == refund", "late")).rules == ("R00",)
    assert derive(rules, ("remedy == reject", "late")).rules == ("R00", "LATE")


@pytest.mark.parametrize(
    ("claims", "kind", "told"),
    [
        (("late", "remedy == refund"), "single", ["key.undetermined", "issue.gap"]),
        (("remedy == refund", "remedy != reject"), "single", ["key.not-unique"]),
        (("remedy == refund", "remedy != reject", "remedy == reject"), "multiple", []),
        (("remedy == refund", "remedy == exchange", "remedy == reject"), "multiple", ["key.count"]),
        (("remedy == refund", "remedy != reject", "remedy in (refund, exchange)"), "multiple", ["key.count"]),
    ],
)
def test_what_is_wrong_with_a_key(claims, kind, told):
    assert sorted(problem.code for problem in derive(agreeing(1), claims, kind).problems) == sorted(told)


def test_a_problem_names_the_options_it_is_about():
    problems = {problem.code: problem.message for problem in derive(agreeing(1), ("remedy == reject", "late")).problems}

    assert problems["key.undetermined"] == "选项 B 的对错无法确定"
    assert problems["key.not-unique"].endswith("现在成立的是:无")
    assert problems["issue.gap"].startswith("选项 B:争点 late")


def test_letters_begin_with_a():
    assert [letter(index) for index in range(4)] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(("ask", "key"), [("correct", (0,)), ("incorrect", (1,))])
def test_what_is_open_is_no_answer_either_way(ask, key):
    question = Question("single", CASE, (), ask=ask)

    assert key_of(question, (True, False, None)) == key


@pytest.mark.parametrize(
    ("kind", "right", "difficulty"), [("single", (True, False), 1), ("multiple", (True, True, False), 2)]
)
def test_a_cited_question_is_easy_and_has_no_ambiguities(kind, right, difficulty):
    rule = make_rule("DEF", {}, kind=Kind.CITED)
    options = tuple(QuestionOption(str(at), right=value) for at, value in enumerate(right))
    question = Question(kind, {}, options, cited=Cited("DEF", rule.clause_hash))
    derived = derive_key(question, edition=edition_of(rule))

    assert (derived.difficulty, derived.problems, derived.topic) == (difficulty, (), "t")
    assert ambiguities(question, edition=edition_of(rule)) == ()


def test_a_question_that_cannot_be_judged_has_no_ambiguities():
    broken = Question("single", CASE, (QuestionOption("甲", "no such"),))
    wrong = Question("single", {**CASE, "facts": {"wron": "yes"}}, (QuestionOption("甲", "late"),))

    assert (
        ambiguities(broken, edition=edition_of(*agreeing(1)))
        == ambiguities(wrong, edition=edition_of(*agreeing(1)))
        == ()
    )


def test_an_ambiguity_is_the_same_however_it_is_asked_for():
    rules = [make_rule("A", REFUND, ("tagged",)), make_rule("B", REJECT, ("not tagged",))]
    options = (QuestionOption("甲", "remedy == refund"), QuestionOption("乙", "remedy == reject"))
    question = Question("single", {**CASE, "facts": {"worn": "no"}}, options)
    (found,) = ambiguities(question, edition=edition_of(*rules))

    assert (found.fact, found.value, found.truths) == ("tagged", "no", (False, True))
    assert derive_key(question, edition=edition_of(*rules)).sensitivity == (found,)


def test_each_option_is_judged_in_a_case_of_its_own():
    rules = [make_rule("A", REFUND, ("worn",)), make_rule("B", REJECT, ("not worn",))]
    overlays = ({"facts": {"worn": "yes"}}, {"facts": {"worn": "no"}}, None)
    derived = derive(rules, ("remedy == refund",) * 3, overlays=overlays)

    assert derived.truths == (True, False, False)
