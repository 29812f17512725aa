"""Typed questions: nobody's case proves them, and still they work wherever questions work."""

from dataclasses import replace

import pytest
from django.urls import reverse

from certification.bank.derivations import derivation_row, derive_workbench
from certification.bank.deriving import derivation_of, derive, reviews_of, trace_hash
from certification.bank.domain import Ask, Content, Option, QuestionType, Typed
from certification.bank.models import Question, QuestionVersion
from certification.bank.workflow.loose import gaps, read_loose
from certification.exchange.printed.keys import key_entry
from certification.papers.models import PaperQuestion
from certification.publishing.questions import asked_in_bank
from tests.factories.attempts import keyed_letters

TYPED = Content(
    QuestionType.SINGLE,
    "几天内可以退货？",
    Ask.CORRECT,
    {},
    (Option("3 天", right=False, feedback="太短"), Option("7 天", right=True)),
    typed=Typed("sign", 2, "见第 **7** 条"),
)


def judgement(*, right: bool) -> Content:
    options = (Option("正确", right=right), Option("错误", right=not right))
    return replace(TYPED, type=QuestionType.TRUEFALSE, options=options)


def test_hashes_of_questions_that_were_there_before_stay():
    content = Content(
        QuestionType.SINGLE, "问", Ask.CORRECT, {"as_of": "2025-01-01"}, (Option("甲", "a"), Option("乙", "b"))
    )

    assert set(content.to_json()) == {"schema", "type", "stem", "ask", "case", "options", "cited"}
    assert set(content.to_json()["options"][0]) == {"text", "claim", "overlay", "right"}
    assert content.hash == "sha256:9fe73e677cb4a1ca67775a4ee03440d1af23bb0c614b5fcc29754283fe0fb5b7"


def test_it_reads_back_what_it_wrote():
    assert Content.from_json(TYPED.to_json()) == TYPED
    assert read_loose(TYPED.to_json()) == TYPED


def test_its_key_is_what_its_author_typed(edition):
    derived = derive(TYPED, expected=["B"], disputed=None, edition=edition)

    assert (derived.findings, derived.derivation.key, derived.derivation.rules) == ((), (1,), ())
    assert (derived.derivation.topic, derived.derivation.difficulty) == ("sign", 2)
    assert [one.reason for one in reviews_of(TYPED, edition)] == ["太短", ""]
    assert derive(TYPED, expected=["A"], disputed=None, edition=edition).findings[0].code == "bank.unexpected-key"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(
            replace(TYPED, options=(Option("甲"), Option("乙", right=True))),
            "key.undetermined",
            id="an option unmarked",
        ),
        pytest.param(
            replace(TYPED, options=(Option("甲", right=True), Option("乙", right=True))),
            "key.not-unique",
            id="two answers",
        ),
        pytest.param(
            replace(TYPED, options=(Option("甲", right=False), Option("乙", right=False))),
            "key.not-unique",
            id="no answer",
        ),
    ],
)
def test_one_without_a_proper_key_does_not_pass_the_gate(content, code, edition):
    assert [one.code for one in derivation_of(content, edition).problems] == [code]


def test_two_that_ask_the_same_are_twins_whatever_their_order_and_marks(edition):
    other = replace(TYPED, stem="**几天**内可以退货?", options=tuple(reversed(TYPED.options)))
    traces = {trace_hash(one, derivation_of(one, edition)) for one in (TYPED, other)}

    assert len(traces) == 1
    assert trace_hash(judgement(right=True), derivation_of(TYPED, edition)) not in traces


def test_a_draft_of_one_lacks_nothing_and_is_typed_no_more_once_it_claims_something():
    loose = TYPED.to_json()
    assert gaps(read_loose(loose), ["B"]) == []
    assert gaps(read_loose(judgement(right=False).to_json()), ["错误"]) == []

    loose["options"][1]["claim"] = "late"
    bound = read_loose(loose)

    assert (bound.typed, bound.options[0].right, bound.options[0].feedback) == (None, None, "")
    assert "as_of" in [one.place for one in gaps(bound, ["B"])]


@pytest.fixture
def only_typed(edition):
    """A bank of which nothing but one typed question may be drawn."""
    Question.objects.update(current=None)
    question = Question.objects.create(code="TYP-1", type="single", origin="workbench")
    version = QuestionVersion.objects.create(
        question=question, number=1, content=TYPED.to_json(), content_hash=TYPED.hash
    )
    derivation_row(version, TYPED, derive(TYPED, expected=["B"], disputed=None, edition=edition), edition.id).save()
    Question.objects.filter(pk=question.pk).update(current=version)
    return question


def test_it_is_practised_marked_and_explained_as_unproven(signed_in, trainee, only_typed):
    signed_in.post("/practice/", {"area": ""})
    attempt = trainee.attempts.get()
    url = reverse("sitting:practice-question", args=[attempt.pk])
    shown = signed_in.get(url).content.decode()
    told = signed_in.post(url, {"answer": keyed_letters(attempt, 1)}, follow=True).content.decode()
    ruling = signed_in.get(reverse("sitting:ruling", args=[attempt.pk, 1])).content.decode()

    assert "几天内可以退货" in shown
    assert "问规则本身" not in shown
    assert "太短" not in shown
    assert "答对了" in told
    assert all(word in told for word in ("未证明", "见第 7 条", "太短"))
    assert all(word in ruling for word in ("未经规则推导", "见第 <strong>7</strong> 条", "太短"))


def test_the_key_of_a_printed_paper_says_so(only_typed, edition):
    version = QuestionVersion.objects.get(question=only_typed)
    question = PaperQuestion(
        version=version, derivation=version.derivations.get(), position=1, option_order=[1, 0], points=200
    )

    entry = key_entry(question, edition)

    assert (entry.key, entry.is_typed, entry.explanation, entry.rules) == ("A", True, "见第 7 条", ())
    assert [(one.letter, one.reason) for one in entry.reasons] == [("B", "太短")]


def test_an_edition_that_comes_later_keeps_its_key(only_typed, edition):
    later = replace(edition, id="later")

    rows, refused = derive_workbench(later)

    assert refused == {}
    assert [(row.edition, row.key) for row in rows] == [("later", [1])]


def test_no_rule_tests_it(only_typed):
    assert asked_in_bank() == ()


def test_its_pages_for_authors_say_so_and_none_fails(author, only_typed):
    listed = author.get(reverse("authoring:questions")).content.decode()
    page = author.get(reverse("authoring:question", args=[only_typed.pk])).content.decode()
    edit = author.post(reverse("authoring:question-edit", args=[only_typed.pk]), follow=True)

    assert all(word in listed for word in ("未证明", "出题人估"))
    assert "答案由出题人给出" in page
    assert edit.status_code in {200, 422}
    assert author.get(reverse("authoring:question-edit", args=[only_typed.pk])).status_code == 200
