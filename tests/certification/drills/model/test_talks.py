"""The buyer's lines in a model's words: kept for the eye, in practice alone."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from certification.bank.models import Question, QuestionVersion
from certification.drills.domain.play import BuyerLine, Play, Turn
from certification.drills.domain.standing import Spoken, Standing
from certification.drills.model import talks
from certification.drills.model.talks import as_shown, reword, waited_for
from certification.drills.models import DrillRun
from certification.drills.services.talks import line_at
from tests.factories import NOON

LINES = ("破了个洞。", "在吗？")


@pytest.fixture
def run(trainee):
    question = Question.objects.create(code="DR-X", type="drill")
    version = QuestionVersion.objects.create(question=question, number=1, content={}, content_hash="sha256:x")
    return DrillRun.objects.create(person=trainee, version=version, edition="e", seed="s", started_at=NOON)


@pytest.fixture
def worded(settings, model):
    settings.DRILL_MODEL = model.endpoint()
    model.says({"lines": ["破了个洞！", "有人在吗？"]})
    return model


def kept(run):
    run.refresh_from_db()
    return run.wording


def test_what_the_model_said_is_kept_by_turn(run, worded):
    reword(run, 2, LINES, mood="angry")

    assert kept(run) == {"2": {"lines": ["破了个洞！", "有人在吗？"], "waited": 0}}


def test_the_wording_of_other_turns_stays(run, worded):
    DrillRun.objects.filter(pk=run.pk).update(wording={"0": {"lines": ["在？"], "waited": 0}})

    reword(run, 2, LINES, mood="angry")

    assert set(kept(run)) == {"0", "2"}


def test_where_nothing_differs_nothing_is_kept(run, worded):
    worded.says({"lines": list(LINES)})

    reword(run, 1, LINES, mood="angry")

    assert kept(run) == {}


def test_without_a_model_nothing_is_asked_and_nothing_kept(run, model):
    reword(run, 1, LINES, mood="angry")

    assert kept(run) == {}
    assert model.heard == []


def test_in_an_exam_everybody_reads_the_script(worded):
    exam = DrillRun(attempt_id="0190d0a0-0000-7000-8000-000000000000", position=1)

    reword(exam, 1, LINES, mood="angry")

    assert worded.heard == []
    assert exam.wording == {}


def test_a_turn_without_lines_is_not_asked_about(run, worded):
    reword(run, 1, (), mood="angry")

    assert worded.heard == []


def test_the_seconds_of_a_slow_model_are_not_the_trainees(run, worded, monkeypatch):
    ticks = iter([10.0, 13.9])
    monkeypatch.setattr(talks, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    worded.status = 500

    reword(run, 0, LINES, mood="angry")

    assert kept(run) == {"0": {"lines": list(LINES), "waited": 3}}
    assert waited_for(run, 0) == 3
    assert waited_for(run, 1) == 0
    assert line_at(run, ()) == NOON + timedelta(seconds=3)


def turn(number, *lines):
    spoken = Spoken(number, ())
    return Turn(
        number, "a", "b", spoken, 0, 3, tuple(BuyerLine(one, "hole", "一张图") for one in lines), Standing((), ())
    )


def test_the_eye_sees_the_wording_and_nothing_else_changes():
    play = Play("在吗？", (turn(1, "破了。", "怎么办？"), turn(2, "好的。")), "b", 3, (), None)

    shown = as_shown(
        play, {"0": {"lines": ["有人吗？"], "waited": 0}, "1": {"lines": ["破了！", "咋办？"], "waited": 1}}
    )

    assert shown.opening == "有人吗？"
    assert [[one.text for one in each.lines] for each in shown.turns] == [["破了！", "咋办？"], ["好的。"]]
    assert {(one.reveal, one.picture) for each in shown.turns for one in each.lines} == {("hole", "一张图")}
    assert shown.spoken == play.spoken
    assert as_shown(play, {}) is play


def test_wording_of_another_script_is_not_put_on():
    play = Play("在吗？", (turn(1, "破了。"),), "b", 3, (), None)

    assert as_shown(play, {"1": {"lines": ["一", "二"], "waited": 0}}) == play
