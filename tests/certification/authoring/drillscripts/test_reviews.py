"""What is left to people: the queue, an answer, and corrections as labelled examples."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.authoring.drillscripts.tallies import Tally, tallies
from certification.drills.model import Proposal
from certification.drills.models import DrillReview
from certification.drills.services import Said, appeal, end_run, say, self_judge, start_run
from certification.people.models import Notice
from tests.factories.people import UserFactory

BRIBE = "抱歉亲，您给个五星好评，我们返您 10 元红包，可以吗？"


@pytest.fixture
def ended(question, trainee):
    run = start_run(trainee.pk, question.current_id, now=timezone.now(), seed="of a test")
    say(run, Said("c1", 1, BRIBE, 0), now=timezone.now())
    return end_run(run, now=timezone.now())


@pytest.fixture
def review(ended) -> DrillReview:
    return appeal(ended, [(1, "review_bribe")], "我没有这个意思", now=timezone.now())


def at(review):
    return reverse("authoring:drill-review", args=[review.pk])


def test_an_appeal_waits_with_its_words_and_is_answered_once(author, review, trainee):
    queue = author.get(reverse("authoring:drill-reviews")).text

    assert "等待确认 1" in queue
    assert "我没有这个意思" in queue

    page = author.get(at(review)).text

    assert 'name="act.1:review_bribe"' in page
    assert "系统认为说了" in page

    reply = author.post(at(review), {"act.1:review_bribe": "no", "act.1:apology": "yes", "note": "听你的"})
    review.refresh_from_db()

    assert reply.status_code == 302
    assert review.corrections == {"1": {"review_bribe": False, "apology": True}}
    assert Notice.objects.filter(person=trainee, text__contains="识别已由培训师确认").exists()
    assert "已确认" in author.get(at(review)).text
    assert author.post(at(review), {"act.1:review_bribe": "yes"}).status_code == 422


def test_what_the_trainee_and_the_trainer_write_is_text_and_never_markup(author, question, trainee):
    hostile = "<script>alert(1)</script>"
    run = start_run(trainee.pk, question.current_id, now=timezone.now(), seed="of a test")
    say(run, Said("c1", 1, f"抱歉{hostile}", 0), now=timezone.now())
    review = appeal(end_run(run, now=timezone.now()), [(1, "apology")], hostile, now=timezone.now())

    assert hostile not in author.get(at(review)).text
    assert hostile not in author.get(reverse("authoring:drill-reviews")).text

    author.post(at(review), {"act.1:apology": "yes", "note": hostile + "\x00"})
    review.refresh_from_db()
    assert review.answer == hostile
    assert hostile not in author.get(at(review)).text


def test_every_act_in_question_has_to_be_answered(author, review):
    reply = author.post(at(review), {"act.1:apology": "yes", "note": "写了一半"})

    assert reply.status_code == 422
    assert "请逐项选" in reply.text
    assert "写了一半" in reply.text
    review.refresh_from_db()
    assert review.answered_at is None


def test_nobody_answers_for_themselves(client, review, trainee):
    trainee.is_trainer = True
    trainee.save()
    client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")

    assert "请另一位培训师确认" in client.get(at(review)).text
    assert client.post(at(review), {"act.1:review_bribe": "no"}).status_code == 403


def test_corrections_come_out_as_examples_without_names(author, review, ended, trainee):
    author.post(at(review), {"act.1:review_bribe": "no"})
    self_judge(ended, 1, "next_step_time", said=True, now=timezone.now())
    reply = author.get(reverse("authoring:drill-corrections"))
    text = b"".join(reply.streaming_content).decode()
    lines = [json.loads(line) for line in text.splitlines()]

    assert [(one["reply"], one["labels"], one["tags"]) for one in lines] == [
        (BRIBE, {"review_bribe": False}, ["appeal"])
    ]
    assert lines[0]["buyer"]
    assert trainee.display_name not in text


def test_the_model_is_asked_only_where_there_is_one(author, review, settings, monkeypatch):
    assert "请模型提建议" not in author.get(at(review)).text

    settings.DRILL_MODEL = object()
    monkeypatch.setattr("certification.authoring.drillscripts.reviews.assistant", Proposing)
    page = author.post(at(review), {"do": "propose"}).text

    assert "模型建议：说了，凭“五星好评”" in page
    assert DrillReview.objects.get(pk=review.pk).answered_at is None


class Proposing:
    def propose(self, reply, *, buyer, acts):
        at = reply.index("五星好评")
        return tuple(Proposal(name, (at, at + 4), "m") for name, _label in acts)


def test_a_tally_counts_ended_talks_and_says_a_share_from_five_on(ended, question):
    assert tallies()[question.pk] == Tally(1, 1, 0)
    assert Tally(4, 4, 2).share == "—"
    assert Tally(5, 5, 2).share == "40%"


def test_others_than_those_who_mark_see_no_queue(client, review):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(at(review)).status_code == 403
    assert client.get(reverse("authoring:drill-reviews")).status_code == 403
