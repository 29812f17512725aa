"""Begin a draft, write it, throw it away."""

import uuid

import pytest

from certification.bank.domain import QuestionType
from certification.bank.generate.drafting import Draft
from certification.bank.models import Question
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import (
    StaleDraftError,
    discard_draft,
    drafts,
    duplicate_question,
    edit_question,
    publish_draft,
    save_draft,
    start_question,
    submit_draft,
    take_draft,
)
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from tests.factories import NOON
from tests.factories.bank import bank_files, item, load_bank
from tests.factories.people import UserFactory
from tests.factories.workflow import LATER, content, make_draft, make_published, write

FILE = "items:\n" + item("F-1", "single", "late_ship_2", late=True)


def refused(act, code):
    with pytest.raises(RefusedError) as caught:
        act()
    assert caught.value.refusal.code == code


# -- beginning ---------------------------------------------------------------------------------------


def test_a_new_question_gets_the_next_free_number_and_is_drawn_by_nobody(author):
    first, second = (start_question(type="single", actor=author, now=NOON) for _n in range(2))

    assert (first.question.code, second.question.code) == ("MD-9001", "MD-9002")
    assert (first.question.origin, first.question.owner, first.question.current) == ("workbench", author, None)
    assert (first.state, first.revision, first.author, first.based_on) == ("draft", 1, author, None)
    assert JournalEntry.objects.filter(verb="question.started").count() == 2


def test_numbers_go_on_after_the_highest_and_pass_over_other_codes(author):
    for code in ("MD-9007", "MD-0042", "MD-X", "Z-9900"):
        Question.objects.create(code=code, type="single")

    assert start_question(type="single", actor=author, now=NOON).question.code == "MD-9008"


def test_a_trainers_own_code_is_taken_as_it_is(author):
    assert start_question(type="truefalse", actor=author, now=NOON, code=" 7D-001 ").question.code == "7D-001"


def test_a_code_that_somebody_has_is_refused(author):
    start_question(type="single", actor=author, now=NOON, code="7D-001")

    refused(lambda: start_question(type="single", actor=author, now=NOON, code="7D-001"), "workflow.code-taken")
    refused(lambda: start_question(type="single", actor=author, now=NOON, code="七天"), "workflow.bad-code")
    assert Question.objects.count() == 1


def test_a_second_click_gets_the_draft_of_the_first(author):
    name = uuid.uuid4()

    first, second = (start_question(type="single", actor=author, now=NOON, draft_id=name) for _n in range(2))

    assert first == second
    assert Question.objects.count() == 1


def test_a_trainee_writes_no_questions(db):
    refused(lambda: start_question(type="single", actor=UserFactory(), now=NOON), "workflow.not-an-author")
    assert not Question.objects.exists()


# -- editing -----------------------------------------------------------------------------------------


def test_editing_begins_with_what_the_question_says_and_its_key(edition, author):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get(code="F-1")

    draft = edit_question(question.pk, actor=author, now=NOON)

    assert read_loose(draft.content) == question.current.read
    assert (draft.expected, draft.based_on, draft.author) == (["A"], question.current, author)
    assert question.origin == "files"


def test_two_tabs_and_two_people_share_the_one_open_draft(edition, author, colleague):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get(code="F-1")

    drafts = {edit_question(question.pk, actor=person, now=NOON).pk for person in (author, author, colleague)}

    assert len(drafts) == 1


def test_a_question_that_was_thrown_away_is_edited_from_its_last_draft(author):
    draft = make_draft(author)
    discard_draft(draft.pk, actor=author, now=NOON)

    again = edit_question(draft.question_id, actor=author, now=LATER)

    assert again.pk != draft.pk
    assert (again.content, again.expected, again.state) == (draft.content, ["A"], "draft")


def test_a_question_that_never_had_a_draft_begins_blank(edition, author):
    question = Question.objects.create(code="E-1", type="multiple")

    assert read_loose(edit_question(question.pk, actor=author, now=NOON).content).type is QuestionType.MULTIPLE


# -- writing -----------------------------------------------------------------------------------------


def test_a_save_counts_and_says_by_whom(author, colleague):
    draft = start_question(type="single", actor=author, now=NOON)

    saved = save_draft(
        draft.pk, write(enemies=" 组 ", template="故事", pool="secure", note="看看"),
        expected_revision=1, actor=colleague, now=LATER,
    )  # fmt: skip

    assert (saved.revision, saved.updated_by, saved.updated_at, saved.author) == (2, colleague, LATER, author)
    assert (saved.enemies, saved.template, saved.pool, saved.note, saved.expected) == (
        "组",
        "故事",
        "secure",
        "看看",
        ["A"],
    )
    assert saved.content == content()


def test_a_stale_save_is_refused_with_the_others_draft_and_changes_nothing(author, colleague):
    draft = make_draft(author)
    save_draft(draft.pk, write(content("何青写的")), expected_revision=2, actor=colleague, now=LATER)

    with pytest.raises(StaleDraftError) as caught:
        save_draft(draft.pk, write(content("周敏写的")), expected_revision=2, actor=author, now=LATER)

    assert caught.value.refusal.code == "workflow.stale"
    assert caught.value.refusal.params["who"] == "何青"
    assert caught.value.draft.content["stem"] == "何青写的"
    assert QuestionDraft.objects.get().content["stem"] == "何青写的"


def test_saying_the_same_twice_is_one_save(author):
    draft = make_draft(author)
    said = write(content("改了"))

    first, second = (save_draft(draft.pk, said, expected_revision=2, actor=author, now=LATER) for _n in range(2))

    assert (first.revision, second.revision) == (3, 3)


def test_what_lies_with_the_reviewer_or_is_history_is_not_written(edition, author):
    draft = make_draft(author)
    submit_draft(draft.pk, actor=author, now=NOON)

    def save():
        save_draft(draft.pk, write(content("改")), expected_revision=2, actor=author, now=LATER)

    refused(save, "workflow.in-review")
    publish_draft(draft.pk, edition=edition, actor=author, now=NOON)
    refused(save, "workflow.closed")


def test_what_is_no_content_is_a_mistake_of_the_program(author):
    draft = make_draft(author)

    with pytest.raises(ValueError, match="shape"):
        save_draft(draft.pk, write({"stem": "x"}), expected_revision=2, actor=author, now=NOON)


def test_a_question_that_was_never_published_is_found_by_its_draft(edition, author):
    draft = make_draft(author, content("买家说包裹**没**到"))
    make_published(author, edition, content("另一道"))

    assert Question.objects.search("包裹 没到").get() == draft.question
    assert Question.objects.search("md-9001 甲说得对").get() == draft.question
    assert not Question.objects.search("包裹 另一道").exists()


def test_a_published_question_is_found_by_what_it_says_not_by_its_draft(edition, author):
    question = make_published(author, edition).question
    draft = edit_question(question.pk, actor=author, now=NOON)

    save_draft(draft.pk, write(content("还没发布的话")), expected_revision=1, actor=author, now=NOON)

    assert not Question.objects.search("还没发布的话").exists()


# -- throwing away -----------------------------------------------------------------------------------


def test_a_draft_thrown_away_leaves_the_question_as_it_was(edition, author):
    question = make_published(author, edition).question
    draft = edit_question(question.pk, actor=author, now=NOON)

    discard_draft(draft.pk, actor=author, now=LATER)

    question.refresh_from_db()
    assert (question.retired_at, question.current.number) == (None, 1)
    refused(lambda: discard_draft(draft.pk, actor=author, now=LATER), "workflow.wrong-state")


def test_a_question_that_was_never_published_is_retired_with_its_draft(author):
    draft = make_draft(author)

    discard_draft(draft.pk, actor=author, now=LATER)

    assert Question.objects.get().retired_at == LATER


# -- copies ------------------------------------------------------------------------------------------


def test_a_twin_says_the_same_and_never_shares_a_paper_with_it(edition, author):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get(code="F-1")

    twin = duplicate_question(question.pk, as_twin=True, actor=author, now=NOON)

    question.refresh_from_db()
    assert (twin.content, twin.expected) == (question.current.content, ["A"])
    assert (twin.template, question.template) == ("F-1", "F-1")
    load_bank(bank_files(FILE), edition=edition)
    question.refresh_from_db()
    assert question.template == "F-1"


def test_a_copy_has_nothing_to_do_with_it(author):
    source = make_draft(author, template="故事", enemies="组")

    copy = duplicate_question(source.question_id, as_twin=False, actor=author, now=NOON)

    assert (copy.template, copy.content, copy.question.code) == ("", source.content, "MD-9002")


def test_nothing_to_copy_is_refused(author):
    question = Question.objects.create(code="E-1", type="single")

    refused(lambda: duplicate_question(question.pk, as_twin=True, actor=author, now=NOON), "workflow.nothing-to-copy")


def test_what_the_generator_drafted_is_taken_over(author):
    generated = Draft("GEN-SHIP-48H-01-3", read_loose(content()), ("A",), ("R",), "边界：揽收", matters=True)

    draft = take_draft(generated, actor=author, now=NOON)

    assert (draft.content, draft.expected, draft.note) == (content(), ["A"], "边界：揽收")
    assert draft.template.startswith("SHIP-48H-01-")
    assert draft.question.provenance == {"own": "边界：揽收", "note": "生成自 SHIP-48H-01"}


# -- two at once -------------------------------------------------------------------------------------


def test_two_who_begin_at_once_get_two_numbers(author, monkeypatch):
    start_question(type="single", actor=author, now=NOON)
    numbers = iter(["MD-9001", "MD-9002"])
    monkeypatch.setattr(drafts, "_next_code", lambda: next(numbers))  # the first was taken a moment ago

    assert start_question(type="single", actor=author, now=NOON).question.code == "MD-9002"


def test_a_number_that_cannot_be_had_is_given_up(author, monkeypatch):
    start_question(type="single", actor=author, now=NOON)
    monkeypatch.setattr(drafts, "_next_code", lambda: "MD-9001")

    refused(lambda: start_question(type="single", actor=author, now=NOON), "workflow.code-taken")


def test_two_clicks_at_once_are_one_draft(author, monkeypatch):
    name = uuid.uuid4()
    first = start_question(type="single", actor=author, now=NOON, draft_id=name)
    looks = iter([None, first])
    monkeypatch.setattr(drafts, "_made_before", lambda _id, _author: next(looks))

    assert start_question(type="single", actor=author, now=NOON, draft_id=name) == first


def test_two_tabs_at_once_open_one_draft(edition, author, monkeypatch):
    load_bank(bank_files(FILE), edition=edition)
    question = Question.objects.get(code="F-1")
    first = edit_question(question.pk, actor=author, now=NOON)
    looks = iter([None, first])
    monkeypatch.setattr(drafts, "_open_draft", lambda _question: next(looks))

    assert edit_question(question.pk, actor=author, now=NOON) == first
