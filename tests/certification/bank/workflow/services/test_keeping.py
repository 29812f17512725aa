"""Retire and restore, tag, give to an owner, keep filters, and the manager's policy."""

import pytest

from certification.bank.models import Derivation, Question
from certification.bank.services import load_bank
from certification.bank.workflow.models import SavedFilter, Tag
from certification.bank.workflow.services import (
    assign_owner,
    delete_filter,
    discard_draft,
    read_policy,
    restore_question,
    retire_question,
    save_filter,
    set_policy,
    tag_questions,
)
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from tests.factories import NOON
from tests.factories.bank import bank_files, item
from tests.factories.workflow import LATER, content, make_draft, make_published

FILE = "items:\n" + item("F-1", "single", "late_ship_2", late=True)


def refused(act, code):
    with pytest.raises(RefusedError) as caught:
        act()
    assert caught.value.refusal.code == code


def test_a_retired_question_is_drawn_no_more_until_it_is_restored(edition, author):
    question = make_published(author, edition).question

    retire_question(question.pk, actor=author, now=NOON)
    again = retire_question(question.pk, actor=author, now=LATER)

    assert (again.retired_at, again.current) == (NOON, None)
    assert not Derivation.objects.drawable(edition.id).exists()
    back = restore_question(question.pk, actor=author, now=LATER)
    assert (back.retired_at, back.current.number) == (None, 1)
    assert restore_question(question.pk, actor=author, now=LATER) == back
    assert set(JournalEntry.objects.filter(verb__in=["question.retired", "question.restored"]).values_list("verb", "at")) == {
        ("question.retired", NOON), ("question.restored", LATER),
    }  # fmt: skip


def test_the_files_do_not_bring_it_back(edition, author):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get()
    retire_question(question.pk, actor=author, now=NOON)

    load_bank(bank_files(FILE.replace("等揽收", "等着揽收")), edition=edition)

    question.refresh_from_db()
    assert (question.current, question.retired_at, question.versions.count()) == (None, NOON, 2)
    assert restore_question(question.pk, actor=author, now=LATER).current.number == 2


def test_what_no_rule_in_force_passed_is_not_restored(edition, author):
    question = Question.objects.create(code="E-1", type="single", retired_at=NOON)
    question.versions.create(number=1, content=content(), content_hash="sha256:0")

    refused(lambda: restore_question(question.pk, actor=author, now=NOON), "workflow.no-sound-version")


def test_a_question_that_never_said_anything_is_restored_empty(edition, author):
    draft = make_draft(author)
    discard_draft(draft.pk, actor=author, now=NOON)

    back = restore_question(draft.question_id, actor=author, now=LATER)

    assert (back.retired_at, back.current) == (None, None)


def test_tags_are_put_on_and_taken_off_many_at_once(edition, author):
    questions = [make_published(author, edition, content(stem)).question for stem in ("甲题", "乙题")]
    ids = [one.pk for one in questions]

    assert tag_questions(ids, add=[" 旺季 ", "运费"], actor=author, now=NOON) == 2
    tag_questions(ids[:1], remove=["运费", "没有的"], actor=author, now=NOON)

    assert set(questions[0].tags.values_list("name", flat=True)) == {"旺季"}
    assert set(Question.objects.search("旺季")) == set(questions)
    assert Question.objects.search("运费").get() == questions[1]
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("name", ["", "  ", "甲,乙", "甲，乙", "长" * 31])
def test_tags_that_will_not_do(author, name):
    refused(lambda: tag_questions([], add=[name], actor=author, now=NOON), "workflow.bad-tag")


def test_questions_are_given_to_those_who_keep_questions(edition, author, colleague, trainee):
    question = make_published(author, edition).question

    assert assign_owner([question.pk], colleague, actor=author, now=NOON) == 1
    question.refresh_from_db()
    assert question.owner == colleague
    refused(lambda: assign_owner([question.pk], trainee, actor=author, now=NOON), "workflow.not-an-author")
    assign_owner([question.pk], None, actor=author, now=NOON)
    question.refresh_from_db()
    assert question.owner is None


def test_filters_are_ones_own(author, colleague):
    save_filter(author, name="我的", query="?tag=旺季")
    mine = save_filter(author, name="我的", query="tag=运费")
    save_filter(colleague, name="我的", query="")

    delete_filter(colleague, mine.pk)

    assert SavedFilter.objects.get(person=author).query == "tag=运费"
    delete_filter(author, mine.pk)
    assert not SavedFilter.objects.filter(person=author).exists()


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        ("", "q=1", "workflow.filter-name"),
        ("长" * 31, "q=1", "workflow.filter-name"),
        ("好", "q" * 1001, "workflow.filter-long"),
    ],
)
def test_filters_that_will_not_do(author, name, query, code):
    refused(lambda: save_filter(author, name=name, query=query), code)


def test_the_policy_is_the_managers(author, manager):
    assert read_policy().reviewer_differs is False
    refused(lambda: set_policy(reviewer_differs=True, actor=author, now=NOON), "workflow.not-a-manager")

    for wanted in (True, True):
        set_policy(reviewer_differs=wanted, actor=manager, now=NOON)

    assert (read_policy().reviewer_differs, read_policy().changed_by) == (True, manager)
    assert JournalEntry.objects.filter(verb="bank.policy-set").count() == 2


def test_a_trainee_keeps_nothing(edition, author, trainee):
    question = make_published(author, edition).question

    for act in (
        lambda: retire_question(question.pk, actor=trainee, now=NOON),
        lambda: restore_question(question.pk, actor=trainee, now=NOON),
        lambda: tag_questions([question.pk], add=["甲"], actor=trainee, now=NOON),
        lambda: assign_owner([question.pk], None, actor=trainee, now=NOON),
    ):
        refused(act, "workflow.not-an-author")
