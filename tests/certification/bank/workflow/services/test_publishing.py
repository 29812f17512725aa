"""The publish gate, and what publishing writes."""

import pytest

from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.pictures.models import PictureUse
from certification.bank.services import load_bank, withdraw_versions
from certification.bank.workflow.domain import ChangeKind
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import (
    edit_question,
    gate_findings,
    publish_draft,
    publishing,
    retire_question,
    save_draft,
    set_policy,
    submit_draft,
    tag_questions,
    what_changes,
)
from certification.bank.workflow.services.publishing import base_of
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.bank import bank_files, item
from tests.factories.people import UserFactory
from tests.factories.pictures import make_picture
from tests.factories.workflow import (
    CASE,
    LATER,
    content,
    make_draft,
    make_published,
    make_submitted,
    with_option,
    write,
)

FILE = "items:\n" + item("F-1", "single", "late_ship_2", late=True)


def refused(act, code):
    with pytest.raises(RefusedError) as caught:
        act()
    assert caught.value.refusal.code == code
    return caught.value.refusal


def rewrite(question: Question, author, said: dict, *, submitted=True, **fields):
    """Open a draft of a question, write it, and send it to review."""
    draft = edit_question(question.pk, actor=author, now=NOON)
    save_draft(draft.pk, write(said, **fields), expected_revision=draft.revision, actor=author, now=NOON)
    return submit_draft(draft.pk, actor=author, now=NOON) if submitted else draft


def republish(question, author, edition, said, **fields):
    return publish_draft(rewrite(question, author, said, **fields).pk, edition=edition, actor=author, now=LATER)


def test_a_published_draft_is_a_version_that_may_be_drawn(edition, author, colleague):
    draft = make_submitted(author, pool="secure", template="故事", enemies="组")

    done = publish_draft(draft.pk, edition=edition, actor=colleague, now=LATER)

    question = Question.objects.get()
    assert (done.state, done.reviewer, done.reviewed_at, done.version) == (
        "published",
        colleague,
        LATER,
        question.current,
    )
    assert (question.current.number, question.origin, question.owner) == (1, "workbench", author)
    assert (question.pool, question.template, question.enemies) == ("secure", "故事", "组")
    row = Derivation.objects.drawable(edition.id).get()
    assert (row.version, row.key, row.topic) == (question.current, [0], "ship")
    entry = JournalEntry.objects.get(verb="question.published")
    assert entry.details == {"draft": str(draft.pk), "version": 1, "change": "new", "edition": edition.id}
    assert Notice.objects.get(person=author).text == "MD-9001 已通过复核，发布为第 1 版。"


def test_publishing_twice_is_refused_and_writes_nothing_more(edition, author):
    draft = make_published(author, edition)

    refused(lambda: publish_draft(draft.pk, edition=edition, actor=author, now=LATER), "workflow.wrong-state")

    assert QuestionVersion.objects.count() == 1


def test_a_draft_that_nobody_sent_to_review_is_not_published(edition, author):
    draft = make_draft(author)

    refused(lambda: publish_draft(draft.pk, edition=edition, actor=author, now=NOON), "workflow.wrong-state")


@pytest.mark.parametrize(
    ("said", "expected", "finding"),
    [
        pytest.param(content(stem=""), ("A",), "还没有题干", id="unfinished"),
        pytest.param(content(), ("B",), "作者预期 B", id="another key than the author's"),
        pytest.param(with_option(1, claim="late_ship_1 or worn"), ("A",), "现在成立的是", id="a wrong option is right"),
        pytest.param(with_option(1, claim="late_ship_1 and"), ("A",), "", id="a claim that nobody can read"),
        pytest.param(content(case={**CASE, "facts": {"nonsense": "1"}}), ("A",), "nonsense", id="an unknown fact"),
    ],
)
def test_the_gate_refuses_with_what_it_found(edition, author, said, expected, finding):
    draft = make_submitted(author, said, expected=expected)

    refusal = refused(lambda: publish_draft(draft.pk, edition=edition, actor=author, now=NOON), "workflow.gate")

    assert finding in refusal.params["findings"]
    assert refusal.params["findings"] == "；".join(one.message for one in gate_findings(draft, edition))
    assert not QuestionVersion.objects.exists()


def test_where_the_manager_asks_a_reviewer_wrote_nothing_of_it(edition, author, colleague, manager):
    set_policy(reviewer_differs=True, actor=manager, now=NOON)
    draft = make_draft(author)
    save_draft(draft.pk, write(content("何青改的")), expected_revision=2, actor=colleague, now=NOON)
    submit_draft(draft.pk, actor=author, now=NOON)

    for person in (author, colleague):
        refused(
            lambda who=person: publish_draft(draft.pk, edition=edition, actor=who, now=NOON),
            "workflow.reviewer-is-author",
        )
    third = UserFactory(trainer=True)
    assert publish_draft(draft.pk, edition=edition, actor=third, now=LATER).reviewer == third


def test_a_trainee_publishes_nothing(edition, author, trainee):
    draft = make_submitted(author)

    refused(lambda: publish_draft(draft.pk, edition=edition, actor=trainee, now=NOON), "workflow.not-an-author")


def test_a_word_makes_a_new_version_and_leaves_the_old_one_as_it_was(edition, author):
    question = make_published(author, edition).question
    first = QuestionVersion.objects.get()
    before = (first.content, first.content_hash)
    draft = rewrite(question, author, content("换了个问法。哪种说法正确？"))

    assert what_changes(draft, edition).kind is ChangeKind.WORDS
    publish_draft(draft.pk, edition=edition, actor=author, now=LATER)

    first.refresh_from_db()
    question.refresh_from_db()
    assert (first.content, first.content_hash) == before
    assert (question.current.number, question.current.read.stem) == (2, "换了个问法。哪种说法正确？")
    assert Question.objects.search("换了个问法").get() == question


def test_another_key_affects_marks(edition, author):
    question = make_published(author, edition).question
    flipped = content(ask="incorrect", options=with_option(2, claim="late_ship_1 and not worn")["options"])
    draft = rewrite(question, author, flipped, expected=("B",))

    change = what_changes(draft, edition)

    assert change.affects_marks
    assert (change.key_before, change.key_after) == (("A",), ("B",))


def test_a_new_question_changes_nothing_for_anybody(edition, author):
    assert what_changes(make_draft(author), edition).kind is ChangeKind.NEW


def test_nothing_changed_is_nothing_to_publish(edition, author):
    question = make_published(author, edition).question
    draft = rewrite(question, author, content())

    refused(lambda: publish_draft(draft.pk, edition=edition, actor=author, now=NOON), "workflow.nothing-changed")


def test_what_stands_beside_the_content_changes_without_a_new_version(edition, author):
    question = make_published(author, edition).question

    republish(question, author, edition, content(), enemies="组")

    question.refresh_from_db()
    assert (question.enemies, question.current.number, QuestionVersion.objects.count()) == ("组", 1, 1)


def test_what_it_said_before_becomes_current_again(edition, author):
    question = make_published(author, edition).question
    republish(question, author, edition, content("改过"))

    republish(question, author, edition, content())

    question.refresh_from_db()
    assert (question.current.number, QuestionVersion.objects.count()) == (1, 2)


def test_a_version_whose_key_was_wrong_is_not_published_again(edition, author):
    question = make_published(author, edition).question
    withdraw_versions([question.versions.get().pk], actor=author.pk, now=NOON)
    republish(question, author, edition, content("改过"))
    draft = rewrite(question, author, content())

    refusal = refused(
        lambda: publish_draft(draft.pk, edition=edition, actor=author, now=NOON), "workflow.withdrawn-content"
    )
    assert refusal.params == {"number": 1}


def test_two_questions_never_say_exactly_the_same(edition, author):
    make_published(author, edition)
    draft = make_submitted(author)

    refusal = refused(lambda: publish_draft(draft.pk, edition=edition, actor=author, now=NOON), "workflow.twin-content")
    assert refusal.params == {"code": "MD-9001"}


def test_a_reviewer_publishes_what_the_page_showed(edition, author, colleague):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get()
    draft = rewrite(question, author, content("改过"))
    seen = (draft.revision, base_of(draft).pk)
    load_bank(bank_files(FILE.replace("等揽收", "等着揽收")), edition=edition)

    refusal = refused(
        lambda: publish_draft(draft.pk, edition=edition, actor=colleague, now=LATER, seen=seen), "workflow.moved-on"
    )
    assert refusal.params == {"number": 2}
    refused(
        lambda: publish_draft(draft.pk, edition=edition, actor=colleague, now=LATER, seen=(0, None)),
        "workflow.moved-on",
    )
    question.refresh_from_db()
    assert (
        publish_draft(
            draft.pk, edition=edition, actor=colleague, now=LATER, seen=(draft.revision, question.current_id)
        ).version.number
        == 3
    )


def test_publishing_brings_a_retired_question_back(edition, author):
    question = make_published(author, edition).question
    retire_question(question.pk, actor=author, now=NOON)

    republish(question, author, edition, content("改过"))

    question.refresh_from_db()
    assert (question.retired_at, question.current.number) == (None, 2)


def test_tags_stay_in_what_it_is_found_by(edition, author):
    question = make_published(author, edition).question
    tag_questions([question.pk], add=["旺季"], actor=author, now=NOON)

    republish(question, author, edition, content("改过"))

    assert Question.objects.search("旺季 改过").get() == question


# -- the files ---------------------------------------------------------------------------------------


def test_the_files_leave_alone_what_the_workbench_published(edition, author):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get()
    republish(question, author, edition, content("工作台改的"))

    report = load_bank(bank_files(FILE.replace("等揽收", "等着揽收")), edition=edition)

    question.refresh_from_db()
    assert (report.kept, report.new_versions, report.retired) == (["F-1"], [], [])
    assert (question.origin, question.current.read.stem) == ("workbench", "工作台改的")
    assert load_bank(bank_files("items: []"), edition=edition).retired == []


def test_a_published_question_holds_on_to_its_pictures(edition, author):
    picture = make_picture()

    draft = make_published(author, edition, content(f"看图：![面单](picture:{picture.pk}) 哪种说法正确？"))

    assert PictureUse.objects.get().version == draft.version


def test_what_was_judged_is_what_is_written(edition, author, monkeypatch):
    draft = make_submitted(author)
    judge = publishing.what_changes

    def somebody_writes_meanwhile(one, rules):
        QuestionDraft.objects.filter(pk=one.pk).update(content=content("别的话"), revision=one.revision + 1)
        return judge(one, rules)

    monkeypatch.setattr(publishing, "what_changes", somebody_writes_meanwhile)

    refused(
        lambda: publish_draft(draft.pk, edition=edition, actor=author, now=NOON, seen=(draft.revision + 1, None)),
        "workflow.moved-on",
    )
