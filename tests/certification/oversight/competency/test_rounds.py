"""试卷分析 of a round."""

import csv
import io
from datetime import timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.attempts.services import start_exam
from certification.competency.measuring.classical import item_statistics, paper_statistics
from certification.competency.measuring.table import read_marks
from certification.competency.papers import round_report
from certification.grading.services import hand_in
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save, wrong_letter
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)


@pytest.fixture
def held(edition):
    """A round in which four people sat one paper: the first one question right, the last four."""
    people = UserFactory.create_batch(4)
    held = make_dealt_round(edition, people)
    for number, seat in enumerate(held.seats.order_by("pk"), start=1):
        attempt = start_exam(seat.pk, trainee_id=seat.trainee_id, now=NOON)
        for position in range(1, 7):
            letters = keyed_letters(attempt, position) if position <= number else wrong_letter(attempt, position)
            save(attempt, position, answer=letters, sequence=position, now=SOON)
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=SOON)
    return held


@pytest.fixture
def manager_client(client, db):
    client.force_login(UserFactory(is_trainee=False, is_manager=True))
    return client


def test_one_form_with_its_figures(held, manager_client):
    form = round_report(held.pk).forms[0]
    assert form.paper.n == 4
    assert len(form.items) == form.paper.items
    html = manager_client.get(f"/oversight/rounds/{held.pk}/paper/").content.decode()
    assert f"{form.paper.mean:.1f} / " in html
    assert all(code in html for code in form.codes.values())
    assert manager_client.get(f"/oversight/rounds/{held.pk}/results/").content.decode().count("试卷分析") == 1


def test_the_table_gives_the_same_statistics_again_and_names_nobody(held, manager_client):
    text = manager_client.get(f"/oversight/rounds/{held.pk}/paper/1.csv").content.decode("utf-8-sig")
    assert paper_statistics(read_marks(text)).sd == pytest.approx(round_report(held.pk).forms[0].paper.sd)
    assert [row[0] for row in csv.reader(io.StringIO(text))] == [
        "person",
        "max",
        "random_guess",
        "p1",
        "p2",
        "p3",
        "p4",
    ]
    again, form = item_statistics(read_marks(text)), round_report(held.pk).forms[0]
    for item, one in form.items.items():
        assert again[form.codes[item]].random_guess_score == pytest.approx(one.random_guess_score, abs=1e-4)
    assert manager_client.get(f"/oversight/rounds/{held.pk}/paper/2.csv").status_code == 404


def test_a_round_that_nobody_sat_has_nothing_to_tell(edition, manager_client):
    held = make_dealt_round(edition, UserFactory.create_batch(1))
    html = manager_client.get(f"/oversight/rounds/{held.pk}/paper/").content.decode()
    assert "还没有可以统计的卷子" in html


def test_trainees_do_not_see_it(held, client):
    client.force_login(UserFactory())
    assert client.get(f"/oversight/rounds/{held.pk}/paper/").status_code == 403
    assert client.get(f"/oversight/rounds/{held.pk}/paper/1.csv").status_code == 403
