"""After the talk: verdict, ruling, replay, appeal."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.drills.models import DrillRun, Reason
from certification.drills.services import Said, end_run, say, start_run
from certification.drills.wording import minute_text
from tests.factories.drills import offer_drill, shipped_rules, the_script

MODEL = [line.say for line in the_script().perfect.turns]
BRIBE = "抱歉亲，您给个五星好评，我们返您 10 元红包，可以吗？"


def talk(trainee, version, *texts) -> DrillRun:
    run = start_run(trainee.pk, version.pk, now=timezone.now(), seed="of a test")
    for n, text in enumerate(texts, start=1):
        say(run, Said("c1", n, text, n - 1), now=timezone.now())
    run.refresh_from_db()
    return end_run(run, now=timezone.now())


def at(run, name="drill-verdict"):
    return reverse(f"sitting:{name}", args=[run.pk])


def test_the_model_answer_passes_and_the_page_says_why(signed_in, trainee, offered):
    page = signed_in.get(at(talk(trainee, offered, *MODEL))).text

    assert "该给的都给了，也没有越线" in page
    assert "应当答应退货退款" in page
    assert "一种好的答法" in page
    assert "从这一轮重来" in page
    assert "最好" in signed_in.get("/drills/").text


def test_a_red_line_fails_and_is_marked_at_its_words(signed_in, trainee, offered):
    page = signed_in.get(at(talk(trainee, offered, BRIBE))).text

    assert "没通过" in page
    assert "一票否决" in page
    assert '<mark data-tone="seal">' in page


def test_a_time_that_is_too_late_is_told_with_its_turn_and_the_deadline(signed_in, trainee):
    offered = offer_drill("DR-0036", edition=shipped_rules())

    page = signed_in.get(at(talk(trainee, offered, "抱歉，27号之前给您全额退款。"))).text

    assert "第 1 轮时限说得太晚" in page
    assert "最晚 10 月 25 日 24:00，说的是“27号之前”" in page


def test_a_minute_of_the_engines_clock_is_told_as_people_do():
    assert minute_text(20 * 1440) == "1 月 20 日 24:00"
    assert minute_text(20 * 1440 + 605) == "1 月 21 日 10:05"


def test_an_open_talk_has_no_verdict_and_no_ruling(signed_in, trainee, offered):
    run = start_run(trainee.pk, offered.pk, now=timezone.now())

    assert signed_in.get(at(run)).status_code == 302
    assert signed_in.get(at(run, "drill-ruling")).status_code == 404
    assert signed_in.get(at(run, "drill-appeal")).status_code == 404


def test_the_ruling_of_the_case_is_shown_with_its_rules(signed_in, trainee, offered):
    page = signed_in.get(at(talk(trainee, offered, BRIBE), "drill-ruling")).text

    assert "裁决书" in page
    assert "据以裁决" in page


def test_a_talk_is_taken_up_again_from_a_turn(signed_in, trainee, offered):
    run = talk(trainee, offered, MODEL[0], BRIBE)
    reply = signed_in.post(at(run, "drill-replay"), {"turn": "2"})
    again = DrillRun.objects.get(replayed_from=run)

    assert reply["Location"].startswith(reverse("sitting:drill", args=[again.pk]))
    assert [one.text for one in again.turns.all()] == [MODEL[0]]
    assert signed_in.post(at(run, "drill-replay"), {"turn": "99"}).status_code == 422


def test_what_was_heard_wrongly_is_put_to_a_trainer_once(signed_in, trainee, offered):
    run = talk(trainee, offered, BRIBE)
    page = signed_in.get(f"{at(run, 'drill-appeal')}?turn=1").text

    assert 'value="1:review_bribe"' in page

    signed_in.post(at(run, "drill-appeal"), {"asked": ["1:review_bribe"], "text": "我没有这个意思"})
    review = run.reviews.get()

    assert (review.reason, review.asked, review.text) == (Reason.APPEAL, [[1, "review_bribe"]], "我没有这个意思")
    assert "等待答复" in signed_in.get(at(run)).text

    second = signed_in.post(at(run, "drill-appeal"), {"asked": ["1:review_bribe"]})

    assert second.status_code == 422
    assert "你已经提过复核" in second.text


def test_an_appeal_is_text_and_never_markup(signed_in, trainee, offered):
    run = talk(trainee, offered, BRIBE)
    hostile = "<script>alert(1)</script>\x00"

    long = signed_in.post(at(run, "drill-appeal"), {"asked": ["1:review_bribe"], "text": hostile * 400})
    assert long.status_code == 422
    assert "<script>alert(1)" not in long.text

    signed_in.post(at(run, "drill-appeal"), {"asked": ["1:review_bribe"], "text": hostile})
    assert run.reviews.get().text == "<script>alert(1)</script>"
    assert "<script>alert(1)" not in signed_in.get(at(run)).text


@pytest.mark.parametrize("sent", [{}, {"asked": ["nonsense", "x:y", "1:2:3"]}, {"asked": ["7:apology"]}])
def test_an_appeal_has_to_say_what(signed_in, trainee, offered, sent):
    run = talk(trainee, offered, BRIBE)
    reply = signed_in.post(at(run, "drill-appeal"), sent)

    assert reply.status_code == 422
    assert not run.reviews.exists()
