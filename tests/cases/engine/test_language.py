"""The rule language: what it says, and how it refuses."""

import pytest

from cases.engine import ir
from cases.engine.grammar import LanguageError
from cases.engine.language import parse_conclusion, parse_condition, parse_constraint
from cases.engine.values import UNPROVEN
from cases.engine.vocabulary import ValueType
from tests.factories.cases import little_words

WORDS = little_words()


def refusal(text: str) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        parse_condition(text, WORDS)
    return caught.value


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("worn", ir.FactIs("worn", (True,))),
        ("not worn", ir.Not(ir.FactIs("worn", (True,)))),
        ("late", ir.IssueIs("late", (True,))),
        ("yes", ir.Const(value=True)),
        ("proved == no", ir.FactIs("proved", (False,))),
        ("unproven(proved)", ir.FactIs("proved", (UNPROVEN,))),
        ("proved in (no, unproven)", ir.FactIs("proved", (False, UNPROVEN))),
        ("reason != late", ir.Not(ir.FactIs("reason", ("late",)))),
        ("remedy in (refund, exchange)", ir.IssueIs("remedy", ("refund", "exchange"))),
        ("status(late) == gap", ir.StatusIs("late", "gap")),
        ("has(paid)", ir.Has("paid")),
        ("before(paid, now)", ir.Before("paid", "now")),
    ],
)
def test_a_condition_says(text, node):
    assert parse_condition(text, WORDS) == node


def test_not_binds_tighter_than_and_and_that_tighter_than_or():
    worn, tagged, opened = (ir.FactIs(name, (True,)) for name in ("worn", "tagged", "opened"))

    assert parse_condition("not worn and tagged or opened", WORDS) == ir.Or((ir.And((ir.Not(worn), tagged)), opened))


def test_an_enum_literal_is_read_by_the_type_of_the_other_side():
    assert parse_condition("reason == late", WORDS) == ir.FactIs("reason", ("late",))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("30min", ir.Num(30, ValueType.DURATION)),
        ("2d", ir.Num(2880, ValueType.DURATION)),
    ],
)
def test_a_quantity_has_a_unit(text, term):
    assert parse_condition(f"elapsed(paid, sent) > {text}", WORDS) == ir.Compare(">", ir.Elapsed("paid", "sent"), term)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        pytest.param("worn and", 1, 9, "名称", id="breaks off"),
        pytest.param("worn tagged", 1, 6, "and", id="no operator between"),
        pytest.param("worn and\n  (tagged or", 2, 13, "名称", id="second line"),
        pytest.param("worn ? tagged", 1, 6, "不认识的字符", id="foreign character"),
        pytest.param("has(paid", 1, 9, ")", id="open parenthesis"),
        pytest.param("pieces > ", 1, 10, "整数", id="nothing to compare with"),
    ],
)
def test_a_syntax_error_gives_line_column_and_what_was_expected(text, line, column, said):
    error = refusal(text)

    assert (error.line, error.column) == (line, column)
    assert said in error.message


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        pytest.param("wornn", 1, "是不是 worn", id="fact"),
        pytest.param("tagged and latte", 12, "late", id="issue"),
        pytest.param("has(payd)", 5, "是不是 paid", id="event"),
        pytest.param("befor(paid, sent)", 1, "before", id="function"),
        pytest.param("elapse(paid, sent) > 1h", 1, "elapsed", id="function of terms"),
        pytest.param("reason == quallity", 11, "quality", id="literal"),
        pytest.param("status(layte) == gap", 8, "late", id="issue in status"),
        pytest.param("pices > 2", 1, "pieces", id="number"),
        pytest.param("unproven(prooved)", 10, "proved", id="burden fact"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(text, column, said):
    error = refusal(text)

    assert error.column == column
    assert said in error.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("not proved", "举证责任", id="not"),
        pytest.param("not (proved)", "举证责任", id="not in parentheses"),
        pytest.param("proved != yes", "举证责任", id="unequal"),
        pytest.param("unproven(worn)", "没有规定举证责任", id="nobody has the burden"),
    ],
)
def test_unproven_is_never_swept_in_by_a_negation(text, said):
    assert said in refusal(text).message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("pieces * pieces > 2", "线性", id="product of facts"),
        pytest.param("price * pieces > 2yuan", "线性", id="money times number"),
        pytest.param("2h * 2h > 4h", "相乘", id="hours times hours"),
        pytest.param("2 * @paid > @sent", "相乘", id="instant times number"),
    ],
)
def test_only_linear_expressions(text, said):
    assert said in refusal(text).message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("price > 3", "类型不同", id="money and number"),
        pytest.param("pieces > 3h", "类型不同", id="number and duration"),
        pytest.param("@paid > 3h", "类型不同", id="instant and duration"),
        pytest.param("@paid + @sent > @now", "相加减", id="sum of instants"),
        pytest.param("@paid - @sent > 3h", "相加减", id="difference of instants"),
        pytest.param("price + 3 > 3yuan", "相加减", id="money plus number"),
        pytest.param("pieces", "不是是非题", id="number as condition"),
        pytest.param("reason", "不是是非题", id="enum as condition"),
        pytest.param("worn > 3", "只能用", id="fact of yes and no compared"),
        pytest.param("reason > quality", "只能用", id="enum compared"),
        pytest.param("reason == 3", "一个值", id="enum beside a number"),
        pytest.param("pieces + worn > 3", "不是数值", id="yes or no in a sum"),
        pytest.param("paid > @sent", "写作 @paid", id="event without its sign"),
        pytest.param("percent(pieces, 30) > 3", "应为金额", id="percent of a number"),
        pytest.param("percent(price, pieces) > 3yuan", "整数常数", id="percent by a fact"),
        pytest.param("months_after(@paid, 1h) > @sent", "应为数", id="months by hours"),
        pytest.param("max(price) > 3yuan", "两个以上", id="greatest of one"),
        pytest.param("min(price, pieces) > 3", "同类", id="least of two kinds"),
        pytest.param("has(paid, sent)", "需要 1 个事件", id="too many events"),
        pytest.param("next_midnight(@paid, @sent) > @now", "需要 1 个参数", id="too many arguments"),
        pytest.param("has(@paid)", "一个名称", id="instant for an event"),
        pytest.param("status(late) == maybe", "只能", id="no such status"),
        pytest.param("1.5h > 2h", "不是整数", id="broken hours"),
        pytest.param("3 in (yes)", "左边必须", id="membership of a number"),
        pytest.param("@paid", "条件", id="instant as condition"),
        pytest.param("(worn and tagged) > 3", "不是条件", id="condition as number"),
        pytest.param("workdays_after(@paid, 0) > @sent", "至少数 1 个", id="no working days"),
        pytest.param("workdays_after(@paid, pieces) > @sent", "整数常数", id="working days by a fact"),
        pytest.param("workdays_after(pieces, 3) > @sent", "应为时刻", id="working days from a number"),
        pytest.param("tiers(pieces) > 1", "分档写作", id="tiers without steps"),
        pytest.param("tiers(1: 2, 3: 4) > 1", "分档写作", id="tiers of nothing"),
        pytest.param("tiers(pieces, 3) > 1", "分档写作", id="a step without a limit"),
        pytest.param("tiers(@paid, 3: 4) > 1", "不能按时刻", id="tiers of an instant"),
        pytest.param("tiers(pieces, 3: 4, 3: 5) > 1", "从小到大", id="tiers out of order"),
        pytest.param("tiers(pieces, 3h: 4) > 1", "界限应为数", id="limit of another type"),
        pytest.param("tiers(pieces, 3: 4, 5: 6h) > 1", "同一类型", id="values of two types"),
        pytest.param("max(1: 2, 3) > 1", "不是条件", id="a step outside tiers"),
    ],
)
def test_a_type_error_is_refused(text, said):
    assert said in refusal(text).message


@pytest.mark.parametrize(
    "text",
    [
        "not proved",
        "not (proved and worn)",
        "not (worn or (tagged and proved))",
        "not (proved == no)",
        "worn and not (tagged or proved in (yes, no))",
        "not not proved",
    ],
)
def test_a_denial_never_counts_unproven_as_no_without_saying_so(text):
    assert "proved in (no, unproven)" in refusal(text).message


@pytest.mark.parametrize(
    "text",
    [
        "not unproven(proved)",
        "not (worn and proved in (no, unproven))",
        "not (worn and (not (tagged and unproven(proved))))",
        "proved == no and not worn",
    ],
)
def test_a_denial_that_names_unproven_is_understood(text):
    assert parse_condition(text, WORDS)


def test_a_constraint_may_deny_what_cannot_be_together():
    assert parse_constraint("not (proved and worn)", WORDS)


@pytest.mark.parametrize(
    ("issue", "text", "said"),
    [
        ("remedy", "refunds", "可用:reject、exchange、refund"),
        ("remedy", "3", "结论应为"),
        ("remedy", "reason", "没有的值:none、quality、late"),
        ("award", "3", "应为金额"),
        ("deadline", "7d", "应为时刻"),
        ("late", "pieces", "不是是非题"),
    ],
)
def test_a_conclusion_is_of_the_issues_type(issue, text, said):
    with pytest.raises(LanguageError, match=said):
        parse_conclusion(text, WORDS.issues[issue], WORDS)


@pytest.mark.parametrize(
    ("issue", "text", "node"),
    [
        ("remedy", "refund", ir.EnumValue("refund")),
        ("remedy", "wanted", ir.EnumFrom("wanted", is_issue=False)),
        ("late", "elapsed(paid, sent) > 48h", parse_condition("elapsed(paid, sent) > 48h", WORDS)),
        ("award", "3yuan", ir.Num(300, ValueType.MONEY)),
        ("deadline", "workdays_after(@paid, 3)", ir.WorkdaysAfter(ir.EventAt("paid"), 3)),
        (
            "award",
            "tiers(pieces, 0: 3yuan, 2: price)",
            ir.Tiers(
                ir.FactNum("pieces", ValueType.INT),
                ((0, ir.Num(300, ValueType.MONEY)), (2, ir.FactNum("price", ValueType.MONEY))),
            ),
        ),
    ],
)
def test_a_conclusion_says(issue, text, node):
    assert parse_conclusion(text, WORDS.issues[issue], WORDS) == node


def test_what_the_steps_of_tiers_read_is_known_too():
    node = parse_conclusion("tiers(elapsed(paid, sent), 0h: price, 48h: charge)", WORDS.issues["award"], WORDS)

    assert ir.reads(node) == ir.Reads(frozenset({"price"}), frozenset({"paid", "sent"}), frozenset({"charge"}))


def test_what_an_expression_reads_is_known():
    node = parse_condition("worn and late and elapsed(paid, sent) > 48h and @signed < @now", WORDS)

    assert ir.reads(node) == ir.Reads(frozenset({"worn"}), frozenset({"paid", "sent", "signed"}), frozenset({"late"}))
