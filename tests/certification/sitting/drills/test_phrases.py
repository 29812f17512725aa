"""快捷短语: one's own, and nobody else's."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from certification.drills.models import LONGEST_TEXT, QuickReply
from certification.drills.services.phrases import LONGEST_TITLE
from tests.factories.people import UserFactory

URL = "/phrases/"


def phrases_of(person):
    return [(one.title, one.text) for one in QuickReply.objects.filter(person=person)]


PHRASE = {"phrase": "new", "title": "先道歉", "text": "亲，非常抱歉。", "do": "save"}


def test_a_phrase_is_added_changed_and_deleted(signed_in, trainee):
    assert signed_in.post(URL, PHRASE).status_code == 302
    kept = QuickReply.objects.get(person=trainee)

    signed_in.post(URL, {**PHRASE, "phrase": str(kept.pk), "text": "真的很抱歉。"})

    assert phrases_of(trainee.pk) == [("先道歉", "真的很抱歉。")]

    signed_in.post(URL, {"phrase": str(kept.pk), "do": "delete"})

    assert phrases_of(trainee.pk) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"title": " "}, "名称和内容都要写", id="no title"),
        pytest.param({"text": ""}, "名称和内容都要写", id="no text"),
        pytest.param({"title": "长" * (LONGEST_TITLE + 1)}, "最多 30 个字", id="long title"),
        pytest.param({"text": "长" * (LONGEST_TEXT + 1)}, "最多 500 个字", id="long text"),
    ],
)
def test_what_cannot_be_kept_comes_back_filled_in(signed_in, trainee, change, said):
    reply = signed_in.post(URL, {**PHRASE, **change})

    assert reply.status_code == 422
    assert said in reply.text
    assert {**PHRASE, **change}["text"] in reply.text
    assert phrases_of(trainee.pk) == []


def test_a_title_names_one_phrase(signed_in, trainee):
    signed_in.post(URL, PHRASE)
    reply = signed_in.post(URL, {**PHRASE, "text": "别的话"})

    assert reply.status_code == 422
    assert "你已经有一条叫“先道歉”" in reply.text

    with pytest.raises(IntegrityError, match=r"quickreply_title_once|quickreply"), transaction.atomic():
        QuickReply.objects.create(person=trainee, title="先道歉", text="别的话")


def test_the_phrases_of_others_are_neither_seen_nor_changed(signed_in, trainee):
    other = QuickReply.objects.create(person=UserFactory(), title="别人的", text="别人的话")

    assert "别人的" not in signed_in.get(URL).text
    assert signed_in.post(URL, {**PHRASE, "phrase": str(other.pk)}).status_code == 404

    signed_in.post(URL, {"phrase": str(other.pk), "do": "delete"})

    assert QuickReply.objects.get(pk=other.pk).text == "别人的话"
    assert signed_in.post(URL, {**PHRASE, "phrase": "nonsense"}).status_code == 404
    assert signed_in.post(URL, {**PHRASE, "phrase": str(uuid.uuid4())}).status_code == 404


def test_a_phrase_is_text_and_never_markup(signed_in):
    signed_in.post(URL, {**PHRASE, "text": "<script>alert(1)</script>"})

    assert "<script>alert(1)</script>" not in signed_in.get(URL).text
