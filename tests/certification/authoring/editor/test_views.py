"""The editor: looked at, saved while typing, saved against somebody else, sent on."""

import pytest
from django.test import Client

from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import (
    comment,
    edit_question,
    return_draft,
    save_draft,
    set_policy,
    submit_draft,
)
from tests.certification.authoring.editor.sending import fields_of
from tests.factories import NOON
from tests.factories.workflow import content, write

HTMX = {"HTTP_HX_REQUEST": "true"}
BACKEND = "certification.people.backends.NameOrNumberBackend"


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.fixture
def sent(author, url) -> dict:
    """The form as the page fills it in."""
    return fields_of(page(author, url))


def draft_of(question) -> QuestionDraft:
    return QuestionDraft.objects.open().get(question=question)


def test_looking_writes_nothing_and_shows_the_version_in_use(author, url, question):
    text = page(author, url)

    assert not QuestionDraft.objects.open().filter(question=question).exists()
    assert "还没有草稿" in text
    assert "答案是 A，可以发布" in text
    assert "推导为对" in text


def test_what_is_typed_is_saved_and_judged_in_one_answer(author, url, question, sent):
    response = author.post(url, {**sent, "stem": "改过的题干。哪种说法正确？"}, **HTMX)

    text = response.content.decode()
    draft = draft_of(question)
    assert response.status_code == 200
    assert text.startswith('<aside class="preview" id="verdict-preview"')
    assert 'id="draft-state"' in text
    assert "hx-swap-oob" in text
    assert f'name="revision" value="{draft.revision}"' in text
    assert "<textarea" not in text
    assert draft.content["stem"] == "改过的题干。哪种说法正确？"
    assert draft.content["case"] == content()["case"]
    assert draft.content["options"] == content()["options"]


def test_saving_the_page_as_it_is_changes_nothing_of_the_content(author, url, question, sent):
    author.post(url, {**sent, "do": "save"})

    draft = draft_of(question)
    assert draft.content == content()
    assert draft.expected == ["A"]


def test_unfinished_values_stay_as_they_were_typed(author, url, sent, question):
    odd = {**sent, "event.paid": "昨天下午", "option.0.text": "", "option.1.row.0.issue": "", "as_of": "不知道"}

    response = author.post(url, {**odd, "do": "save"}, follow=True)

    text = response.content.decode()
    assert draft_of(question).content["case"]["events"]["paid"] == "昨天下午"
    assert 'value="昨天下午"' in text
    assert 'value="不知道"' in text
    assert "选项 A 还没有文字" in text
    assert 'aria-disabled="true"' in text


def test_a_save_from_an_older_page_is_refused_with_both_versions(author, url, question, sent, colleague):
    opened = edit_question(question.pk, actor=colleague, now=NOON)
    save_draft(opened.pk, write(content("何青写的题干。")), expected_revision=1, actor=colleague, now=NOON)

    response = author.post(url, {**sent, "stem": "周敏写的题干。", "do": "save"})

    text = response.content.decode()
    assert response.status_code == 409
    assert "何青" in text
    assert "<del>何青</del>" in text
    assert "<ins>周敏</ins>" in text
    assert ">周敏写的题干。</textarea>" in text
    assert draft_of(question).content["stem"] == "何青写的题干。"

    author.post(url, {**fields_of(text), "do": "keep-mine"})

    assert draft_of(question).content["stem"] == "周敏写的题干。"


def test_a_stale_save_while_typing_leaves_the_form_alone(author, url, question, sent, colleague):
    opened = edit_question(question.pk, actor=colleague, now=NOON)
    save_draft(opened.pk, write(content("何青写的题干。")), expected_revision=1, actor=colleague, now=NOON)

    response = author.post(url, {**sent, "stem": "周敏写的题干。"}, **HTMX)

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#desk-notice"
    assert response.content.decode().startswith('<div id="desk-notice"')


def test_a_page_whose_answer_got_lost_is_no_other_hand(author, url, question, sent):
    author.post(url, {**sent, "stem": "第一次。"}, **HTMX)

    response = author.post(url, {**sent, "stem": "第二次。"}, **HTMX)

    assert response.status_code == 200
    assert draft_of(question).content["stem"] == "第二次。"

    other_tab = author.post(url, {**sent, "tab": "another", "stem": "第三次。"}, **HTMX)

    assert other_tab.status_code == 409


def test_sent_to_review_it_cannot_be_written_until_it_is_taken_back(author, url, question, sent, trainer):
    response = author.post(url, {**sent, "stem": "送去复核。哪种说法正确？", "do": "submit"})

    assert response.status_code == 302
    assert response.url == f"/authoring/questions/{question.pk}/review/"
    assert draft_of(question).state == "in_review"
    assert '<fieldset class="stack plain" hx-target="#question-desk" disabled>' in page(author, url)

    late = author.post(url, {**sent, "revision": "2", "stem": "又改。", "do": "save"})

    assert late.status_code == 409
    assert "正在复核" in late.content.decode()

    author.post(url, {"do": "recall"})

    assert draft_of(question).state == "draft"


def test_published_at_once_where_the_house_allows_it(author, url, question, sent):
    response = author.post(url, {**sent, "stem": "发布这一句。哪种说法正确？", "do": "publish"})

    question.refresh_from_db()
    assert response.status_code == 302
    assert response.url == f"/authoring/questions/{question.pk}/"
    assert question.current.content["stem"] == "发布这一句。哪种说法正确？"


def test_publishing_what_is_not_sound_is_refused_and_stays_a_draft(author, url, question, sent):
    response = author.post(url, {**sent, "expected": "1", "do": "publish"})

    assert response.status_code == 409
    assert "还不能发布" in response.content.decode()
    assert draft_of(question).state == "draft"
    assert draft_of(question).expected == ["B"]


def test_the_house_may_want_another_reviewer(author, url, question, sent, trainer, colleague):
    colleague.is_manager = True
    colleague.save(update_fields=["is_manager"])
    set_policy(reviewer_differs=True, actor=colleague, now=NOON)

    response = author.post(url, {**sent, "stem": "自己发布。哪种说法正确？", "do": "publish"})

    assert response.status_code == 409
    assert "复核人不能是作者" in response.content.decode()
    assert draft_of(question).state == "draft"


def test_a_draft_may_be_thrown_away(author, url, question, sent):
    author.post(url, {**sent, "do": "save"})

    response = author.post(url, {"do": "discard"})

    assert response.status_code == 302
    assert not QuestionDraft.objects.open().filter(question=question).exists()


def test_throwing_away_nothing_is_no_trouble(author, url):
    assert author.post(url, {"do": "discard"}).status_code == 302


def test_what_takes_longer_follows_by_itself(author, url, question):
    text = author.get(f"{url}depth/", **HTMX).content.decode()

    assert text.startswith('<div id="verdict-depth"')
    assert "这道题考到的规则" in text
    assert "ZRULE-SHIP-1" in text
    assert "没有裁判过程相同的题" in text
    assert "别的题没考过" in text
    assert "<html" in page(author, f"{url}depth/")


def test_only_those_who_keep_questions_get_in(client, signed_in, url):
    assert signed_in.get(url).status_code == 403
    assert signed_in.post(url, {}).status_code == 403
    assert signed_in.get(f"{url}depth/").status_code == 403
    assert Client().get(url).status_code == 302


def test_an_unknown_question_is_404(author, edition):
    assert author.get("/authoring/questions/00000000-0000-0000-0000-000000000000/edit/").status_code == 404


def test_a_draft_in_review_offers_to_take_it_back(author, url, question, trainer):
    draft = edit_question(question.pk, actor=trainer, now=NOON)
    submit_draft(draft.pk, actor=trainer, now=NOON)

    assert 'value="recall"' in page(author, url)


def test_the_queries_of_a_save_do_not_grow_with_the_bank(author, url, sent, django_assert_max_num_queries):
    author.post(url, {**sent, "stem": "开一份草稿。"}, **HTMX)
    with django_assert_max_num_queries(25):
        author.post(url, {**sent, "stem": "再存一次。"}, **HTMX)


def test_what_a_reviewer_said_stands_at_its_place(author, url, question, trainer, colleague):
    draft = edit_question(question.pk, actor=trainer, now=NOON)
    submit_draft(draft.pk, actor=trainer, now=NOON)
    comment(draft.pk, place="option:1", text="这一项太容易", actor=colleague, now=NOON)
    return_draft(draft.pk, comment="请改选项 B", actor=colleague, now=NOON)

    text = page(author, url)

    card = text.partition('id="question-option-1"')[2].partition('id="question-option-2"')[0]
    assert "何青" in card
    assert "这一项太容易" in card
    assert "请改选项 B" in text


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"stem": "前\0后"}, id="a character that no database keeps"),
        pytest.param({"revision": "9" * 40}, id="a count beyond all counts"),
        pytest.param({"revision": "²", "theirs": "x", "do": "keep-mine"}, id="no numbers"),
        pytest.param({"kept": "{", "option.0.kept": "[1]"}, id="broken leftovers"),
        pytest.param({"expected": ["99", "x"], "type": "essay", "ask": "?", "pool": "?"}, id="unknown choices"),
        pytest.param({"act.0.raw": "{"}, id="a broken act"),
    ],
)
def test_what_no_page_sends_does_no_harm(author, url, question, sent, odd: dict):
    response = author.post(url, {**sent, "do": "save", **odd})

    assert response.status_code in (302, 409)
    assert "\0" not in draft_of(question).content["stem"]
