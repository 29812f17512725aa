"""A talk by forms alone: begin, say, look up, ask for hints, end; and what is refused."""

import pytest
from django.urls import reverse

from certification.competency.models import Standing
from certification.drills.models import LONGEST_REPLY, DrillRun, QuickReply
from tests.factories.people import UserFactory

SORRY = "亲，非常抱歉给您添麻烦了。麻烦您拍一张破洞处的照片发给我，我马上核实。"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def run(signed_in, trainee, offered) -> DrillRun:
    signed_in.post("/drills/", {"question": str(offered.pk)})
    return DrillRun.objects.get(person=trainee)


def at(run, name="drill"):
    return reverse(f"sitting:{name}", args=[run.pk])


def said(text=SORRY, *, n=1, seen=None, client="c1"):
    return {"text": text, "client": client, "sequence": n, "seen": n - 1 if seen is None else seen}


def test_a_drill_is_listed_begun_and_gone_on_with(signed_in, offered, trainee):
    page = signed_in.get("/drills/").text

    assert "收到两天，袖口有个破洞" in page
    assert "还没演过" in page

    begun = signed_in.post("/drills/", {"question": str(offered.pk)})
    again = signed_in.post("/drills/", {"question": str(offered.pk)})

    assert begun.status_code == 302
    assert begun["Location"] == again["Location"]
    assert DrillRun.objects.filter(person=trainee).count() == 1
    assert "继续" in signed_in.get("/drills/").text


def test_what_cannot_be_practised_is_refused(signed_in, offered):
    for question in ("", "nonsense", str(offered.question_id)):
        reply = signed_in.post("/drills/", {"question": question})

        assert reply.status_code == 409
        assert "这份演练现在不能用" in reply.text


def test_the_list_is_narrowed_by_area_and_level(signed_in, offered):
    assert "袖口" in signed_in.get("/drills/?area=quality&level=2").text
    assert "袖口" not in signed_in.get("/drills/?level=5").text
    assert "drills/" not in signed_in.get("/drills/?level=5", **HTMX).text


def test_a_reply_is_answered_and_marked(signed_in, run):
    reply = signed_in.post(at(run, "drill-turn"), said())

    assert reply.status_code == 302

    page = signed_in.get(at(run)).text

    assert '<div role="log" aria-label="对话记录" tabindex="0"><ol' in page
    assert 'id="drill-notice" role="status"' in page
    assert 'role="timer" aria-live="off"' in page
    assert "chat-line-m1" in page
    assert "chat-marking-1" in page
    assert '<mark data-tone="good">' in page
    assert "［图片］" in page


def test_sending_twice_says_it_once(signed_in, run):
    first = signed_in.post(at(run, "drill-turn"), said(), **HTMX)
    second = signed_in.post(at(run, "drill-turn"), said(), **HTMX)

    assert (first.status_code, second.status_code) == (200, 200)
    assert run.turns.count() == 1
    assert 'id="drill-desk"' in second.text
    assert "<html" not in second.text


def test_another_window_that_has_seen_less_is_told_so_and_keeps_its_words(signed_in, run):
    signed_in.post(at(run, "drill-turn"), said())
    reply = signed_in.post(at(run, "drill-turn"), said("别的话", n=1, client="c2"), **HTMX)

    assert reply.status_code == 422
    assert "在别处已经往下走了" in reply.text
    assert ">别的话</textarea>" in reply.text
    assert run.turns.count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("长" * 10_000, f"一次最多 {LONGEST_REPLY} 个字", id="ten thousand characters"),
        pytest.param("  ", "先写一句话", id="nothing"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_words_kept(signed_in, run, text, why):
    reply = signed_in.post(at(run, "drill-turn"), said(text))

    assert reply.status_code == 422
    assert why in reply.text
    assert f">{text}</textarea>" in reply.text
    assert run.turns.count() == 0


def test_what_no_database_holds_is_left_out_or_refused(signed_in, run):
    assert signed_in.post(at(run, "drill-turn"), said("您\x00好")).status_code == 302
    assert run.turns.get().text == "您好"
    assert signed_in.post(at(run, "drill-turn"), said("\x00", n=2)).status_code == 422
    assert signed_in.post(at(run, "drill-turn"), said(n=2, client="c\x001")).status_code == 422
    assert signed_in.post(at(run, "drill-lookup"), {"lookup": "a\x00"}, **HTMX).status_code == 422
    assert signed_in.post(at(run, "drill-doubt"), {"doubt": "1:a\x00:yes"}, **HTMX).status_code == 422


def test_what_is_said_is_text_and_never_markup(signed_in, run):
    signed_in.post(at(run, "drill-turn"), said("<script>alert(1)</script> 抱歉 </textarea>"))
    page = signed_in.get(at(run)).text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_lookup_stands_in_the_log_and_on_the_card_once(signed_in, run):
    for _twice in range(2):
        reply = signed_in.post(at(run, "drill-lookup"), {"lookup": "logistics", "text": "写到一半"}, **HTMX)

        assert reply.status_code == 200
    assert reply.text.count('id="chat-line-l-logistics"') == 1
    assert "（已查）" in reply.text
    assert ">写到一半</textarea>" in reply.text
    assert signed_in.post(at(run, "drill-lookup"), {"lookup": "nothing"}, **HTMX).status_code == 422


def test_hints_come_one_by_one_with_their_cost(signed_in, run):
    page = signed_in.get(at(run)).text

    assert "要一条提示（扣 5 分）" in page

    for _twice in range(2):
        page = signed_in.post(at(run, "drill-hint"), {"hint": "1"}, **HTMX).text

    run.refresh_from_db()
    assert run.hints == 1
    assert "还缺什么凭证" in page
    assert "要一条提示（扣 10 分）" in page


def test_a_phrase_goes_behind_what_is_typed_without_scripts(signed_in, run, trainee):
    phrase = QuickReply.objects.create(person=trainee, title="马上", text="我马上核实。")
    page = signed_in.post(at(run), {"phrase": str(phrase.pk), "text": "亲，"}).text

    assert ">亲，我马上核实。</textarea>" in page
    assert 'name="quick" value="1"' in page
    assert 'name="quick" value=""' in signed_in.post(at(run), {"phrase": "nonsense", "text": "亲，"}).text

    kept = signed_in.post(at(run, "drill-lookup"), {"lookup": "logistics", "text": "亲，", "quick": "1"}, **HTMX).text
    assert 'name="quick" value="1"' in kept


def test_a_reply_with_a_prepared_phrase_in_it_says_so(signed_in, run):
    signed_in.post(at(run, "drill-turn"), {**said(), "quick": "1"})
    signed_in.post(at(run, "drill-turn"), {**said("我再看看。", n=2), "quick": ""})

    assert list(run.turns.order_by("number").values_list("is_quick", flat=True)) == [True, False]
    page = signed_in.get(at(run)).text
    assert page.count("我 · 快捷短语") == 1


def test_one_may_say_oneself_what_the_recogniser_left_open(signed_in, run):
    signed_in.post(at(run, "drill-turn"), said())
    reply = signed_in.post(at(run, "drill-doubt"), {"doubt": "1:next_step_time:yes"}, **HTMX)

    assert reply.status_code == 200
    assert run.reviews.get().corrections == {"1": {"next_step_time": True}}
    assert signed_in.post(at(run, "drill-doubt"), {"doubt": "x:y"}, **HTMX).status_code == 422


def test_mastery_knows_of_a_talk_as_soon_as_it_is_over(signed_in, run, trainee):
    signed_in.post(at(run, "drill-turn"), said())
    assert not Standing.objects.filter(person=trainee).exists()

    signed_in.post(at(run, "drill-end"))

    assert Standing.objects.get(person=trainee, scope="all").count == 1
    assert f'href="{at(run, "drill-verdict")}">演练</a>' in signed_in.get("/mastery/quality/").text


def test_nothing_can_be_practised_beside_a_mock(signed_in, run, monkeypatch):
    monkeypatch.setattr("certification.sitting.drills.runs.running_mock", lambda *_args, **_named: object())
    reply = signed_in.post(at(run, "drill-turn"), said(), **HTMX)

    assert reply.status_code == 422
    assert signed_in.get(at(run)).status_code == 302
    assert run.turns.count() == 0


def test_the_talks_of_others_are_not_there(client, run):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    for name in ("drill", "drill-verdict", "drill-ruling", "drill-appeal"):
        assert client.get(at(run, name)).status_code == 404
    for name in ("drill-turn", "drill-lookup", "drill-hint", "drill-end", "drill-doubt", "drill-replay"):
        assert client.post(at(run, name), said()).status_code == 404
    assert run.turns.count() == 0
