"""A typed question (未证明) at the desk: its explanation is written there, and it can be bound to a case."""

import pytest
from django.urls import reverse

from certification.bank.domain import Typed
from certification.bank.models import Derivation, Question
from certification.bank.workflow.models import QuestionDraft
from certification.exchange.domain import FileFormat, ForeignOption, ForeignQuestion, QuestionType, judgement
from certification.exchange.files import Asked, write_file
from certification.exchange.services import Upload, apply_import, plan_import
from tests.certification.authoring.editor.sending import fields_of
from tests.factories import NOON
from tests.factories.workflow import CASE

TYPED = ForeignQuestion(
    QuestionType.SINGLE, "商家说“不算迟”。哪种说法正确？",
    (ForeignOption("甲说得对", right=True, feedback="对"), ForeignOption("乙说得对"), ForeignOption("丙说得对")),
    external_id="EX-1", explanation="见旧资料", difficulty=2, category="签收与举证",
)  # fmt: skip
JUDGED = ForeignQuestion(
    QuestionType.TRUEFALSE, "定做的能退。", judgement(right=False, feedback=("不能", "")), external_id="EX-2"
)


@pytest.fixture
def typed(edition, trainer):
    data = write_file([TYPED, JUDGED], FileFormat.XLSX, Asked())
    plan = plan_import(Upload(data, "题.xlsx"), edition=edition, actor=trainer, now=NOON)
    apply_import(plan.pk, edition=edition.id, actor=trainer, now=NOON)
    return Question.objects.get(code="EX-1")


@pytest.fixture
def url(typed):
    return reverse("authoring:question-edit", args=[typed.pk])


def send(author, url, **changes):
    fields = {**fields_of(author.get(url).content.decode()), **changes}
    return author.post(url, {name: value for name, value in fields.items() if value is not None}, follow=True)


def test_what_its_author_wrote_stands_in_the_form(author, url):
    fields = fields_of(author.get(url).content.decode())

    assert (fields["typed"], fields["typed.topic"], fields["typed.difficulty"]) == ("typed", "sign", "2")
    assert (fields["typed.explanation"], fields["option.0.feedback"]) == ("见旧资料", "对")
    assert fields["expected"] == "0"
    assert "as_of" not in fields


def test_nothing_is_called_derived_that_nobody_derived(author, url):
    page = author.get(url).content.decode()

    assert "由出题人给出，没有核对" in page
    assert "推导" not in page.partition('id="question-asks"')[2].partition('id="question-settings"')[0]


def test_a_save_changes_nothing_and_keeps_it_typed(author, url, typed):
    send(author, url, do="save")

    assert QuestionDraft.objects.get(question=typed).content == typed.current.content


def test_the_explanation_is_written_published_and_shown(author, url, typed, edition):
    send(author, url, do="publish", **{
        "typed.explanation": "依第七条。", "typed.difficulty": "4", "option.1.feedback": "看错了", "expected": "1",
    })  # fmt: skip

    typed.refresh_from_db()
    content = typed.current.read
    assert content.typed == Typed("sign", 4, "依第七条。")
    assert [one.feedback for one in content.options] == ["对", "看错了", ""]
    assert Derivation.objects.get(version=typed.current, edition=edition.id).key == [1]
    assert "依第七条。" in author.get(reverse("authoring:question", args=[typed.pk])).content.decode()


def test_a_judgement_keeps_both_feedbacks(author, typed):
    question = Question.objects.get(code="EX-2")
    url = reverse("authoring:question-edit", args=[question.pk])
    send(author, url, do="publish", expected="0", **{"option.1.feedback": "再想想", "typed.explanation": "改判"})

    question.refresh_from_db()
    content = question.current.read
    assert [(one.right, one.feedback) for one in content.options] == [(True, "不能"), (False, "再想想")]
    assert content.typed.explanation == "改判"


def test_an_answer_that_is_missing_is_told(author, url, typed):
    page = send(author, url, do="publish", expected=None)

    assert page.status_code == 409
    assert "请标出你认为对的答案" in page.content.decode()


def test_the_page_of_the_question_offers_to_bind_it(author, url, typed):
    page = author.get(reverse("authoring:question", args=[typed.pk])).content.decode()

    assert f'{url}#question-typed">绑定案情' in page
    assert 'value="bind"' in author.get(url).content.decode()


def bound_fields() -> dict[str, str]:
    claims = ("late_ship_1", "not late_ship_1", "not late_ship_1 and worn")
    facts = {f"fact.{name}": value for name, value in CASE["facts"].items()}
    events = {f"event.{name}": value for name, value in CASE["events"].items()}
    return {
        "stack.platform": "taobao", "platform": "taobao", "as_of": CASE["as_of"], **facts, **events,
        **{f"option.{at}.claim": claim for at, claim in enumerate(claims)},
    }  # fmt: skip


def test_bound_to_a_case_the_rules_decide_it(author, url, typed, edition):
    page = send(author, url, do="bind").content.decode()
    assert "正在绑定案情" in page
    assert "还没有写判断时间" in page

    done = send(author, url, do="publish", **bound_fields())

    assert done.status_code == 200
    typed.refresh_from_db()
    content = typed.current.read
    assert (content.typed, content.has_case) == (None, True)
    assert [(one.right, one.feedback) for one in content.options] == [(None, "")] * 3
    derivation = Derivation.objects.get(version=typed.current, edition=edition.id)
    assert derivation.key == [0]
    assert derivation.rules


def test_a_case_that_says_otherwise_than_its_author_is_not_published(author, url, typed):
    send(author, url, do="bind")
    page = send(author, url, do="publish", **bound_fields(), expected="1")

    assert page.status_code == 409
    typed.refresh_from_db()
    assert typed.current.read.typed is not None


def test_binding_half_done_is_not_published_and_can_be_taken_back(author, url, typed):
    send(author, url, do="bind")
    assert send(author, url, do="publish").status_code == 409

    send(author, url, do="unbind")

    assert QuestionDraft.objects.get(question=typed).content == typed.current.content


def test_once_it_is_published_with_its_case_there_is_no_way_back(author, url, typed):
    send(author, url, do="bind")
    send(author, url, do="publish", **bound_fields())

    fields = fields_of(author.get(url).content.decode())
    assert "typed" not in fields
    send(author, url, do="unbind")
    assert "typed" not in QuestionDraft.objects.get(question=typed, state="draft").content


def test_what_the_rules_decide_is_not_made_typed_by_a_form_of_before(author, url, typed):
    before = fields_of(author.get(url).content.decode())
    send(author, url, do="bind")
    send(author, url, do="publish", **bound_fields())
    send(author, url, do="save", stem="哪种说法对？")

    now = fields_of(author.get(url).content.decode())["revision"]
    page = author.post(url, before | {"do": "publish", "revision": now})

    assert page.status_code == 409
    assert "不能改回由人核定" in page.content.decode()
    typed.refresh_from_db()
    assert typed.current.read.has_case
