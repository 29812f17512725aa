"""题目质量: what is shown of each question, the odd ones first."""

import csv
import io

import pytest
from django.utils import timezone

from certification.bank.models import QuestionVersion
from certification.competency.models import ItemReport
from tests.factories.people import UserFactory

URL = "/oversight/competency/questions/"


@pytest.fixture
def trainer_client(client, db):
    client.force_login(UserFactory(is_trainee=False, is_trainer=True))
    return client


@pytest.mark.parametrize(("discrimination", "told"), [(40, "好题"), (5, "还说不准")])
def test_good_is_said_only_where_the_strong_surely_answer_better(trainer_client, edition, discrimination, told):
    report(QuestionVersion.objects.first(), 90, discrimination)
    assert told in trainer_client.get(URL).content.decode()


def report(version, n, discrimination, *, flags=(), facility=0.5):
    options = [
        {"option": 0, "chosen": n // 2, "strong": 0.2, "weak": 0.7, "third": 16, "is_key": True},
        {"option": 1, "chosen": n // 2, "strong": 0.8, "weak": 0.1, "third": 16, "is_key": False},
    ]
    return ItemReport.objects.create(
        version=version, n=n, facility=facility, sd=0.5, discrimination=discrimination, low=discrimination - 10,
        high=discrimination + 10, efficiency=31.5, options=options, flags=list(flags), measured_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def reported(edition):
    good, odd, new = QuestionVersion.objects.order_by("question__code")[:3]
    report(good, 90, 40)
    report(odd, 50, -30, flags=["reversed", "rival-option"])
    report(new, 3, 10, flags=["too-few"])
    return good, odd, new


def test_the_odd_come_first_in_words(trainer_client, reported):
    html = trainer_client.get(URL).content.decode()
    good, odd, new = (one.question.code for one in reported)
    assert html.index(odd) < html.index(good)
    assert new not in html
    assert "强者反而答错，检查答案" in html
    assert "好题" in html
    assert 'aria-label="A 50%（答案），B 50%（强者更常选）"' in html
    assert 'class="bad"' in html


def test_those_with_few_answers_are_shown_when_asked_for(trainer_client, reported):
    assert reported[2].question.code in trainer_client.get(URL, {"all": "1"}).content.decode()


def test_without_reports_the_page_says_what_is_missing(trainer_client, edition):
    assert "还没有足够的作答" in trainer_client.get(URL).content.decode()


def test_the_table_has_them_all(trainer_client, reported):
    text = trainer_client.get("/oversight/competency/questions.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 4
    assert rows[1][0] == reported[1].question.code
    assert rows[1][5] == "-30"
    assert rows[1][8] == "31.5"
    assert "强者反而答错" in rows[1][9]


@pytest.mark.parametrize("address", [URL, "/oversight/competency/questions.csv"])
def test_trainees_do_not_see_it(client, db, address):
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
