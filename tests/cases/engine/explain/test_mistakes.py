"""Which mistake is named: one that leads to the option and has something to do with its words."""

import pytest

from cases.engine.edition import Edition
from cases.engine.explain.mistakes import find_mistake
from cases.engine.keys import deciding_rules, judge_options
from cases.engine.language import parse_conclusion
from cases.engine.questions import Question, QuestionOption
from cases.engine.rules import Misreading
from tests.factories.cases import AS_OF, BOOKS, little_words, make_rule


def misread(say, issue="remedy", then="exchange"):
    return Misreading(say, then={issue: parse_conclusion(then, little_words().issues[issue], little_words())})


RULES = (
    make_rule("R", misreadings=(misread("误以为穿过也能换。"), misread("误以为要先寄回检测。"))),
    make_rule("ELSE", {"remedy": "exchange"}, ("worn",), misreadings=(), overrides=("R",)),
)


def named(text, *, rules=RULES, overlay=None, claim="remedy == exchange"):
    question = Question(
        type="single",
        case={"stack": {"platform": "plat"}, "as_of": AS_OF},
        options=(QuestionOption(text, claim, overlay), QuestionOption("别的", "remedy == reject")),
    )
    option = judge_options(question, edition=Edition("e", "e", little_words(), BOOKS, rules))[0]
    assert option.truth is False
    mistake = find_mistake(option, deciding_rules([option]), text)
    return mistake.say if mistake else ""


def test_of_two_misreadings_that_lead_there_the_one_in_the_options_words_is_named():
    assert named("先寄回检测，再换货") == "误以为要先寄回检测。"
    assert named("穿过也能换") == "误以为穿过也能换。"


def test_a_misreading_of_the_deciding_rule_may_have_other_words():
    assert named("支持换货") == "误以为穿过也能换。"


@pytest.mark.parametrize(
    ("text", "said"),
    [("吊牌剪了，先寄回检测", "误以为要先寄回检测。"), ("吊牌剪了", "")],
    ids=["its words", "other words"],
)
def test_in_a_case_of_the_options_own_the_words_have_to_agree(text, said):
    assert named(text, overlay={"facts": {"tagged": "no"}}) == said
