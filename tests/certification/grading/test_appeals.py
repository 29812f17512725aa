"""Appeals: what another reading does to the key, one open at a time, answered once, told to whom it concerns."""

import pytest

from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.appeals import answer_appeal, appeals_of, raise_appeal, waiting
from certification.grading.disputes import Effect, dispute_lines, explanation_of, read_under
from certification.grading.domain import AppealKind, AppealOutcome
from certification.people.models import Notice
from tests.factories.attempts import LATER
from tests.factories.grading import handed_in, marked, other_pickup


@pytest.fixture
def one(trainee, edition):
    return marked(*handed_in(trainee, edition))


def report(one, text="题干有错字"):
    return raise_appeal(one, kind=AppealKind.REPORT, disputed={}, text=text, now=LATER)


def answer(appeal, actor, outcome=AppealOutcome.UPHELD, text="你说得对"):
    return answer_appeal(appeal.pk, outcome=outcome, answer=text, actor=actor, now=LATER)


def test_another_time_turns_the_key_and_says_what_it_would_earn(one, edition):
    reading = read_under(one, {"events": {"pickup_scan": other_pickup(one)}}, edition=edition)

    assert reading.effect is Effect.OTHER
    assert one.points == 0
    assert reading.points == one.out_of


@pytest.mark.parametrize(
    ("disputed", "effect"),
    [
        pytest.param({"facts": {"goods": "fridge"}}, Effect.SAME, id="what does not matter"),
        pytest.param({"events": {"pickup_scan": "?"}}, Effect.UNDECIDED, id="nobody knows"),
        pytest.param({"events": {"pickup_scan": "前天下午"}}, Effect.IMPOSSIBLE, id="no time at all"),
        pytest.param({"facts": {"goods": "spaceship"}}, Effect.IMPOSSIBLE, id="no such thing"),
    ],
)
def test_the_effect_of_a_reading_is_told(one, edition, disputed, effect):
    assert read_under(one, disputed, edition=edition).effect is effect


def test_what_is_disputed_is_told_in_words(one, edition):
    disputed = {"facts": {"goods": "fridge", "worn": "yes"}, "events": {"signed": "2025-08-17 10:00"}}

    lines = dispute_lines(one.content.case, disputed, edition=edition)

    assert [(line.label, line.was, line.now) for line in lines] == [
        ("商品", "连衣裙", "冰箱"),
        ("商品穿过", "商品没有穿过", "商品穿过"),
        ("买家签收", "没有提到", "2025 年 8 月 17 日 10:00"),
    ]


def test_the_decision_behind_a_reading_is_told(one, edition):
    assert explanation_of(one.content, one.derivation.key, edition=edition).issues


def test_an_appeal_waits_and_is_in_the_journal(one):
    appeal = raise_appeal(
        one, kind=AppealKind.FACTS, disputed={"events": {"pickup_scan": other_pickup(one)}}, text="", now=LATER
    )

    assert list(waiting()) == [appeal]
    assert JournalEntry.objects.filter(verb="appeal.raised", subject=f"appeal:{appeal.pk}").count() == 1


@pytest.mark.parametrize(
    ("kind", "disputed", "text", "code"),
    [
        pytest.param(AppealKind.FACTS, {}, "我不服", "grading.nothing-disputed", id="nothing disputed"),
        pytest.param(AppealKind.REPORT, {}, "  ", "grading.report-empty", id="nothing said"),
        pytest.param(AppealKind.REPORT, {}, "长" * 501, "grading.text-too-long", id="too much said"),
        pytest.param(AppealKind.FACTS, {"facts": {"goods": "x"}}, "", "grading.bad-reading", id="cannot be"),
    ],
)
def test_an_appeal_has_to_say_something(one, kind, disputed, text, code):
    with pytest.raises(RefusedError, match=code):
        raise_appeal(one, kind=kind, disputed=disputed, text=text, now=LATER)

    assert not waiting().exists()


def test_one_is_open_at_a_time_and_another_may_follow(one, trainer):
    first = report(one)
    with pytest.raises(RefusedError, match=r"grading\.appeal-open"):
        report(one)

    answer(first, trainer.pk, AppealOutcome.REJECTED)
    report(one, "还是不对")

    assert len(appeals_of(one.attempt.pk, one.position)) == 2


def test_the_answer_reaches_the_inbox(one, trainer):
    answer(report(one), trainer.pk)

    sent = Notice.objects.get()
    assert sent.person_id == one.attempt.trainee_id
    assert "成立" in sent.text
    assert "你说得对" in sent.text
    assert sent.link.endswith(f"/questions/{one.position}/ruling/")


def test_an_appeal_is_answered_once(one, trainer):
    appeal = report(one)
    answer(appeal, trainer.pk)

    with pytest.raises(RefusedError, match=r"grading\.appeal-answered"):
        answer(appeal, trainer.pk, AppealOutcome.REJECTED)

    appeal.refresh_from_db()
    assert appeal.outcome == AppealOutcome.UPHELD
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "own", "code"),
    [
        pytest.param(" ", False, "grading.answer-missing", id="no answer"),
        pytest.param("长" * 501, False, "grading.text-too-long", id="too long"),
        pytest.param("我觉得对", True, "grading.own-appeal", id="one's own"),
    ],
)
def test_an_answer_is_given_in_words_by_somebody_else(one, trainer, text, own, code):
    appeal = report(one)

    with pytest.raises(RefusedError, match=code):
        answer(appeal, one.attempt.trainee_id if own else trainer.pk, text=text)

    assert waiting().exists()
