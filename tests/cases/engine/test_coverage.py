"""Which rules a set of questions tests, and which only repeat others."""

from cases.engine.coverage import measure_coverage
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.forgetting import forget, rules_at_work, without_rule
from cases.engine.questions import Cited, Question, QuestionOption
from cases.engine.rules import Example, Kind, Level
from tests.factories.cases import AS_OF, BOOKS, little_words, make_case, make_program, make_rule

FULL = {"platform": "plus"}


def example(facts, name="例"):
    return Example(name, applies=True, case={"stack": FULL, "as_of": AS_OF, "facts": facts})


LAW = make_rule(
    "LAW", {"remedy": "refund"}, ("reason == quality",), book="law", examples=(example({"reason": "quality"}),)
)
SAME = make_rule("SAME", {"remedy": "refund"}, ("reason == quality",), examples=(example({"reason": "quality"}),))
WORN = make_rule("WORN", {"fault": "yes"}, ("worn",), examples=(example({"worn": "yes"}),))
CHARGE = make_rule("CHARGE", {"charge": "price"}, ("fault",), examples=(example({"worn": "yes", "price": "5元"}),))
LOST = make_rule("LOST", {"fault": "no"}, kind=Kind.FALLBACK, examples=(example({"worn": "yes"}),))
TEXT = make_rule("TEXT", kind=Kind.CITED)


def edition_of(*rules) -> Edition:
    return Edition("sha256:little", "测试版", little_words(), BOOKS, rules)


def ask(*claims, facts=None, kind="single", **rest):
    options = tuple(QuestionOption(str(claim), claim) for claim in claims)
    return Question(kind, {"stack": FULL, "as_of": AS_OF, "facts": facts or {}}, options, **rest)


def measure(rules, **questions):
    return measure_coverage(questions, edition=edition_of(*rules))


def test_a_rule_whose_loss_moves_a_key_is_tested():
    covered = measure([WORN], q=ask("fault", "not fault", "remedy == refund", facts={"worn": "yes"}))

    assert covered.rules["WORN"].key == ("q",)
    assert covered.rules["WORN"].state == "tested"
    assert covered.idle == ()


def test_a_rule_is_tested_through_the_issue_that_a_later_rule_reads():
    covered = measure(
        [WORN, CHARGE], q=ask("charge == 5yuan", "charge == 9yuan", facts={"worn": "yes", "price": "5元"})
    )

    assert covered.rules["WORN"].key == covered.rules["CHARGE"].key == ("q",)
    assert covered.rules["WORN"].deciding == ("q",)


def test_two_rules_that_agree_only_change_the_reason():
    covered = measure([LAW, SAME], q=ask("remedy == refund", "remedy == reject", facts={"reason": "quality"}))
    same = covered.rules["SAME"]

    assert (same.key, same.reason, same.agrees) == ((), ("q",), ("LAW",))
    assert same.state == "repeats"
    assert covered.idle == ("q",), "either rule alone gives the key"


def test_a_rule_that_its_own_example_needs_waits_for_a_question():
    covered = measure([WORN], q=ask("remedy == refund", "remedy == reject", "worn", facts={"worn": "yes"}))

    assert (covered.rules["WORN"].state, covered.rules["WORN"].key) == ("untested", ())


def test_a_rule_that_decides_nothing_anywhere_repeats_nobody():
    assert measure([WORN, LOST]).rules["LOST"].state == "untested"


def test_a_rule_of_text_is_tested_by_what_cites_it():
    question = Question(
        "single", {}, (QuestionOption("a", right=True), QuestionOption("b", right=False)), cited=Cited("TEXT", "x")
    )

    assert measure([TEXT], q=question).rules["TEXT"].cites == ("q",)
    assert measure([TEXT], q=question).rules["TEXT"].state == "tested"
    assert measure([TEXT]).rules["TEXT"].state == "untested"


def test_questions_without_a_key_are_told_apart():
    broken = Question("single", {"facts": {"unheard": "yes"}}, (QuestionOption("a", "worn"),))
    covered = measure(
        [WORN], gap=ask("remedy == refund", "remedy == reject"), broken=broken, open=ask("opened", "worn")
    )

    assert covered.unkeyed == ("gap", "broken", "open")
    assert covered.idle == ()


def test_losing_a_key_to_a_gap_counts_as_a_change():
    covered = measure(
        [SAME], q=ask("remedy == reject", "remedy == refund", facts={"reason": "quality"}, ask="incorrect")
    )

    assert covered.rules["SAME"].key == ("q",)


def test_options_with_their_own_case_are_each_judged_without_the_rule():
    options = (
        QuestionOption("a", "fault"),
        QuestionOption("b", "fault", {"facts": {"worn": "yes"}}),
        QuestionOption("c", "worn"),
    )
    case = {"stack": FULL, "as_of": AS_OF, "facts": {"reason": "late"}}
    covered = measure([WORN, LOST], q=Question("single", case, options))

    assert covered.rules["WORN"].key == ("q",)


def test_forgetting_equals_a_program_whose_rule_never_applies():
    rules = (
        WORN,
        CHARGE,
        LAW,
        SAME,
        LOST,
        make_rule("SHOP", {"remedy": "exchange"}, ("fault",), book="shop", level=Level.SHOP),
    )
    program, case = make_program(*rules), make_case({"worn": "yes", "reason": "quality", "price": "3元"})
    env = program.environment(case)
    findings = run(program, env)

    for rule in set(rules_at_work(findings, env, program.issues)):
        never = without_rule(program, rule)
        whole = run(program, program.environment(case), [never.get(c.issue.id, c) for c in program.issues])
        after = {**findings, **forget(program, env.copy(), findings, rule, program.issues)}
        assert {name: (f.status, f.value, f.by) for name, f in after.items()} == {
            name: (f.status, f.value, f.by) for name, f in whole.items()
        }


def test_a_rule_that_does_not_apply_is_not_at_work():
    program, case = make_program(WORN, SAME), make_case({"worn": "yes", "opened": "yes"})
    env = program.environment(case)

    assert list(rules_at_work(run(program, env), env, program.issues)) == ["WORN"]
