"""Acts on many questions: previewed, refused row by row, done once; and drafts from a rule."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.bank.domain import Pool
from certification.bank.models import Question
from certification.bank.workflow.domain import DraftState, Origin
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import edit_question, retire_question, start_question, tag_questions
from certification.core.journal import JournalEntry
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round

LIST, BULK = reverse("authoring:questions"), reverse("authoring:questions-bulk")
GENERATE = reverse("authoring:questions-generate")


@pytest.fixture
def trainer(client, edition):
    person = UserFactory(trainer=True, display_name="周敏")
    client.force_login(person)
    return person


def one(code: str) -> Question:
    return Question.objects.get(code=code)


def ask(client, act: str, *codes: str, **given):
    ids = [str(question.pk) for question in Question.objects.filter(code__in=codes)]
    return client.post(BULK, {"act": act, "question": ids, **given})


def told(client, response) -> str:
    assert response.status_code == 302
    return client.get(response.url).content.decode()


def test_a_preview_says_what_happens_to_each_and_changes_nothing(client, trainer):
    tag_questions([one("T-00A").pk], add=["到付"], actor=trainer, now=NOON)
    before = JournalEntry.objects.count()

    response = ask(client, "tag", "T-00A", "T-00B", new_tag="到付")

    text = response.content.decode()
    assert [row.row.code for row in response.context["willing"]] == ["T-00B"]
    assert [(row.row.code, row.said) for row in response.context["refused"]] == [("T-00A", "已经有标签“到付”")]
    assert "1 道会改，1 道不动" in text
    assert not one("T-00B").tags.exists()
    assert JournalEntry.objects.count() == before


def test_what_was_confirmed_is_done_and_told_with_what_was_left(client, trainer):
    retire_question(one("T-00A").pk, actor=trainer, now=NOON)

    text = told(client, ask(client, "retire", "T-00A", "T-00B", confirmed="yes", topic="ship"))

    assert one("T-00B").retired_at is not None
    assert "1 道题停用了。" in text
    assert "T-00A：已经停用" in text


def test_the_filters_survive_an_act(client, trainer):
    response = ask(client, "retire", "T-00B", confirmed="yes", topic="ship", q="揽收")

    assert response.url == f"{LIST}?q=%E6%8F%BD%E6%94%B6&topic=ship"


def test_everything_that_the_filters_find_can_be_changed_at_once(client, trainer):
    told(
        client, client.post(BULK, {"act": "tag", "new_tag": "发货", "all": "yes", "topic": "ship", "confirmed": "yes"})
    )

    assert Question.objects.filter(tags__name="发货").count() == 6


def test_a_tag_of_the_filter_is_not_the_tag_to_be_put_on(client, trainer):
    tag_questions([one("T-00A").pk], add=["旧"], actor=trainer, now=NOON)

    told(client, ask(client, "tag", "T-00A", tag="旧", new_tag="新", confirmed="yes"))

    assert list(one("T-00A").tags.values_list("name", flat=True)) == ["新", "旧"]


def test_questions_are_given_to_a_keeper(client, trainer):
    other = UserFactory(manager=True, display_name="许建国")

    text = told(client, ask(client, "owner", "T-00A", new_owner=str(other.pk), confirmed="yes"))

    assert one("T-00A").owner == other
    assert "1 道题交给了许建国。" in text


def test_drafts_are_submitted_and_what_has_none_is_left(client, trainer):
    draft = edit_question(one("T-00A").pk, actor=trainer, now=NOON)

    text = told(client, ask(client, "submit", "T-00A", "T-00B", confirmed="yes"))

    draft.refresh_from_db()
    assert draft.state == DraftState.IN_REVIEW
    assert "1 份草稿送去复核了。" in text
    assert "T-00B：没有草稿可送" in text
    assert "已经在等复核" in ask(client, "submit", "T-00A").content.decode()


def test_a_retired_question_is_restored_with_the_version_that_still_holds(client, trainer):
    before = one("T-00A").current
    retire_question(one("T-00A").pk, actor=trainer, now=NOON)

    told(client, ask(client, "restore", "T-00A", "T-00B", confirmed="yes"))

    assert one("T-00A").current == before
    assert one("T-00B").current is not None


def test_a_question_that_was_never_published_is_not_retired(client, trainer):
    draft = start_question(type="single", actor=trainer, now=NOON)

    response = ask(client, "retire", draft.question.code)

    assert "还没有发布过" in response.content.decode()
    assert "没有一道会改" in response.content.decode()


class TestPools:
    def test_a_question_of_the_workbench_moves_and_one_of_the_files_does_not(self, client, trainer):
        Question.objects.filter(code="T-00A").update(origin=Origin.WORKBENCH)

        text = told(client, ask(client, "pool", "T-00A", "T-00B", new_pool="secure", confirmed="yes"))

        assert (one("T-00A").pool, one("T-00B").pool) == (Pool.SECURE, Pool.OPEN)
        assert "1 道题移到了保密题库。" in text
        assert "由题目文件管理" in text
        assert JournalEntry.objects.get(verb="question.moved").details == {"pool": "secure"}

    def test_a_secret_on_a_paper_that_is_still_sat_stays_secret(self, client, trainer, edition):
        held = make_dealt_round(edition, [UserFactory()], now=timezone.now())
        asked = Question.objects.filter(versions__in=held.seats.get().papers.get().paper.questions.values("version"))
        codes = list(asked.values_list("code", flat=True))
        Question.objects.filter(code__in=codes).update(origin=Origin.WORKBENCH, pool=Pool.SECURE)

        response = ask(client, "pool", codes[0], new_pool="open")

        assert "还没考完的场次里有它" in response.content.decode()
        assert not response.context["willing"]

    def test_what_was_released_stays_as_it_is(self, client, trainer):
        Question.objects.filter(code="T-00A").update(origin=Origin.WORKBENCH, pool=Pool.SECURE, released_at=NOON)

        assert "已经公布" in ask(client, "pool", "T-00A", new_pool="secure").content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"act": "retire"}, "还没有勾选试题", id="nothing ticked"),
        pytest.param({"act": "burn", "all": "yes"}, "请选要做什么", id="an act that is none"),
        pytest.param({"act": "tag", "all": "yes", "new_tag": "a,b"}, "不能有逗号", id="a tag with a comma"),
        pytest.param({"act": "untag", "all": "yes"}, "请写标签", id="no tag"),
        pytest.param({"act": "owner", "all": "yes", "new_owner": "x"}, "请选一位培训师", id="an owner that is none"),
        pytest.param({"act": "pool", "all": "yes", "new_pool": "x"}, "请选移到哪个题库", id="a pool that is none"),
        pytest.param({"act": "retire", "question": ["x", "1 OR 1"]}, "还没有勾选试题", id="ids that are none"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_above_the_list(client, trainer, given, said):
    response = client.post(BULK, {**given, "confirmed": "yes"})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Question.objects.filter(retired_at__isnull=False).exists()


def test_a_trainee_is_no_owner(client, trainer):
    assert ask(client, "owner", "T-00A", new_owner=str(UserFactory().pk)).status_code == 422


def test_too_many_at_once_are_refused(client, trainer, monkeypatch):
    monkeypatch.setattr("certification.authoring.questions.bulk.MOST_AT_ONCE", 3)

    response = client.post(BULK, {"act": "retire", "all": "yes", "confirmed": "yes"})

    assert response.status_code == 422
    assert "一次最多处理 3 道" in response.content.decode()


def test_a_trainee_changes_nothing(client, edition):
    client.force_login(UserFactory())

    assert client.post(BULK, {"act": "retire", "all": "yes", "confirmed": "yes"}).status_code == 403


class TestGenerating:
    def test_drafts_are_shown_first_and_only_the_ticked_ones_are_taken(self, client, trainer):
        shown = client.get(GENERATE, {"rule": "zrule-ship-1"}).context["proposals"]
        assert not QuestionDraft.objects.exists()

        form = {"rule": "ZRULE-SHIP-1", "seed": "1", "take": [shown[0].mark]}
        text = told(client, client.post(GENERATE, form))

        draft = QuestionDraft.objects.get()
        assert "收下了 1 份草稿" in text
        assert draft.content["stem"] == shown[0].draft.content.stem
        assert tuple(draft.expected) == shown[0].draft.key

    def test_what_was_taken_is_not_drafted_again(self, client, trainer):
        shown = client.get(GENERATE, {"rule": "ZRULE-SHIP-1"}).context["proposals"]
        form = {"rule": "ZRULE-SHIP-1", "seed": "1", "take": [shown[0].mark]}
        client.post(GENERATE, form)

        response = client.post(GENERATE, form)

        assert response.status_code in (409, 422)
        assert QuestionDraft.objects.count() == 1

    @pytest.mark.parametrize(
        ("form", "status", "said"),
        [
            ({"rule": "NO-SUCH"}, 422, "没有编号为“NO-SUCH”的规则"),
            ({"rule": "ZRULE-SHIP-1"}, 422, "还没有勾选要收下的草稿"),
            ({"rule": "ZRULE-SHIP-1", "take": ["gone"]}, 409, "刚刚变了"),
            ({"rule": "ZRULE-SHIP-1", "seed": "²", "take": ["gone"]}, 409, "刚刚变了"),
        ],
    )
    def test_what_cannot_be_taken_is_refused(self, client, trainer, form, status, said):
        response = client.post(GENERATE, form)

        assert response.status_code == status
        assert said in response.content.decode()
        assert not QuestionDraft.objects.exists()
