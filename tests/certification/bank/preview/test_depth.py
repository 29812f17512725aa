"""What takes longer to say of a question: its mistakes, its rules, and the bank around it."""

import pytest

from certification.bank.models import Derivation, VersionStatistic
from certification.bank.preview.depth import coverage_gained, look_deeper, measured_alike
from certification.bank.workflow.services import duplicate_question, submit_draft
from tests.certification.bank.preview.test_previewing import loose
from tests.factories import NOON
from tests.factories.bank import store_edition
from tests.factories.rulebook import store_rulebook
from tests.factories.workflow import content, make_published, with_option


@pytest.fixture
def edition(db):
    return store_edition()


@pytest.fixture
def question(edition, trainer):
    return make_published(trainer, edition).question


def test_the_mistake_behind_a_wrong_option_and_what_is_presumed(db):
    edition = store_rulebook()
    case = {**loose()["case"], "facts": {"claim_type": "no_reason", "custom": "no"}}
    case["events"] = {"signed": "2025-08-16 17:05", "return_requested": "2025-08-23 18:00"}

    depth = look_deeper(loose(case=case), edition=edition)

    by_label = {one.label: one for one in depth.paths}
    assert set(by_label) == {"B", "C"}
    assert "从签收那一刻起数七天" in by_label["C"].misreading
    assert {one.rule for one in depth.tested if one.matters} >= {"7D-TIME-01"}
    assert depth.difficulty >= 1


def test_a_question_decided_alike_is_a_twin_but_no_question_is_its_own(edition, question):
    said = content("另一个题干。哪种说法正确？")

    assert [one.code for one in look_deeper(said, edition=edition).twins] == [question.code]
    assert look_deeper(said, edition=edition, question_code=question.code).twins == ()


def test_a_rule_that_no_other_question_tests_is_gained(edition, question):
    rules = ["ZRULE-SHIP-1", "ZRULE-SHIP-2"]

    assert coverage_gained(rules, edition, "") == {"ZRULE-SHIP-2"}
    assert coverage_gained(rules, edition, question.code) == set(rules)


def test_the_difficulty_is_compared_with_questions_that_enough_people_answered(edition, question):
    row = Derivation.objects.get(version=question.current)
    assert measured_alike(row.rules, row.difficulty, edition) == (0, 0)

    VersionStatistic.objects.create(version=question.current, attempts=4, share=4000, measured_at=NOON)
    assert measured_alike(row.rules, row.difficulty, edition) == (0, 0)

    VersionStatistic.objects.update(attempts=5)
    assert measured_alike(row.rules, row.difficulty, edition) == (1, 4000)
    assert measured_alike(["ELSE-01"], row.difficulty, edition) == (0, 0)
    depth = look_deeper(content(), edition=edition)
    assert (depth.measured, depth.percent) == (1, 40)


def test_an_unfinished_question_is_looked_at_as_far_as_it_goes(edition, question):
    depth = look_deeper(with_option(1, claim=""), edition=edition)

    assert [one.label for one in depth.paths] == ["C"]
    assert depth.twins == ()
    assert depth.difficulty == 0
    assert look_deeper({"schema": 1, "type": "single"}, edition=edition).tested == ()


def test_a_draft_is_no_twin_before_it_is_published(edition, question, trainer):
    twin = duplicate_question(question.pk, as_twin=True, actor=trainer, now=NOON)
    submit_draft(twin.pk, actor=trainer, now=NOON)

    assert [one.code for one in look_deeper(content(), edition=edition).twins] == [question.code]
