"""A drill on a paper: said and saved as answers are, judged by nobody before hand-in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.drills.models import DrillRun
from certification.grading.services import hand_in
from tests.factories.drills import offer_drill, shipped_rules, start_drill_mock, the_script

MODEL = [line.say for line in the_script().perfect.turns]
BRIBE = "抱歉亲，您给个五星好评，我们返您 10 元红包，可以吗？"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def attempt(db, trainee):
    rules = shipped_rules()
    offer_drill(edition=rules)
    return start_drill_mock(trainee, rules)


def at(attempt, name="question"):
    return reverse(f"sitting:{name}", args=[attempt.pk, 1])


def said(text=MODEL[0], *, n=1, seen=None):
    return {"text": text, "client": "0123456789abcdef", "sequence": n, "seen": n - 1 if seen is None else seen}


def test_the_page_of_a_drill_is_a_chat_without_options_case_or_judgement(signed_in, attempt):
    page = signed_in.get(at(attempt)).text

    assert 'id="drill-desk"' in page
    assert "爱吃橘子的猫" in page
    for secret in ("应当答应退货退款", "这场怎样算好", "要一条提示", "照片看得清", "快捷短语"):
        assert secret not in page
    assert 'id="options"' not in page
    assert 'id="case-card"' not in page


def test_a_reply_is_saved_and_answered_without_a_mark(signed_in, attempt):
    signed_in.get(at(attempt))
    reply = signed_in.post(at(attempt, "exam-turn"), said(), **HTMX)
    again = signed_in.post(at(attempt, "exam-turn"), said(), **HTMX)

    assert (reply.status_code, again.status_code) == (200, 200)
    assert 'data-state="saved"' in reply.text
    assert "chat-line-b1-1" in reply.text
    assert "chat-marking" not in reply.text
    assert "<mark" not in reply.text
    assert DrillRun.objects.get(attempt=attempt).turns.count() == 1
    assert "已答 1" in "".join(signed_in.get(at(attempt)).text.split("</span>")).replace('<span id="bar-answered">', "")


def test_without_scripts_the_form_comes_back_to_the_page(signed_in, attempt):
    reply = signed_in.post(at(attempt, "exam-turn"), said())

    assert reply.status_code == 302

    refused = signed_in.post(at(attempt, "exam-turn"), said("长" * 10_000, n=2))

    assert refused.status_code == 422
    assert "一次最多" in refused.text
    assert f">{'长' * 10_000}</textarea>" in refused.text


def test_what_is_looked_up_stands_in_the_log(signed_in, attempt):
    reply = signed_in.post(at(attempt, "exam-lookup"), {"lookup": "logistics"}, **HTMX)

    assert 'id="chat-line-l-logistics"' in reply.text
    assert signed_in.post(at(attempt, "exam-lookup"), {"lookup": "x"}, **HTMX).status_code == 422


def test_ending_the_talk_leaves_the_paper_open(signed_in, attempt):
    signed_in.post(at(attempt, "exam-turn"), said(), **HTMX)
    page = signed_in.post(at(attempt, "exam-end"), **HTMX).text

    attempt.refresh_from_db()
    assert attempt.is_open
    assert "你结束了这场演练" in page
    assert "看裁决" not in page
    assert signed_in.post(at(attempt, "exam-turn"), said(MODEL[1], n=2), **HTMX).status_code == 422


def test_after_hand_in_the_verdict_is_told_and_nothing_more_is_taken(signed_in, attempt):
    for n, text in enumerate(MODEL, start=1):
        signed_in.post(at(attempt, "exam-turn"), said(text, n=n), **HTMX)
    run = DrillRun.objects.get(attempt=attempt)
    verdict = reverse("sitting:drill-verdict", args=[run.pk])

    assert signed_in.get(verdict).status_code == 404

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    result = signed_in.get(reverse("sitting:result", args=[attempt.pk]))

    assert result.status_code == 200
    assert signed_in.get(reverse("sitting:ruling", args=[attempt.pk, 1]))["Location"] == verdict
    assert "返回成绩" in signed_in.get(verdict).text
    assert "从这一轮重来" not in signed_in.get(verdict).text
    assert signed_in.post(at(attempt, "exam-turn"), said(BRIBE, n=9), **HTMX).status_code == 422
    assert signed_in.post(at(attempt, "exam-lookup"), {"lookup": "logistics"}, **HTMX).status_code == 422


def test_the_papers_of_others_are_not_there(client, attempt, trainer):
    client.force_login(trainer, backend="certification.people.backends.NameOrNumberBackend")

    for name in ("exam-turn", "exam-lookup", "exam-end"):
        assert client.post(at(attempt, name), said()).status_code == 404
