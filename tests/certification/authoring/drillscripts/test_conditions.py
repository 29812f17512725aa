"""The conditions of a script in words."""

from certification.authoring.drillscripts.conditions import condition_text, notes_of, pattern_text, state_rows
from certification.drills.script.model import Owed, When
from certification.drills.script.patterns import ActPattern, Comparison
from tests.factories.drills import the_script


def test_a_pattern_says_its_argument():
    assert pattern_text(ActPattern("ask_evidence", word="photo")) == "请买家提供凭证（照片）"
    assert pattern_text(ActPattern("offer_compensation", amount=Comparison(">", 3000))) == "提出补偿（> 30 元）"
    assert pattern_text(ActPattern("offer_return", firm=True)) == "答应退货退款（无条件）"
    assert pattern_text(ActPattern("greet")) == "问候"


def test_a_condition_says_everything_that_must_hold():
    when = When(
        any=(ActPattern("refuse"), ActPattern("blame_argue")),
        never=(ActPattern("apology"),),
        owed=(Owed.SOME,),
        breach=False,
        conduct="improper",
        revealed=("photo",),
        hidden=("logistics",),
        patience=Comparison("<=", 2),
        seconds=Comparison(">", 300),
        turn=Comparison("=", 3),
    )

    assert condition_text(when) == (
        "这句话里有 拒绝 / 指责或争辩；从没说过 致歉或共情；该给的只答应了一部分；没有硬性违规；做法不合规；"
        "已经得知 photo；还不知道 logistics；耐心 <= 2；回复用了 > 300 秒；第 = 3 轮"
    )
    assert condition_text(None) == "其余情形"
    assert condition_text(When()) == "总是"


def test_the_table_says_each_transition_in_its_order_and_the_line_of_an_ending():
    script = the_script()
    start = next(one for one in state_rows(script) if one.id == "start")

    assert [one.to for one in start.moves] == [move.to for move in script.states["start"].on]
    assert start.moves[0].says == script.endings["solved"].say
    assert [one.patience for one in start.moves] == [
        f"{move.patience:+d}" if move.patience else "0" for move in script.states["start"].on
    ]
    assert notes_of(script)["solved"] == "结局：满意"
