"""Who would gain or lose: by the marks that stand, with nothing written."""

import pytest

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt, Response
from certification.bank.models import Derivation
from certification.grading.models import Mark
from certification.grading.services import hand_in
from certification.publishing.impact.past import past_effect
from tests.factories.attempts import LATER, keyed_letters, save, start_mock
from tests.factories.bank import make_bank
from tests.factories.later_edition import store_later_edition


@pytest.fixture
def edition(db):
    return make_bank()[0]


def position_of(attempt, code) -> int:
    return attempt.paper.questions.get(version__question__code=code).position


def sat(trainee, edition, *, wrong=()) -> Attempt:
    attempt = start_mock(trainee, edition)
    for question in attempt.paper.questions.select_related("version__question"):
        letters = keyed_letters(attempt, question.position)
        code = question.version.question.code
        save(attempt, question.position, answer=letters if code not in wrong else other(question))
    return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)


def other(question) -> str:
    """The letter of 乙说, which the later edition holds right."""
    return "ABCDEF"[list(question.option_order).index(1)]


def asked(attempt, code) -> bool:
    return attempt.paper.questions.filter(version__question__code=code).exists()


def test_who_answered_by_the_old_rule_would_lose_the_question(trainee, edition):
    attempt = sat(trainee, edition)
    past = past_effect(new=store_later_edition())

    assert past.attempts == 1
    (effect,) = past.losing
    assert effect.attempt == attempt
    assert effect.before - effect.after == attempt.marks.get(position=position_of(attempt, "T-00A")).out_of
    assert past.unkeyed == sum(asked(attempt, code) for code in ("T-03A", "T-03B"))


def test_who_answered_by_the_new_rule_would_gain(trainee, edition):
    attempt = sat(trainee, edition, wrong=["T-00A"])
    past = past_effect(new=store_later_edition())

    assert [effect.attempt for effect in past.gaining] == [attempt]
    assert past.losing == ()


def test_nothing_changes_under_the_same_edition(trainee, edition):
    sat(trainee, edition)

    assert past_effect(new=edition).effects == ()


def test_nobody_sat_anything(edition):
    assert past_effect(new=store_later_edition()).to_json() == {
        "attempts": 0, "gain": 0, "lose": 0, "cross": 0, "unkeyed": 0, "changes": [],
    }  # fmt: skip


def test_nothing_is_written(trainee, edition):
    sat(trainee, edition)
    before = [list(model.objects.order_by("pk").values()) for model in (Attempt, Mark, Response, Derivation)]

    past_effect(new=store_later_edition())

    assert before == [list(model.objects.order_by("pk").values()) for model in (Attempt, Mark, Response, Derivation)]


def test_an_open_attempt_is_left_out(trainee, edition):
    start_mock(trainee, edition)

    assert past_effect(new=store_later_edition()).attempts == 0
