"""The 裁决书 of a question on a paper: its issues, its options under their letters."""

from cases import api
from certification.bank.deriving import issues_asked
from certification.bank.domain import Ask, Content, Option, QuestionType
from certification.bank.models import Derivation, QuestionVersion
from certification.papers.models import PaperQuestion
from certification.sitting.rulings.margins import margin_of
from certification.sitting.rulings.questions import ruling_of
from tests.factories.rulebook import LATE_BY_OLD_COUNT, build_rulebook

EDITION = build_rulebook()


def shown(content: Content, *, key, order) -> PaperQuestion:
    return PaperQuestion(
        position=1,
        version=QuestionVersion(content=content.to_json()),
        derivation=Derivation(key=key),
        option_order=order,
        type=content.type,
    )


def decided(kind=QuestionType.SINGLE) -> Content:
    options = (
        Option("支持退货", "verdict == return_refund"),
        Option("不支持，已超一分钟", "not in_time"),
        Option("按定作处理", "verdict == reject", {"facts": {"custom": "yes"}}),
    )
    return Content(kind, "哪种正确？", Ask.CORRECT, LATE_BY_OLD_COUNT, options)


def recall() -> Content:
    options = (
        Option("收件人付运费", right=True),
        Option("收件人付货款", right=False),
        Option("寄件人付运费", right=False),
    )
    return Content(QuestionType.SINGLE, "到付是什么？", Ask.CORRECT, {}, options, ("DEF-COD-01", "0" * 12))


def test_issues_of_the_options_are_asked_in_the_order_of_the_vocabulary():
    assert issues_asked(decided(), EDITION) == ["in_time", "verdict"]


def test_letters_go_by_the_order_on_the_paper():
    document = ruling_of(shown(decided(), key=[0, 2], order=[2, 0, 1]), picked="C", edition=EDITION, reference="")

    assert document.answer.key == "A、B"
    assert document.answer.picked == "C"
    assert [option.text for option in document.answer.options] == ["按定作处理", "支持退货", "不支持，已超一分钟"]


def test_every_option_has_its_reason():
    document = ruling_of(shown(decided(), key=[0, 2], order=[0, 1, 2]), picked="", edition=EDITION, reference="")

    assert all(option.reason for option in document.answer.options)


def test_misreading_that_leads_to_an_option_is_named():
    document = ruling_of(shown(decided(), key=[0, 2], order=[0, 1, 2]), picked="B", edition=EDITION, reference="")

    assert "从签收那一刻起数七天" in document.answer.options[1].misreading


def test_recall_question_cites_its_rule_and_decides_nothing():
    document = ruling_of(shown(recall(), key=[0], order=[0, 1, 2]), picked="A", edition=EDITION, reference="")

    assert document.cited.id == "DEF-COD-01"
    assert document.explanation is None
    assert document.checksum == ""
    assert document.answer.is_right
    assert [rule.id for rule in margin_of(document, is_old=False).rules] == ["DEF-COD-01"]


def test_judgement_is_marked_as_one():
    options = (Option("正确", "in_time"), Option("错误", "not (in_time)"))
    content = Content(QuestionType.TRUEFALSE, "在七天内。", Ask.CORRECT, LATE_BY_OLD_COUNT, options)

    document = ruling_of(shown(content, key=[0], order=[0, 1]), picked="A", edition=EDITION, reference="")

    assert document.answer.key == document.answer.picked == "正确"


def test_reviews_are_those_of_the_adjudicator():
    reviews = api.review_options(
        api.Question(
            type="single",
            ask="correct",
            case=LATE_BY_OLD_COUNT,
            options=(api.QuestionOption(text="在期内", claim="in_time", overlay=None, right=None),),
            cited=None,
        ),
        edition=EDITION,
    )

    assert reviews[0].truth is True
