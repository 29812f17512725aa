"""Writing a script: begin, check, save, stale saves, try it out, send to review, publish."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.api import current_edition
from certification.authoring.drillscripts.sheets import as_yaml
from certification.bank.models import Question
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import publish_draft
from certification.drills.models import DrillRun
from certification.drills.script.reading import SCRIPTS_FOLDER, read_script
from tests.factories.drills import EXAMPLE, example_text
from tests.factories.people import UserFactory

HTMX = {"HTTP_HX_REQUEST": "true"}
CHANGED = example_text().replace("title: 收到两天，袖口有个破洞", "title: 收到两天，领口有个破洞")


def at(question, name="script"):
    return reverse(f"authoring:{name}", args=[question.pk])


def save(client, question, text, *, revision=0, do="save"):
    return client.post(at(question), {"text": text, "revision": revision, "do": do})


def test_a_published_script_is_shown_as_text_with_its_check(author, question):
    page = author.get(at(question)).text

    assert "title: 收到两天，袖口有个破洞" in page
    assert "可以发布" in page
    assert 'id="state-graph"' in page
    assert author.get(reverse("authoring:question-edit", args=[question.pk]))["Location"] == at(question)


@pytest.mark.parametrize("path", sorted(SCRIPTS_FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_script_written_as_yaml_reads_as_the_same_script(path):
    script, _problems = read_script(path.read_text(encoding="utf-8"), path.name)

    assert read_script(as_yaml(script.raw), path.name)[0] == script


def test_what_is_typed_is_kept_as_it_was_typed_finished_or_not(author, question):
    assert save(author, question, f"{CHANGED}# 备注：还没写完\nnonsense").status_code == 302

    page = author.get(at(question)).text

    assert "# 备注：还没写完" in page
    assert "还有" in page
    assert QuestionDraft.objects.get(question=question).content["script"] == {}


def test_a_stale_save_shows_both_and_loses_neither(author, question):
    save(author, question, CHANGED)
    mine = CHANGED.replace("领口", "下摆")
    reply = save(author, question, mine, revision=1)

    assert reply.status_code == 409
    assert "下摆有个破洞" in reply.text
    assert "已存的那一份" in reply.text
    assert "领口" in QuestionDraft.objects.get(question=question).content["text"]


def test_the_check_of_what_is_typed_keeps_nothing(author, question):
    text = example_text().replace("difficulty: 2", "difficulty: 9")
    reply = author.post(at(question, "script-check"), {"text": text}, **HTMX)

    assert 'id="script-check"' in reply.text
    assert "<html" not in reply.text
    assert "data-line=" in reply.text
    assert not QuestionDraft.objects.exists()


def test_one_may_talk_to_it_without_saving(author, question):
    first = {"text": example_text(), "reply": "抱歉亲，麻烦拍张照片。", "do": "try"}
    page = author.post(at(question, "script-try"), first, **HTMX).text

    assert "抱歉亲，麻烦拍张照片。" in page
    assert "识别：" in page

    again = author.post(at(question, "script-try"), {"text": example_text(), "said": ["抱歉"], "do": "again"}, **HTMX)

    assert "识别：" not in again.text
    assert not DrillRun.objects.exists()


def test_a_mended_script_goes_to_review_and_becomes_a_version(author, question, trainer):
    save(author, question, CHANGED)
    reply = save(author, question, CHANGED, revision=2, do="submit")
    draft = QuestionDraft.objects.get(question=question)

    assert reply["Location"] == reverse("authoring:question-review", args=[question.pk])
    assert author.get(reply["Location"]).status_code == 200
    assert "待复核" in author.get(at(question)).text
    assert save(author, question, example_text(), revision=3).status_code == 409

    publish_draft(draft.pk, edition=current_edition(), actor=UserFactory(trainer=True), now=timezone.now())
    question.refresh_from_db()

    assert question.current.number == 2
    assert question.current.content["script"]["title"] == "收到两天，领口有个破洞"
    assert author.get(reverse("authoring:question", args=[question.pk])).status_code == 200
    assert "领口" in author.get(at(question)).text


def test_a_new_script_begins_with_a_sample_under_a_code_of_its_own(author, question):
    reply = author.post(reverse("authoring:scripts"))
    made = Question.objects.get(code="DR-9001")

    assert reply["Location"] == at(made)
    assert "id: DR-9001" in author.get(at(made)).text
    assert "DR-9001" in author.get(reverse("authoring:scripts")).text

    author.post(at(made), {"do": "discard"})

    assert "已停用" in author.get(reverse("authoring:scripts")).text


def test_a_text_beyond_all_measure_is_refused(author, question):
    reply = save(author, question, "长" * 60_001)

    assert reply.status_code == 422
    assert not QuestionDraft.objects.exists()


@pytest.mark.parametrize("name", ["scripts", "drill-reviews", "drill-corrections"])
def test_trainees_see_nothing_of_it(signed_in, question, name):
    assert signed_in.get(reverse(f"authoring:{name}")).status_code == 403
    assert signed_in.get(at(question)).status_code == 403


def test_a_question_that_is_no_script_has_no_desk_here(author, question):
    other = Question.objects.create(code="MD-1", type="single")

    assert author.get(at(other)).status_code == 404


def test_the_list_says_how_people_fare(author, question):
    page = author.get(reverse("authoring:scripts")).text

    assert EXAMPLE in page
    assert "在用" in page
    assert "—" in page
