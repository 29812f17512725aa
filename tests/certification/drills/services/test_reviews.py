"""A talk is read again: by oneself in practice, by a trainer where one asks."""

import pytest

from certification.core.refusals import RefusedError
from certification.drills.models import DrillReview
from certification.drills.services import (
    Said,
    answer_review,
    appeal,
    correct,
    delete_quick_reply,
    end_run,
    save_quick_reply,
    say,
    self_judge,
    start_run,
    view_of,
)
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("spelt")


@pytest.fixture
def ended(trainee, offered):
    run = start_run(trainee.pk, offered.pk, now=NOON, seed="s")
    say(run, Said("tab", 1, "@apology @ask_evidence ?refuse"), now=NOON)
    say(run, Said("tab", 2, "@freight_seller @next_step_time ?offer_return"), now=NOON)
    return end_run(run, now=NOON)


def refused(code, act, *args, **named):
    with pytest.raises(RefusedError) as error:
        act(*args, **named)
    assert error.value.refusal.code == code


def test_in_practice_one_judges_oneself_and_a_trainer_has_the_last_word(ended, trainer):
    assert view_of(ended).verdict.could_flip
    self_judge(ended, 2, "offer_return", said=True, now=NOON)
    view = view_of(ended)
    assert view.verdict.low.is_passed
    assert dict(view.turns[1].corrected) == {"offer_return": True}

    correct(ended, {2: {"offer_return": False}}, "没有说退", actor=trainer.pk, now=NOON)
    self_judge(ended, 2, "offer_return", said=True, now=NOON)

    assert not view_of(ended).verdict.low.is_passed


def test_an_appeal_waits_for_one_answer(ended, trainer):
    review = appeal(ended, [(2, "offer_return")], "我说了退", now=NOON)
    refused("drills.appeal-open", appeal, ended, [], "再来", now=NOON)
    assert list(DrillReview.objects.waiting()) == [review]

    answered = answer_review(review.pk, {2: {"offer_return": True}}, "是", actor=trainer.pk, now=NOON)

    assert answered.corrections == {"2": {"offer_return": True}}
    assert view_of(ended).verdict.low.is_passed
    assert list(DrillReview.objects.answered()) == [answered]
    refused("drills.answered", answer_review, review.pk, {}, "", actor=trainer.pk, now=NOON)
    appeal(ended, [], "还有一句", now=NOON)


def test_what_cannot_be_asked_or_corrected_is_refused(ended, trainee, trainer, offered):
    running = start_run(trainee.pk, offered.pk, now=NOON)

    refused("drills.still-running", appeal, running, [], "早", now=NOON)
    refused("drills.still-running", correct, running, {1: {"refuse": True}}, "", actor=trainer.pk, now=NOON)
    refused("drills.nothing-marked", appeal, ended, [], " ", now=NOON)
    refused("drills.nothing-marked", correct, ended, {1: {}}, "", actor=trainer.pk, now=NOON)
    refused("drills.no-turn", appeal, ended, [(9, "refuse")], "", now=NOON)
    refused("drills.unknown-act", self_judge, ended, 1, "sing", said=True, now=NOON)
    refused("drills.text-too-long", appeal, ended, [], "长" * 501, now=NOON)


def test_quick_replies_are_ones_own(trainee, trainer):
    one = save_quick_reply(trainee.pk, " 致歉 ", "抱歉")
    assert (one.title, one.text) == ("致歉", "抱歉")
    assert save_quick_reply(trainee.pk, "致歉", "非常抱歉", reply=one.pk).text == "非常抱歉"
    save_quick_reply(trainer.pk, "致歉", "抱歉")

    refused("drills.title-taken", save_quick_reply, trainee.pk, "致歉", "又")
    refused("drills.phrase-empty", save_quick_reply, trainee.pk, "空", " ")
    refused("drills.text-too-long", save_quick_reply, trainee.pk, "长" * 31, "好")
    with pytest.raises(type(one).DoesNotExist):
        save_quick_reply(trainer.pk, "改", "别人的", reply=one.pk)

    delete_quick_reply(trainer.pk, one.pk)
    assert trainee.quick_replies.count() == 1
    delete_quick_reply(trainee.pk, one.pk)
    assert trainee.quick_replies.count() == 0
