"""What another edition makes of questions; the shortcut equals deriving everything twice."""

from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from cases.api import derive_key, shipped_edition
from cases.engine.changes import rule_changes
from cases.engine.edition import Edition
from cases.engine.impact import measure_impact
from cases.engine.program import StackError
from cases.engine.questions import Cited, Question, QuestionOption
from cases.engine.rules import Kind
from cases.engine.vocabulary import ValueType
from certification.bank.deriving import api_question
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from tests.factories.cases import AS_OF, BOOKS, little_words, make_rule

USUAL = make_rule("USUAL", {"remedy": "refund"}, ("reason == quality",))
WORN = make_rule("WORN", {"remedy": "reject"}, ("worn",), overrides=("USUAL",))
LATE = make_rule("LATE", {"late": "elapsed(paid, sent) > 48h"}, ("has(sent)",))
TEXT = make_rule("TEXT", kind=Kind.CITED)
EVENTS = {"paid": "2025-05-01 10:00", "sent": "2025-05-03 10:01"}


def edition_of(*rules, words=None) -> Edition:
    return Edition(f"sha256:{len(rules)}", "测试版", words or little_words(), BOOKS, rules)


def ask(*claims, facts=None, kind="single", **rest):
    case = {
        "stack": {"platform": "plat"},
        "as_of": AS_OF,
        "events": EVENTS,
        "facts": {"reason": "quality", "opened": "no", **(facts or {})},
    }
    return Question(kind, case, tuple(QuestionOption(claim, claim) for claim in claims), **rest)


REMEDY = ask("remedy == refund", "remedy == reject", "remedy == exchange")
IN_TIME = ask("late", "not late", "worn")


def impact(old, new, question):
    found = measure_impact({"q": question}, old=edition_of(*old), new=edition_of(*new))
    return found.items[0], found


def test_another_conclusion_changes_the_key_and_says_what_decides_now():
    item, found = impact(
        [USUAL], [replace(make_rule("USUAL", {"remedy": "exchange"}, ("reason == quality",)), title="只换不退")], REMEDY
    )

    assert (item.effect, item.options, item.causes) == ("key", (0, 2), ("USUAL",))
    assert item.before.key == (0,)
    assert item.after.key == (2,)
    assert "退款（依据 USUAL" in item.was
    assert "换货（依据 USUAL“只换不退”）" in item.now
    assert [(one.rule, one.how) for one in found.rules] == [("USUAL", "changed")]


def test_another_rule_with_the_same_outcome_changes_the_reason_alone():
    item, found = impact([USUAL], [USUAL, make_rule("MORE", {"remedy": "refund"}, ("not worn",))], REMEDY)

    assert (item.effect, item.causes) == ("reason", ("MORE",))
    assert [one.how for one in found.rules] == ["added"]


def test_a_lost_rule_blocks_the_question_and_says_why():
    item, found = impact([USUAL], [], REMEDY)

    assert item.effect == "blocked"
    assert "gap" in item.now
    assert [one.how for one in found.rules] == ["removed"]


def test_a_question_may_get_its_key_only_now():
    assert impact([], [USUAL], REMEDY)[0].effect == "freed"


def test_a_question_may_become_ambiguous():
    tags = make_rule("TAGS", {"remedy": "reject"}, ("not tagged",), overrides=("USUAL",))
    item, _found = impact([USUAL], [USUAL, tags], REMEDY)

    assert item.effect == "blocked"
    assert "吊牌" in item.now


def test_what_hangs_on_nothing_that_differs_is_not_judged_again():
    item, found = impact([USUAL, LATE], [replace(USUAL, when=()), LATE], IN_TIME)

    assert (item.effect, item.before, found.judged) == ("unaffected", None, 0)


def test_better_wording_changes_no_question():
    item, found = impact([USUAL], [replace(USUAL, text="说得更清楚")], REMEDY)

    assert (item.effect, found.judged) == ("unaffected", 0)
    assert [one.how for one in found.rules] == ["reworded"]


def test_a_cited_question_is_blocked_when_its_clause_changes():
    options = (QuestionOption("a", right=True), QuestionOption("b", right=False), QuestionOption("c", right=False))
    question = Question("single", {}, options, cited=Cited("TEXT", TEXT.clause_hash))

    assert impact([TEXT], [replace(TEXT, text="另一段文字")], question)[0].effect == "blocked"
    assert impact([TEXT], [], question)[0].effect == "blocked"
    assert impact([TEXT], [TEXT, USUAL], question)[0].effect == "unaffected"


def test_words_count_as_much_as_rules():
    words = little_words()
    facts = {**words.facts, "worn": replace(words.facts["worn"], silence=True)}
    found = measure_impact(
        {"q": REMEDY}, old=edition_of(USUAL, WORN), new=edition_of(USUAL, WORN, words=replace(words, facts=facts))
    )

    assert found.items[0].effect == "key"


def test_a_stack_that_is_gone_blocks_the_question():
    new = Edition("sha256:new", "新", little_words(), {"law": BOOKS["law"]}, ())

    assert measure_impact({"q": REMEDY}, old=edition_of(USUAL), new=new).items[0].effect == "blocked"


# -- the shortcut -------------------------------------------------------------------------------------


@cache
def bank() -> dict[str, Question]:
    """Every third question of the shipped bank."""
    return {item.id: api_question(item.content) for item in read_bank(ITEMS_FOLDER, DISPUTED_FILE).items[::3]}


@cache
def derived_before():
    return {name: derive_key(question, edition=shipped_edition()) for name, question in bank().items()}


def dropped(edition, chance):
    lost = chance.sample([rule.id for rule in edition.rules], 2)
    return replace(
        edition, rules=tuple(rule for rule in edition.rules if rule.id not in lost), _programs={}, _families={}
    )


def without_edges(edition, chance):
    chosen = chance.choice([rule.id for rule in edition.rules if rule.overrides])
    return remade(edition, chosen, lambda rule: replace(rule, overrides=()))


def with_fewer_conditions(edition, chance):
    chosen = chance.choice([rule.id for rule in edition.rules if rule.when])
    return remade(edition, chosen, lambda rule: replace(rule, when=rule.when[1:], when_text=rule.when_text[1:]))


def with_another_silence(edition, chance):
    words = edition.vocabulary
    name = chance.choice(
        [name for name, fact in words.facts.items() if fact.type is ValueType.BOOL and not fact.burden]
    )
    facts = {**words.facts, name: replace(words.facts[name], silence=not words.facts[name].silence)}
    return replace(edition, vocabulary=replace(words, facts=facts, memo={}), _programs={}, _families={})


def without_a_constraint(edition, chance):
    words = edition.vocabulary
    lost = chance.choice(words.constraints)
    constraints = tuple(one for one in words.constraints if one is not lost)
    return replace(edition, vocabulary=replace(words, constraints=constraints, memo={}), _programs={}, _families={})


def remade(edition, chosen, change):
    rules = tuple(change(rule) if rule.id == chosen else rule for rule in edition.rules)
    return replace(edition, rules=rules, _programs={}, _families={})


@pytest.mark.parametrize(
    "change", [dropped, without_edges, with_fewer_conditions, with_another_silence, without_a_constraint]
)
def test_the_shortcut_equals_deriving_everything_twice(change):
    old = shipped_edition()
    new = replace(change(old, Random(1)), id="sha256:new")
    try:
        found = measure_impact(bank(), old=old, new=new)
    except StackError:
        pytest.skip("the change makes no edition")
    differing = frozenset(one.rule for one in rule_changes(old, new) if one.how != "reworded")
    wanted = {
        name: effect(derived_before()[name], derive_key(question, edition=new), differing)
        for name, question in bank().items()
    }

    assert {one.id: one.effect for one in found.items} == wanted
    assert Counter(wanted.values())["unaffected"] > 0


def effect(before, after, differing):
    """The definition, from two whole derivations."""
    codes = [{problem.code for problem in one.problems} for one in (before, after)]
    if codes[1]:
        return "blocked" if codes[1] - codes[0] else "unaffected"
    if codes[0]:
        return "freed"
    if before.key != after.key:
        return "key"
    return "unaffected" if before.rules == after.rules and not differing & set(after.rules) else "reason"
