"""Options reviewed: what is decided instead, the mistake that makes them true, the change that would save them."""

import pytest

from cases.engine.explain.options import review_question
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.questions import Cited, Question, QuestionOption
from cases.engine.rules import Misreading
from tests.factories.cases import AS_OF, little_words, make_effective, make_rule
from tests.factories.explanations import make_edition

WORDS = little_words()
CLICKED = Misreading(
    "误把点击发货当作揽收", then={"deadline": parse_conclusion("@paid + 24h", WORDS.issues["deadline"], WORDS)}
)
NORM = make_rule("NORM", {"deadline": "next_midnight(@paid) + 48h"}, when=("has(paid)",), misreadings=(CLICKED,))
OLD = make_rule(
    "NORM", {"deadline": "@paid + 48h"}, when=("has(paid)",), version="old", effective=make_effective("", "2020-01-01")
)
NEW = make_rule(
    "NORM",
    {"deadline": "next_midnight(@paid) + 48h"},
    when=("has(paid)",),
    misreadings=(CLICKED,),
    effective=make_effective("2020-01-01"),
)
LATE = make_rule("LATE", {"late": "@sent > deadline"}, when=("has(sent)",))
REFUND = make_rule("REFUND", {"remedy": "refund"}, when=("late",), overrides=("REJECT",))
REJECT = make_rule("REJECT", {"remedy": "reject"})
TIMES = {"paid": "2025-05-01 10:20", "sent": "2025-05-03 10:21"}


def review(
    *options: QuestionOption, rules=(NORM, LATE, REFUND, REJECT), kind: str = "single", events=TIMES, facts=None
):
    case = {"as_of": AS_OF, "stack": {"platform": "plat"}, "events": events, "facts": facts or {}}
    return review_question(Question(kind, case, options), edition=make_edition(*rules))


def test_a_wrong_option_says_what_is_decided_by_which_rule_and_why():
    (wrong,) = review(
        QuestionOption("退款", "remedy == refund"), rules=(NORM, LATE, make_rule("REJECT", when=("tagged", "not late")))
    )

    assert wrong.truth is False
    assert wrong.reason.startswith("本案处理为驳回，不是“处理为退款”。依据 REJECT“REJECT”：迟延为否。")


def test_a_right_option_says_why_it_holds():
    (right,) = review(QuestionOption("不迟", "not late"))

    assert right.truth is True
    assert right.reason == (
        "本案迟延为否。依据 LATE“LATE”：揽收在 5 月 3 日 10:21，期限为 5 月 4 日 0:00，未届满，余 13 小时 39 分。"
    )
    assert (right.misreading, right.flip) == ("", None)


def test_the_mistake_is_named_with_its_own_arithmetic():
    (wrong,) = review(QuestionOption("迟了", "late"))

    assert wrong.misreading == (
        "误把点击发货当作揽收。这样算，揽收在 5 月 3 日 10:21，期限为 5 月 2 日 10:20，已经届满，超过 24 小时 1 分。"
    )


def test_the_figures_of_the_option_tell_two_mistakes_apart():
    (wrong,) = review(QuestionOption("迟了，超过 1 分钟", "late"), rules=(OLD, NEW, LATE))

    assert wrong.misreading.startswith("用了不在施行期内的口径“NORM”（NORM，2020-01-01 起不再适用）。这样算，")
    assert wrong.misreading.endswith("超过 1 分钟。")


def test_a_rule_overlooked_is_named_when_nothing_else_fits():
    special = make_rule("SPECIAL", {"remedy": "refund"}, when=("worn",), overrides=("REJECT",))

    (wrong,) = review(QuestionOption("驳回", "remedy == reject"), rules=(special, REJECT), facts={"worn": "yes"})

    assert wrong.misreading == "没有想到这条规定。"


def test_a_wrong_option_names_the_change_that_would_save_it():
    (wrong,) = review(QuestionOption("迟了", "late"))

    assert wrong.flip is not None
    assert (wrong.flip.change, wrong.flip.result) == ("若付款早 10 小时 21 分，到 4 月 30 日 23:59", "迟延为是。")


def test_a_statement_denied_is_explained_by_the_statement():
    said, denied = review(QuestionOption("正确", "late"), QuestionOption("错误"), kind="truefalse")

    assert (said.truth, denied.truth) == (False, True)
    assert denied.reason.startswith("本案迟延为否。")


def test_an_overlay_is_judged_in_its_own_case():
    (option,) = review(QuestionOption("若次日才揽收", "late", {"events": {"sent": "2025-05-04 10:00"}}))

    assert (option.truth, "5 月 4 日 10:00" in option.reason) == (True, True)


def test_an_open_option_says_what_it_hangs_on():
    rules = (
        make_rule("OPENED", {"remedy": "reject"}, when=("opened",)),
        make_rule("SHUT", {"remedy": "refund"}, when=("not opened",)),
    )

    (option,) = review(QuestionOption("退款", "remedy == refund"), rules=rules)

    assert (option.truth, option.reason) == (None, "对错无法确定，取决于：拆封。")


def test_a_proposition_about_a_fact_is_answered_by_the_fact():
    (option,) = review(QuestionOption("穿过", "worn"))

    assert option.reason == "案情里商品没有穿过。"


@pytest.mark.parametrize("issue", ["channel"])
def test_an_issue_that_is_not_in_dispute_says_so(issue):
    late = {"paid": "2025-05-01 10:20", "sent": "2025-05-09 10:00"}

    (option,) = review(QuestionOption("电话", f"{issue} == phone"), events=late)

    assert option.reason == "本案没有“渠道”之争。没有人提出这一点。"


def test_a_recall_question_shows_the_clause():
    question = Question(
        "single", {}, (QuestionOption("甲", right=True), QuestionOption("乙", right=False)), cited=Cited("NORM", "x")
    )

    reviews = review_question(question, edition=make_edition(NORM))

    assert [(option.truth, option.reason) for option in reviews] == [
        (True, "见 NORM“NORM”：NORM"),
        (False, "见 NORM“NORM”：NORM"),
    ]


def test_conditions_may_be_misread_too():
    hasty = Misreading("误以为没穿过就一定能退", when=(parse_condition("not worn", WORDS),))
    right = make_rule("RIGHT", {"remedy": "refund"}, when=("tagged",), misreadings=(hasty,), overrides=("REJECT",))

    (wrong,) = review(QuestionOption("退款", "remedy == refund"), rules=(right, REJECT), facts={"tagged": "no"})

    assert wrong.misreading == "误以为没穿过就一定能退。"


def test_a_ground_given_in_full_at_a_right_option_is_named_in_short_at_the_others():
    wrong, right = review(QuestionOption("迟了", "late"), QuestionOption("不迟", "not late"), rules=(NEW, LATE))

    assert right.reason == (
        "本案迟延为否。依据 LATE“LATE”：揽收在 5 月 3 日 10:21，期限为 5 月 4 日 0:00，未届满，余 13 小时 39 分。"
    )
    assert wrong.reason.startswith("本案迟延为否。依据 LATE“LATE”。")


def test_one_of_two_outcomes_is_denied_by_saying_the_other():
    phone = make_rule("PHONE", {"channel": "phone"})

    (wrong,) = review(QuestionOption("旺旺", "channel == chat"), rules=(NORM, LATE, phone))

    assert wrong.reason == "本案渠道为电话。依据 PHONE“PHONE”。"


def test_a_step_that_is_claimed_itself_is_told_once():
    rules = (NORM, LATE, make_rule("REFUND", {"remedy": "refund"}, when=("not late",)))

    (right,) = review(QuestionOption("不迟，退款", "not late and remedy == refund"), rules=rules)

    assert right.reason.count("期限为 5 月 4 日 0:00") == 1


def test_a_mistake_that_counts_as_the_case_does_shows_no_arithmetic():
    blind = Misreading("误以为迟了也不要紧", then={"late": parse_conclusion("no", WORDS.issues["late"], WORDS)})
    late = make_rule("LATE", {"late": "@sent > deadline"}, when=("has(sent)",), misreadings=(blind,))
    events = {"paid": "2025-05-01 10:20", "sent": "2025-05-04 0:01"}

    (wrong,) = review(QuestionOption("不迟", "not late"), rules=(NORM, late), events=events)

    assert wrong.misreading == "误以为迟了也不要紧。"


def test_a_limit_at_midnight_is_said_as_options_say_it():
    (right,) = review(QuestionOption("到 5 月 3 日 24:00", "deadline == next_midnight(@paid) + 48h"), rules=(NORM,))

    assert right.reason.startswith("本案期限为 5 月 4 日 0:00（即 5 月 3 日 24:00）。")
