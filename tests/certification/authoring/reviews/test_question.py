"""The page of one question."""

import pytest
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.bank.models import Question, QuestionVersion, VersionStatistic
from certification.bank.services import load_bank, withdraw_versions
from certification.bank.workflow.services import edit_question, publish_draft, retire_question, save_draft, submit_draft
from certification.grading.services import hand_in
from certification.rounds.models import SeatPaper
from tests.certification.authoring.reviews.conftest import BACKEND
from tests.factories import NOON
from tests.factories.bank import bank_files, cited_item, item
from tests.factories.exams import exam_paper, make_exam_round
from tests.factories.later_edition import store_later_edition
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round, start
from tests.factories.workflow import LATER, content, make_draft, with_option, write


def url(question: Question, verb: str = "") -> str:
    return f"/authoring/questions/{question.pk}/{verb}"


def republish(question, person, edition, said, **fields):
    draft = edit_question(question.pk, actor=person, now=NOON)
    save_draft(draft.pk, write(said, **fields), expected_revision=draft.revision, actor=person, now=NOON)
    submit_draft(draft.pk, actor=person, now=NOON)
    return publish_draft(draft.pk, edition=edition, actor=person, now=LATER)


def test_the_page_shows_what_trainees_see_its_key_and_why(author, question):
    page = author.get(url(question))
    text = page.content.decode()

    assert page.status_code == 200
    assert "哪种说法<em>正确</em>" in text
    assert "答案 A" in text
    assert "/try/" in text
    assert "ZRULE-SHIP-1" in text
    assert "迟延ship1 成立" in text
    assert "还没有一份试卷用到" in text
    assert f'href="{url(question, "edit/")}"' in text


def test_who_wrote_a_version_and_who_let_it_through(author, question, edition, trainer, colleague):
    draft = edit_question(question.pk, actor=trainer, now=NOON)
    save_draft(draft.pk, write(content("改过的话。哪种说法正确？")), expected_revision=1, actor=trainer, now=NOON)
    submit_draft(draft.pk, actor=trainer, now=NOON)
    publish_draft(draft.pk, edition=edition, actor=colleague, now=LATER)

    text = author.get(url(question)).content.decode()

    assert "周敏 写，何青 复核" in text
    assert "2026年9月18日 13:00" in text
    assert "只改文字，不影响判分" in text
    assert "<del>商家说“不算迟”</del><ins>改过的话</ins>" in text


def test_a_change_of_the_key_is_said_to_affect_marks(author, question, edition, trainer):
    flipped = content(ask="incorrect", options=with_option(2, claim="late_ship_1 and not worn")["options"])
    republish(question, trainer, edition, flipped, expected=("B",))

    text = author.get(url(question)).content.decode()

    assert "影响判分" in text
    assert "去重新评分" not in text  # nobody's mark stands on the old version


def test_marks_on_a_version_with_another_key_lead_to_a_regrade(author, edition, trainer, trainee):
    load_bank(bank_files(), edition=edition)
    held = make_dealt_round(edition, [trainee])
    attempt = start(held, trainee)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=held.opens_at)
    asked = attempt.paper.questions.filter(type="single").first()
    question = asked.version.question
    flipped = content(ask="incorrect", options=with_option(2, claim="late_ship_1 and not worn")["options"])
    republish(question, trainer, edition, flipped, expected=("B",))

    text = author.get(url(question)).content.decode()

    assert f"/authoring/regrades/new/?question={question.code}&amp;version={asked.version_id}" in text
    assert "九月认证" in text or held.title in text
    assert "1 人次" in text


def test_a_file_question_says_where_it_comes_from(author, edition):
    load_bank(bank_files("items:\n" + item("F-1", "truefalse", "late_ship_2", late=True)), edition=edition)

    text = author.get(url(Question.objects.get())).content.decode()

    assert "由题目文件维护" in text
    assert "来自题目文件" in text
    assert "答案 正确" in text


def test_a_cited_question_leads_to_its_rule(author, edition):
    load_bank(bank_files("items:\n" + cited_item("C-1", edition)), edition=edition)

    text = author.get(url(Question.objects.get())).content.decode()

    assert f'href="/corpus/rules/{edition.rules[0].id}/"' in text or edition.rules[0].id in text


def test_a_supposition_is_told_in_words(author, edition, trainer):
    said = with_option(2, overlay={"facts": {"worn": "yes"}})
    question = republish(make_draft_question(trainer), trainer, edition, said).question

    text = author.get(url(question)).content.decode()

    assert "若 商品：商品穿过" in text or "若 商品穿过" in text


def make_draft_question(trainer) -> Question:
    return make_draft(trainer).question


def test_what_the_rules_in_force_do_not_let_through_says_why(author, edition):
    question = Question.objects.create(code="E-1", type="single")
    said = with_option(1, claim="late_ship_1 or worn")
    QuestionVersion.objects.create(question=question, number=1, content=said, content_hash="sha256:0")

    text = author.get(url(question)).content.decode()

    assert 'data-tone="warn">不出题</span>' in text
    assert "现在的规则下不出这道题" in text
    assert "现在成立的是" in text


def test_measured_difficulty_is_shown_with_how_many(author, question):
    VersionStatistic.objects.create(version=question.versions.get(), attempts=14, share=4700, measured_at=NOON)

    assert "47%（14 人次" in author.get(url(question)).content.decode()


def test_a_new_question_has_nothing_to_show_but_its_draft(author, trainer, edition):
    draft = make_draft(trainer)

    text = author.get(url(draft.question)).content.decode()

    assert "还没有发布过" in text
    assert "有一份草稿在写" in text


def test_a_withdrawn_version_says_so(author, question):
    withdraw_versions([question.versions.get().pk], actor=question.owner_id, now=NOON)

    text = author.get(url(question)).content.decode()

    assert "答案有误，已停" in text
    assert 'data-tone="warn">不出题</span>' in text


def test_what_a_new_edition_does_not_let_through_is_not_in_use(author, question):
    store_later_edition()

    text = author.get(url(question)).content.decode()

    assert 'data-tone="warn">不出题</span>' in text
    assert "<s>A</s>" in text


def test_marks_on_a_version_of_a_retired_question_wait_for_the_next(author, edition, trainer, trainee):
    load_bank(bank_files(), edition=edition)
    held = make_dealt_round(edition, [trainee])
    attempt = start(held, trainee)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=held.opens_at)
    question = attempt.paper.questions.first().version.question
    retire_question(question.pk, actor=trainer, now=NOON)

    text = author.get(url(question)).content.decode()

    assert "已停用" in text
    assert "去重新评分" not in text


# -- acts --------------------------------------------------------------------------------------------


def test_a_question_is_retired_and_restored(author, question):
    assert author.post(url(question, "retire/")).headers["Location"] == url(question)
    question.refresh_from_db()
    assert question.retired_at
    assert "已停用" in author.get(url(question)).content.decode()

    author.post(url(question, "restore/"))
    question.refresh_from_db()
    assert question.current.number == 1


def test_a_restoration_that_is_refused_says_why(author, trainer, edition):
    question = Question.objects.create(code="E-1", type="single")
    QuestionVersion.objects.create(question=question, number=1, content=content(), content_hash="sha256:0")
    retire_question(question.pk, actor=trainer, now=NOON)

    answer = author.post(url(question, "restore/"))

    assert answer.status_code == 409
    assert "没有一个版本通过现在规则的检查" in answer.content.decode()


@pytest.mark.parametrize(("kind", "template"), [("twin", "MD-9001"), ("copy", "")])
def test_a_copy_is_edited_at_once(author, question, kind, template):
    answer = author.post(url(question, "copy/"), {"as": kind})

    made = Question.objects.exclude(pk=question.pk).get()
    assert answer.headers["Location"] == url(made, "edit/")
    assert made.template == template


def test_tags_are_exactly_those_that_were_typed(author, question):
    author.post(url(question, "tags/"), {"tags": "旺季，运费 , 旺季"})
    assert set(question.tags.values_list("name", flat=True)) == {"旺季", "运费"}

    for _twice in range(2):
        author.post(url(question, "tags/"), {"tags": "运费"})
    assert set(question.tags.values_list("name", flat=True)) == {"运费"}

    refused = author.post(url(question, "tags/"), {"tags": "长" * 31})
    assert refused.status_code == 409


def test_an_owner_is_chosen(author, question, colleague):
    author.post(url(question, "owner/"), {"owner": "B10022"})
    question.refresh_from_db()
    assert question.owner == colleague

    author.post(url(question, "owner/"), {"owner": ""})
    question.refresh_from_db()
    assert question.owner is None


# -- who may -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["", "review/"])
def test_a_trainee_sees_no_questions(signed_in, question, verb):
    assert signed_in.get(url(question, verb)).status_code == 403


@pytest.mark.parametrize("verb", ["copy/", "retire/", "restore/", "tags/", "owner/", "review/"])
def test_a_trainee_changes_nothing(signed_in, question, verb):
    assert signed_in.post(url(question, verb)).status_code == 403
    question.refresh_from_db()
    assert question.current_id


def test_there_is_no_such_question(author, db):
    assert author.get("/authoring/questions/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_who_sits_an_exam_with_it_may_not_open_its_page(client, edition):
    load_bank(bank_files(), edition=edition)
    both = UserFactory(trainer=True, is_trainee=True)
    client.force_login(both, backend=BACKEND)
    paper = exam_paper(edition)
    asked = paper.questions.first().version.question
    other = Question.objects.exclude(versions__in=paper.questions.values("version")).first()
    held = make_exam_round(edition, [both], opens_at=timezone.now(), closes_at=timezone.now() + (LATER - NOON))
    SeatPaper.objects.create(seat=held.seats.get(), number=1, paper=paper)

    assert client.get(url(asked)).status_code == 403
    assert client.post(url(asked, "retire/")).status_code == 403
    assert client.get(url(other)).status_code == 200
