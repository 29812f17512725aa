"""Paper, answer sheet and key on paper."""

import re
import uuid

import pytest
from django.urls import reverse

from certification.bank.domain import LETTERS
from certification.grading.domain import shown_letters
from certification.papers.blueprints import MOCK
from certification.papers.models import Paper
from certification.papers.printing import write_for_print
from certification.papers.services import draw_forms, draw_paper, write_paper
from certification.rounds.models import RoundForm, SeatPaper
from tests.certification.papers.test_keeping import ACTOR
from tests.factories import NOON
from tests.factories.bank import RULE_MARK, TITLE_MARK
from tests.factories.rounds import RoundFactory, SeatFactory

PAGES = ["paper", "paper-answers", "paper-key"]


@pytest.fixture
def paper(edition, version) -> Paper:
    """The second of two parallel forms."""
    drawn = draw_forms(version, edition=edition.id, forms=2, seed=5, now=NOON)
    return write_for_print(drawn, actor=ACTOR, now=NOON)[1]


def page(client, name: str, paper: Paper) -> str:
    response = client.get(reverse(f"oversight:{name}", args=[paper.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_trainees_are_kept_out(signed_in, paper, name):
    assert signed_in.get(reverse(f"oversight:{name}", args=[paper.pk])).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_mocks_and_unknown_papers_are_not_found(managing, edition, name):
    mock = write_paper(draw_paper(MOCK, edition=edition.id, seed=1, now=NOON))

    for unknown in (mock.pk, uuid.uuid4()):
        assert managing.get(reverse(f"oversight:{name}", args=[unknown])).status_code == 404


def test_the_paper_shows_every_question_with_its_letters_as_frozen(managing, paper):
    html = page(managing, "paper", paper)

    assert "小卷 B 卷" in html
    assert "一、单项选择（每题 2 分，共 10 分）" in html
    assert "二、多项选择（每题 5 分，共 10 分，按选对的比例，错选不得分）" in html
    listed = re.findall(r"<strong>(\d+)\.</strong>.*?(?:<ol class=\"abc\">(.*?)</ol>|</div>)", html, re.DOTALL)
    for question in paper.questions.select_related("version"):
        texts = [question.version.read.options[index].text for index in question.option_order]
        shown = re.findall(r"<li>(.*?)</li>", listed[question.position - 1][1])
        assert shown == ([] if question.type == "truefalse" else texts)


def test_neither_paper_nor_answer_sheet_tells_key_or_rules(managing, paper):
    for name in ("paper", "paper-answers"):
        html = page(managing, name, paper)
        assert RULE_MARK not in html
        assert TITLE_MARK not in html


def test_the_answer_sheet_has_a_bubble_for_each_letter(managing, paper):
    html = page(managing, "paper-answers", paper)

    rows = re.findall(r"<li><b>(\d+)</b>(.*?)</li>", html)
    assert len(rows) == paper.size
    for question in paper.questions.all():
        letters = re.findall(r"bubble-letter\">(.)<", rows[question.position - 1][1])
        assert letters == (["√", "×"] if question.type == "truefalse" else list(LETTERS[: len(question.option_order)]))


def test_the_key_names_letters_rules_and_why(managing, paper):
    html = page(managing, "paper-key", paper)

    quick = dict(re.findall(r"<li><b>(\d+)</b> (\S+?)</li>", html))
    for question in paper.questions.select_related("derivation"):
        letters = shown_letters(question.derivation.key, question.option_order)
        judged = {"A": "正确", "B": "错误"}.get(letters) if question.type == "truefalse" else letters
        assert quick[str(question.position)] == judged
        assert question.derivation.rules[0] in html
    assert "《测试规则》" in html
    assert "依据" in html


def test_the_papers_of_a_round_are_listed_by_form(managing, paper):
    held = RoundFactory(published=True)
    RoundForm.objects.create(round=held, number=1, paper=paper)

    html = managing.get(reverse("oversight:round-papers", args=[held.pk])).content.decode()

    assert "B 卷" in html
    assert reverse("oversight:paper-key", args=[paper.pk]) in html


def test_own_papers_are_listed_by_person(managing, paper, trainee):
    seat = SeatFactory(round=RoundFactory(), trainee=trainee)
    SeatPaper.objects.create(seat=seat, number=1, paper=paper)

    assert (
        trainee.display_name in managing.get(reverse("oversight:round-papers", args=[seat.round_id])).content.decode()
    )


def test_a_draft_has_no_papers_yet(managing, db):
    html = managing.get(reverse("oversight:round-papers", args=[RoundFactory().pk])).content.decode()

    assert "还没有抽卷" in html
