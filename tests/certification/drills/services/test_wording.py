"""A talk with a model behind the buyer: the eye sees its words, everything that is judged is the script's."""

from datetime import timedelta

import pytest
from django.db import connection

from certification.drills.model import talks as wording
from certification.drills.model.assistant import NoModel
from certification.drills.services import talks
from certification.drills.services.playing import talk_so_far
from certification.drills.services.talks import Said, end_run, replay_from, say, start_run
from certification.drills.services.views import view_of
from tests.factories import NOON
from tests.factories.drills import offer_drill, shipped_rules

REPLIES = ("非常抱歉亲，麻烦拍张照片给我看看", "核实后今天18点前给您答复")


class Shouting:
    """An assistant that says the same with a breath, and keeps the transactions in which it was asked."""

    def __init__(self):
        self.savepoints = []

    def reword(self, lines, *, mood):
        self.savepoints.append(list(connection.savepoint_ids))
        return tuple(f"{line}呀" for line in lines)


@pytest.fixture
def version(db):
    return offer_drill(edition=shipped_rules()).pk


@pytest.fixture
def shouting(settings, monkeypatch):
    settings.DRILL_MODEL = object()
    one = Shouting()
    monkeypatch.setattr(wording, "assistant", lambda: one)
    return one


def talk(person, version):
    run = start_run(person.pk, version, now=NOON, seed="s")
    for number, text in enumerate(REPLIES, start=1):
        say(run, Said("tab", number, text), now=NOON + timedelta(minutes=number))
    run.refresh_from_db()
    return run


def test_the_eye_sees_the_wording_and_the_verdict_is_that_of_the_script(
    trainee, trainer, version, shouting, settings, monkeypatch
):
    worded = view_of(talk(trainee, version))
    settings.DRILL_MODEL = None
    monkeypatch.setattr(wording, "assistant", NoModel)
    plain = view_of(talk(trainer, version))

    assert worded.play.opening == f"{plain.play.opening}呀"
    for mine, theirs in zip(worded.turns, plain.turns, strict=True):
        assert [one.text for one in mine.turn.lines] == [f"{one.text}呀" for one in theirs.turn.lines]
    assert worded.verdict == plain.verdict
    assert talk_so_far(worded.run).play == talk_so_far(plain.run).play


def test_the_recogniser_hears_the_scripts_line(trainee, version, shouting, monkeypatch):
    heard = []
    real = talks.hear
    monkeypatch.setattr(talks, "hear", lambda text, buyer: heard.append(buyer) or real(text, buyer))

    run = talk(trainee, version)

    play = talk_so_far(run).play
    assert heard == [play.opening, " ".join(one.text for one in play.turns[0].lines)]


def test_nobody_holds_the_database_while_a_model_thinks(trainee, version, shouting):
    talk(trainee, version)

    assert shouting.savepoints == [[]] * (1 + len(REPLIES))


def test_a_replay_keeps_the_words_up_to_the_turn_that_is_said_anew(trainee, version, shouting):
    run = end_run(talk(trainee, version), now=NOON + timedelta(hours=1))

    again = replay_from(run, 2, now=NOON + timedelta(hours=2))

    assert set(run.wording) == {"0", "1", "2"}
    assert again.wording == {turn: run.wording[turn] for turn in ("0", "1")}
