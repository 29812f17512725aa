"""The lines of a talk, and what is said of each turn."""

import pytest

from certification.drills.catalogue import known_acts
from certification.drills.domain.acts import Heard, Hearing
from certification.drills.domain.judge import judge
from certification.drills.domain.owed import Duty, Limit, LimitKind, Owed
from certification.drills.domain.play import Reply, Table, play
from certification.drills.script.patterns import ActPattern
from certification.sitting.drills.marking import standing_rows
from certification.sitting.drills.presentation import Result
from certification.sitting.drills.talks import Said, Talk, facts_of, lines_of
from tests.factories.drills import the_script

OWED = Owed(
    duties=(
        Duty(("offer_return",), "verdict", "应当答应退货退款", ("QUAL-01",)),
        Duty(("freight_seller",), "freight_return_bearer", "退回运费由店铺承担", ("FREIGHT-01",)),
    ),
    limits=(
        Limit(
            LimitKind.PAYER, ActPattern("freight_buyer"), "freight_return_bearer", "退回运费由店铺承担", ("FREIGHT-01",)
        ),
    ),
)
SORRY = ("亲，非常抱歉，麻烦拍张照片。", {"apology": (2, 6), "ask_evidence": (7, 13)})
RETURN = ("给您退货退款，运费您出。", {"offer_return": (0, 6), "freight_buyer": (7, 11)})


def talk_of(*replies, lookups=(), abstained=(), answers=None, marks=True) -> Talk:
    script = the_script()
    table = Table(script, OWED, known_acts())
    said, heard = [], []
    for n, (text, spans) in enumerate(replies):
        acts = tuple(
            Heard(name, {"kind": "photo"} if name == "ask_evidence" else {}, span) for name, span in spans.items()
        )
        pressed = lookups if n == 0 else ()
        heard.append(Reply(Hearing(acts, abstained if n == 0 else ()), 30, pressed))
        said.append(Said(text, None, pressed))
    talk = play(table, heard, seed="of a test")
    score = judge(table, talk.spoken).low if marks else None
    return Talk(script, talk, said, score=score, answers=answers or {})


def own(talk, turn=1):
    return next(one for one in lines_of(talk) if one.key == f"m{turn}")


def test_lines_stand_in_the_order_they_came_and_keep_their_keys():
    longer = lines_of(talk_of(SORRY, RETURN, lookups=("logistics",)))
    shorter = lines_of(talk_of(SORRY, lookups=("logistics",)))

    assert [one.key for one in shorter] == [one.key for one in longer[: len(shorter)]]
    assert [one.key for one in longer[:3]] == ["b0", "l-logistics", "m1"]
    assert len({one.key for one in longer}) == len(longer)


def test_a_duty_and_a_breach_are_marked_at_their_words_with_the_number_of_their_row():
    line = own(talk_of(SORRY, RETURN), turn=2)
    marked = {piece.text: (piece.tone, piece.numbers) for piece in line.pieces if piece.tone}
    rows = {row.name: row for row in line.marking.rows}

    assert marked["给您退货退款"] == ("good", (1,))
    assert marked["运费您出"] == ("seal", (2,))
    assert rows["应当答应退货退款"].result is Result.MET
    assert rows["运费说错了人"].result is Result.MISSED
    assert rows["运费说错了人"].say.startswith("②")
    assert line.marking.rules == ("FREIGHT-01", "QUAL-01")


def test_what_the_recogniser_left_open_is_asked_until_somebody_answers():
    open_one = own(talk_of(SORRY, abstained=("next_step_time",))).marking.doubts
    answered = own(
        talk_of(SORRY, abstained=("next_step_time",), answers={1: {"next_step_time": "说了"}})
    ).marking.doubts

    assert [(one.act, one.answer) for one in open_one] == [("next_step_time", "")]
    assert answered[0].answer == "说了"


def test_an_exam_marks_nothing():
    line = own(talk_of(SORRY, marks=False))

    assert line.marking is None
    assert [piece.tone for piece in line.pieces] == [""]


def test_the_card_tells_what_is_news():
    before, after = facts_of(talk_of(RETURN)), facts_of(talk_of(SORRY, lookups=("logistics",)))

    assert not any(one.is_news for one in before)
    assert [one.label for one in after if one.is_news] == ["质量问题", "物流"]


@pytest.mark.parametrize(
    ("replies", "name", "result", "verdict"),
    [
        pytest.param((), "把规则给买家的都给到", Result.OPEN, "未出现", id="nothing said yet"),
        pytest.param((SORRY, RETURN), "把规则给买家的都给到", Result.OPEN, "做到一部分", id="half of it"),
        pytest.param((SORRY,), "第一轮致歉并回应情绪", Result.MET, "第 1 轮", id="said in its turn"),
        pytest.param((RETURN,), "第一轮致歉并回应情绪", Result.MISSED, "未达到", id="too late for it"),
        pytest.param((), "不越线：不多许、不少给、不碰红线", Result.MET, "保持", id="no line crossed"),
        pytest.param(
            (SORRY, RETURN), "不越线：不多许、不少给、不碰红线", Result.MISSED, "第 2 轮违反", id="a line crossed"
        ),
    ],
)
def test_each_criterion_says_how_it_stands(replies, name, result, verdict):
    talk = talk_of(*replies)
    rows = {row.name: row for row in standing_rows(talk.score, turns=len(replies), is_over=False)}

    assert (rows[name].result, rows[name].verdict) == (result, verdict)


def test_after_the_end_nothing_is_open_and_each_says_its_points():
    rows = standing_rows(talk_of(SORRY).score, turns=1, is_over=True, tells_points=True)

    assert Result.OPEN not in {row.result for row in rows}
    assert "10/10" in {row.points for row in rows}
