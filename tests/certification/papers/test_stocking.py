"""What may be drawn: pools, measured difficulty, the law of a day, rulebooks."""

from dataclasses import replace

import pytest

from certification.bank.models import Question
from certification.bank.services import record_statistics
from certification.papers.blueprints import MOCK
from certification.papers.domain import Dimension, Quota, Sourcing
from certification.papers.stocking import candidates_for, candidates_of, holds_on
from tests.factories import NOON


def codes(candidates) -> set[str]:
    return {one.code for one in candidates}


@pytest.fixture
def secret(edition) -> set[str]:
    found = {"T-00A", "T-07B"}
    Question.objects.filter(code__in=found).update(pool="secure")
    return found


def test_the_pools_are_kept_apart(edition, secret):
    everything = set(Question.objects.values_list("code", flat=True))

    assert codes(candidates_of(edition.id)) == everything - secret
    assert codes(candidates_of(edition.id, Sourcing.SECURE)) == secret
    assert codes(candidates_of(edition.id, Sourcing.BOTH)) == everything


def test_what_is_released_is_open(edition, secret):
    Question.objects.filter(code="T-00A").update(released_at=NOON)

    assert "T-00A" in codes(candidates_of(edition.id))
    assert codes(candidates_of(edition.id, Sourcing.SECURE)) == {"T-07B"}


def test_difficulty_comes_from_the_trace_until_people_have_answered(edition):
    question = Question.objects.get(code="T-00A")
    before = one_of(edition, "T-00A")
    record_statistics([(question.current_id, 9, 0)], now=NOON)
    too_few = one_of(edition, "T-00A")
    record_statistics([(question.current_id, 2000, 0)], now=NOON)
    measured = one_of(edition, "T-00A")

    assert (before.difficulty, before.hardness) == (too_few.difficulty, 0) == (1, 0)
    assert (measured.difficulty, measured.hardness) == (5, 500)


def one_of(edition, code):
    return next(one for one in candidates_of(edition.id) if one.code == code)


def test_rulebooks_are_looked_up_where_they_are_asked_for(edition):
    blueprint = replace(MOCK, quotas=(Quota(Dimension.BOOK, "taobao", least=1),))

    assert {one.books for one in candidates_for(blueprint, edition.id, now=NOON)} == {("taobao",)}


def test_a_blueprint_of_a_day_takes_what_the_rules_of_that_day_still_say(edition):
    assert len(candidates_for(replace(MOCK, as_of="2026-01-01"), edition.id, now=NOON)) == 42
    assert len(candidates_for(replace(MOCK, as_of="draw"), edition.id, now=NOON)) == 42
    assert candidates_for(replace(MOCK, as_of="2016-12-31"), edition.id, now=NOON) == []


@pytest.mark.parametrize(
    ("day", "judged_on", "holds"),
    [
        pytest.param("2025-09-01", "2025-09-01", True, id="the day itself"),
        pytest.param("2026-09-01", "2017-01-01", True, id="the same version, years apart"),
        pytest.param("2016-12-31", "2025-09-01", False, id="not yet in force"),
        pytest.param("2025-09-01", "2016-12-31 23:59", False, id="no longer the version that decided"),
    ],
)
def test_a_question_holds_while_the_version_that_decides_it_is_in_force(edition, day, judged_on, holds):
    assert holds_on(day, judged_on, ["ZRULE-SHIP-1"], edition) is holds


def test_a_rule_that_is_gone_holds_nothing(edition):
    assert not holds_on("2025-09-01", "2025-09-01", ["GONE-1"], edition)
