"""What a new edition makes of what the workbench published."""

import json

import pytest

from certification.bank.derivations import derive_workbench, expected_labels
from certification.bank.models import Derivation, Question
from certification.bank.services import load_bank
from certification.bank.workflow.models import QuestionDraft
from tests.factories import NOON
from tests.factories.bank import bank_files, store_edition
from tests.factories.later_edition import store_later_edition
from tests.factories.people import UserFactory
from tests.factories.workflow import content, make_published


def another_rule() -> dict:
    """The content with claims about an issue on which both editions agree."""
    return json.loads(json.dumps(content(), ensure_ascii=False).replace("late_ship_1", "late_ship_2"))


@pytest.fixture
def question(db) -> Question:
    return make_published(UserFactory(trainer=True), store_edition(), another_rule()).question


def test_loading_under_a_new_edition_judges_the_workbench_too(question):
    later = store_later_edition()

    report = load_bank(bank_files("items: []"), edition=later)

    assert (report.derived, report.refused) == (["MD-9001"], {})
    assert Derivation.objects.drawable(later.id).get().version == question.current
    assert load_bank(bank_files("items: []"), edition=later).derived == []


def test_another_key_than_the_author_held_right_is_not_drawn(db):
    question = make_published(UserFactory(trainer=True), store_edition()).question
    later = store_later_edition()

    report = load_bank(bank_files("items: []"), edition=later)

    assert [one.code for one in report.refused["MD-9001"]] == ["bank.unexpected-key"]
    assert not Derivation.objects.drawable(later.id).exists()
    question.refresh_from_db()
    assert question.current is not None


def test_what_was_judged_already_or_is_retired_is_left_out(question):
    assert derive_workbench(store_edition()) == ([], {})
    Question.objects.update(current=None, retired_at=NOON)
    assert derive_workbench(store_later_edition()) == ([], {})


def test_of_two_publications_of_one_version_the_newest_says_what_was_expected(question):
    version = question.versions.get()
    first = QuestionDraft.objects.get()
    QuestionDraft.objects.create(
        question=question, version=version, state="published", content=content(), expected=["A", "B"],
        author=first.author, made_at=NOON, updated_by=first.author, updated_at=NOON, submitted_at=NOON,
        reviewer=first.author, reviewed_at=NOON.replace(hour=18),
    )  # fmt: skip

    assert expected_labels([version.pk]) == {version.pk: ("A", "B")}
