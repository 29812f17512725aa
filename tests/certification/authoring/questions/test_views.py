"""The list of questions: what it shows, how it is searched, filtered and sorted, and what it costs."""

import pytest
from django.urls import reverse

from certification.bank.models import Question, VersionStatistic
from certification.bank.workflow.models import QuestionDraft, SavedFilter
from certification.bank.workflow.services import (
    assign_owner,
    edit_question,
    retire_question,
    start_question,
    submit_draft,
    tag_questions,
)
from tests.factories import NOON
from tests.factories.people import UserFactory

URL = reverse("authoring:questions")


@pytest.fixture
def trainer(db):
    return UserFactory(trainer=True, display_name="周敏")


@pytest.fixture
def listing(client, trainer, edition):
    client.force_login(trainer)

    def get(**query):
        response = client.get(URL, query)
        assert response.status_code == 200
        return response

    return get


def codes(response) -> list[str]:
    return [row.code for row in response.context["rows"]]


def one(code: str) -> Question:
    return Question.objects.get(code=code)


def test_the_list_shows_every_question_with_what_is_known_of_it(listing):
    response = listing()

    text = response.content.decode()
    row = next(row for row in response.context["rows"] if row.code == "T-00A")
    assert response.context["total"] == 42
    assert row.rules == ("ZRULE-SHIP-1",)
    assert row.topic == "发货时限"
    assert row.difficulty.endswith("（按规则估）")
    assert [mark.text for mark in row.states] == ["已发布"]
    assert row.key.text == "答案有据"
    assert "T-00A" in text
    assert "哪种说法正确" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({"q": "T-00A"}, ["T-00A"], id="a code"),
        pytest.param({"q": "揽收 T-01"}, ["T-01A", "T-01B"], id="every word has to occur"),
        pytest.param({"q": "t-00a"}, ["T-00A"], id="case does not matter"),
        pytest.param({"q": "没有这种话"}, [], id="words that nothing has"),
        pytest.param({"q": "100%_"}, [], id="what LIKE takes for a joker is a character"),
        pytest.param({"rule": "zrule-ship-2"}, ["T-01A", "T-01B"], id="a rule, in any case"),
        pytest.param({"rule": "ZRULE-SHIP"}, [], id="half a rule is none"),
        pytest.param({"topic": "addr", "type": "truefalse"}, ["T-05B"], id="topic and type"),
        pytest.param({"book": "nobook"}, [], id="a book that is not there"),
        pytest.param({"owner": "not-an-id"}, [], id="an owner that cannot be"),
        pytest.param({"answered": "yes"}, [], id="answered by nobody yet"),
    ],
)
def test_the_list_finds(listing, query, found):
    assert codes(listing(**query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"type": "essay"}, {"state": "gone"}, {"difficulty": "9"}, {"sort": "random"}, {"pool": "x"}, {"page": "x"},
        {"book": "taobao"}, {"key": "ok"}, {"pool": "open"}, {"state": "published"}, {"owner": "none"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_or_fits_all_leaves_everything(listing, query):
    assert listing(**query).context["found"] == 42


def test_states_are_told_and_filtered(listing, trainer):
    started = start_question(type="single", actor=trainer, now=NOON)
    waiting = edit_question(one("T-00A").pk, actor=trainer, now=NOON)
    submit_draft(waiting.pk, actor=trainer, now=NOON)
    retire_question(one("T-00B").pk, actor=trainer, now=NOON)

    assert codes(listing(state="draft")) == [started.question.code]
    assert codes(listing(state="in_review")) == ["T-00A"]
    assert codes(listing(state="retired")) == ["T-00B"]
    assert codes(listing(key="none")) == [started.question.code]
    tabs = {tab.label: tab.count for tab in listing().context["tabs"]}
    assert tabs == {"全部": 43, "草稿": 1, "待复核": 1, "已发布": 41, "未通过检查": 0, "已停用": 1}
    rows = {row.code: [mark.text for mark in row.states] for row in listing().context["rows"]}
    assert rows["T-00A"] == ["已发布", "待复核"]
    assert rows["T-00B"] == ["已停用"]
    assert rows[started.question.code] == ["草稿"]


def test_a_question_without_a_key_under_the_rules_in_force_says_so(listing):
    Question.objects.filter(code="T-00A").update(current=None)

    response = listing(key="blocked")

    assert codes(response) == ["T-00A"] == codes(listing(state="blocked"))
    assert response.context["rows"][0].key.text == "推不出答案"


def test_tags_and_owners_are_shown_and_filtered(listing, trainer):
    tag_questions([one("T-02A").pk], add=["到付"], actor=trainer, now=NOON)
    assign_owner([one("T-02A").pk], trainer, actor=trainer, now=NOON)

    assert codes(listing(tag="到付")) == codes(listing(owner=str(trainer.pk))) == codes(listing(q="到付")) == ["T-02A"]
    text = listing(tag="到付").content.decode()
    assert "#到付" in text
    assert "周敏 负责" in text


def test_difficulty_is_measured_where_enough_people_answered(listing):
    version = one("T-00A").current
    VersionStatistic.objects.create(version=version, attempts=200, share=500, measured_at=NOON)

    found = listing(difficulty="5")

    assert codes(found) == ["T-00A"]
    assert found.context["rows"][0].difficulty == "难度 5（200 份作答实测）"
    assert codes(listing(sort="hardest"))[0] == "T-00A"
    assert codes(listing(sort="easiest"))[-1] == "T-00A"
    assert codes(listing(answered="yes")) == ["T-00A"]


def test_what_was_edited_last_comes_first_where_that_is_asked_for(listing, trainer):
    edit_question(one("T-09B").pk, actor=trainer, now=NOON)

    assert codes(listing(sort="edited"))[0] == "T-09B"


def test_a_swap_brings_the_results_alone(client, listing):
    response = client.get(URL, {"q": "T-00"}, HTTP_HX_REQUEST="true")

    text = response.content.decode()
    assert text.lstrip().startswith('<div id="question-results"')
    assert "<html" not in text
    assert 'id="question-tabs" hx-swap-oob="true"' in text
    assert "q=T-00" in text


def test_nothing_found_and_an_empty_bank_say_what_to_do(client, listing):
    assert "没有找到“没有这种话”" in listing(q="没有这种话").content.decode()
    assert "没有符合条件的题" in listing(state="retired").content.decode()


def test_the_list_costs_the_same_however_many_questions_it_shows(client, listing, django_assert_max_num_queries):
    listing()
    with django_assert_max_num_queries(26):
        client.get(URL)
    with django_assert_max_num_queries(26):
        client.get(URL, {"q": "T-0", "state": "published", "topic": "ship", "sort": "hardest"})


def test_trainees_and_strangers_do_not_see_it(client, edition):
    assert client.get(URL).status_code == 302
    client.force_login(UserFactory())
    assert client.get(URL).status_code == 403


class TestSavedFilters:
    def test_a_filter_is_kept_for_its_owner_and_can_be_forgotten(self, client, listing, trainer):
        response = client.post(
            reverse("authoring:questions-filter-save"), {"q": "揽收", "type": "single", "name": "单选"}
        )

        kept = SavedFilter.objects.get(person=trainer)
        assert response.url == f"{URL}?q=%E6%8F%BD%E6%94%B6&type=single"
        assert kept.query == "q=%E6%8F%BD%E6%94%B6&type=single"
        assert "单选</a>" in listing().content.decode()

        client.post(reverse("authoring:questions-filter-delete", args=[kept.pk]))
        assert not SavedFilter.objects.exists()

    def test_a_filter_without_a_name_is_refused_with_the_filters_kept(self, client, listing):
        response = client.post(reverse("authoring:questions-filter-save"), {"q": "揽收", "name": " "})

        assert response.status_code == 422
        assert "请给这个筛选起一个名字" in response.content.decode()
        assert 'value="揽收"' in response.content.decode()

    def test_somebody_elses_filter_stays(self, client, listing):
        other = SavedFilter.objects.create(person=UserFactory(trainer=True), name="他的", query="")

        client.post(reverse("authoring:questions-filter-delete", args=[other.pk]))

        assert SavedFilter.objects.filter(pk=other.pk).exists()


class TestNewQuestion:
    URL = reverse("authoring:question-new")

    def test_a_type_is_all_it_takes(self, client, listing, trainer):
        form = client.get(self.URL).context

        response = client.post(self.URL, {"type": "multiple", "code": "", "draft": str(form["draft"])})

        draft = QuestionDraft.objects.get()
        assert (draft.question.code, draft.content["type"], draft.author) == ("MD-9001", "multiple", trainer)
        assert response.url == reverse("authoring:question-edit", args=[draft.question_id])

    def test_a_second_click_begins_no_second_question(self, client, listing):
        form = {"type": "single", "draft": str(client.get(self.URL).context["draft"])}

        assert client.post(self.URL, form).url == client.post(self.URL, form).url
        assert QuestionDraft.objects.count() == 1

    @pytest.mark.parametrize(
        ("form", "said"),
        [
            ({"type": "essay"}, "请选题型"),
            ({"type": "single", "code": "T-00A"}, "已经有题用了"),
            ({"type": "single", "code": "两个 字"}, "不能用"),
        ],
    )
    def test_what_will_not_do_is_refused_with_the_form_kept(self, client, listing, form, said):
        response = client.post(self.URL, {"draft": "x", **form})

        text = response.content.decode()
        assert response.status_code == 422
        assert said in text
        assert f'value="{form.get("code", "")}"' in text
