"""What the database itself refuses of drafts, comments and the policy."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from certification.bank.models import Question
from certification.bank.workflow.models import BankPolicy, DraftComment, QuestionDraft, SavedFilter, Tag
from certification.core import guards
from tests.factories import NOON
from tests.factories.workflow import content, make_draft, make_published


@pytest.fixture
def guarded(db, settings):
    settings.APPEND_ONLY_GUARDS = True
    guards.install_guards()


def broken(act, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "waiting"}, "questiondraft_state_known"),
        ({"pool": "hidden"}, "questiondraft_pool_known"),
        ({"revision": 0}, "questiondraft_revision_from_one"),
        ({"state": "in_review"}, "questiondraft_submitted_before_review"),
        ({"reviewed_at": NOON}, "questiondraft_reviewed_by_somebody"),
        ({"state": "published", "submitted_at": NOON}, "questiondraft_version_iff_published"),
    ],
)
def test_a_draft_that_cannot_be(author, fields, name):
    draft = make_draft(author)

    broken(lambda: QuestionDraft.objects.filter(pk=draft.pk).update(**fields), name)


def test_a_question_has_one_open_draft(author):
    draft = make_draft(author)

    broken(
        lambda: QuestionDraft.objects.create(
            question=draft.question, content=content(), author=author, made_at=NOON, updated_by=author, updated_at=NOON
        ),
        "questiondraft_one_open|certification_questiondraft.question_id",
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"place": "footnote"}, "draftcomment_place_known"),
        ({"text": ""}, "draftcomment_says_something"),
        ({"resolved_at": NOON}, "draftcomment_resolved_by_somebody"),
    ],
)
def test_a_comment_that_cannot_be(author, fields, name):
    draft = make_draft(author)
    told = {"draft": draft, "place": "stem", "text": "长", "author": author, "at": NOON}

    broken(lambda: DraftComment.objects.create(**{**told, **fields}), name)


def test_the_rest_that_cannot_be(author):
    broken(lambda: Tag.objects.create(name=""), "tag_name_given")
    broken(lambda: BankPolicy.objects.create(id=2), "bankpolicy_only_one")
    broken(lambda: SavedFilter.objects.create(person=author, name="", query=""), "savedfilter_name_given")
    broken(lambda: Question.objects.create(code="X", type="single", origin="mail"), "question_origin_known")


def test_a_retired_question_points_to_no_version(edition, author):
    question = make_published(author, edition).question

    broken(lambda: Question.objects.filter(pk=question.pk).update(retired_at=NOON), "question_retired_is_not_drawn")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE certification_questiondraft SET note = 'x'",
        "UPDATE certification_questiondraft SET state = 'draft'",
        "DELETE FROM certification_questiondraft",
        "UPDATE certification_question SET origin = 'files'",
    ],
)
def test_what_was_published_stays(guarded, edition, author, sql):
    make_published(author, edition)

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql", ["UPDATE certification_draftcomment SET text = 'x'", "DELETE FROM certification_draftcomment"]
)
def test_what_was_said_stays(guarded, author, sql):
    DraftComment.objects.create(draft=make_draft(author), place="stem", text="长", author=author, at=NOON)

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_open_may_change(guarded, author):
    draft = make_draft(author)
    said = DraftComment.objects.create(draft=draft, place="stem", text="长", author=author, at=NOON)

    said.resolved_at, said.resolved_by = NOON, author
    said.save(update_fields=["resolved_at", "resolved_by"])
    draft.note = "改"
    draft.save(update_fields=["note"])
