"""迟到的作答: replies in drills stand beside the answers, and are decided in the same form."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certification.drills.models import DrillRun, DrillTurn, LateTurn, LateTurnDecision
from certification.oversight.live.reading import people_in
from tests.certification.oversight.live.conftest import NOW
from tests.factories import NOON
from tests.factories.drills import offer_drill
from tests.factories.exams import come_late, make_exam_round, sit_exam
from tests.factories.people import UserFactory

AFTER = NOON + timedelta(minutes=65)


def url(held):
    return reverse("oversight:live-late", args=[held.pk])


def reply_late(attempt, edition, text="我马上核实。"):
    run = DrillRun.objects.create(
        person=attempt.trainee, version=offer_drill(edition=edition.id), edition=edition.id, attempt=attempt, position=5,
        seed="s", started_at=NOON, ended_at=NOW, ended_by="person",
    )  # fmt: skip
    return LateTurn.objects.create(run=run, client="tab", sequence=1, text=text, seen=0, received_at=AFTER)


@pytest.fixture
def late(attempt, edition):
    return reply_late(attempt, edition, "<b>我马上核实。</b>")


def test_it_stands_there_in_its_own_words_and_is_counted_in_the_room(author, held, attempt, late):
    come_late(attempt, 1, "A", answered_at=None, received_at=AFTER)

    page = author.get(url(held)).text

    assert "2 条等你决定" in page
    assert "第 5 题：演练回复“&lt;b&gt;我马上核实。&lt;/b&gt;”" in page
    assert sum(one.late_waiting for one in people_in(held)) == 2


@pytest.mark.parametrize(
    ("decision", "said"), [("accept", "同意计入；对话已往下走或结束，按原来的算"), ("reject", "不计入")]
)
def test_what_is_ticked_is_decided_once(author, held, late, decision, said):
    sent = {"late-reply": late.pk, "decision": decision}

    assert author.post(url(held), sent)["Location"] == url(held)

    page = author.get(url(held)).text
    assert "都决定过了" in page
    assert f'<span class="badge">{said}</span>' in page
    assert not DrillTurn.objects.exists()  # the trainee had ended the talk
    assert author.post(url(held), sent).status_code == 409
    assert sum(one.late_waiting for one in people_in(held)) == 0


def test_a_reply_of_another_round_is_not_decided_here(author, held, edition, paper):
    someone = UserFactory()
    foreign = reply_late(sit_exam(make_exam_round(edition, [someone]), someone, paper=paper), edition)

    assert author.post(url(held), {"late-reply": foreign.pk, "decision": "accept"}).status_code == 422
    assert not LateTurnDecision.objects.exists()
