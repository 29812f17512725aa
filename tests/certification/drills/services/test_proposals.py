"""A model's proposals for a review: asked in the background, for what was left open, kept beside the review."""

import pytest

from certification.bank.models import Question, QuestionVersion
from certification.drills.domain.play import BuyerLine, Play, Turn
from certification.drills.domain.standing import Spoken, Standing
from certification.drills.model import Proposal
from certification.drills.models import DrillReview, DrillRun, DrillTurn, Reason
from certification.drills.services import proposals
from certification.drills.services.playing import Talk
from certification.drills.services.proposals import ask_for_proposals, proposals_for, propose_in_background
from tests.factories import NOON


class Proposing:
    """An assistant that proposes the first act it is asked about."""

    def __init__(self):
        self.asked = []

    def propose(self, reply, *, buyer, acts):
        self.asked.append((reply, buyer, tuple(acts)))
        return tuple(Proposal(name, (0, 1), "m") for name, _label in acts[:1])


@pytest.fixture
def proposing(monkeypatch):
    one = Proposing()
    monkeypatch.setattr(proposals, "assistant", lambda: one)
    return one


def talk_of(*abstained):
    rows, turns = [], []
    for number, names in enumerate(abstained, start=1):
        hearing = {"acts": [], "abstained": list(names)}
        rows.append(DrillTurn(number=number, text=f"回复{number}", hearing=hearing))
        turns.append(Turn(number, "a", "a", Spoken(number, ()), 0, 3, (BuyerLine(f"买家{number}"),), Standing((), ())))
    return Talk(None, tuple(rows), Play("在吗", tuple(turns), "a", 3, (), None))


@pytest.fixture
def review(trainee):
    question = Question.objects.create(code="DR-X", type="drill")
    version = QuestionVersion.objects.create(question=question, number=1, content={}, content_hash="sha256:x")
    run = DrillRun.objects.create(person=trainee, version=version, edition="e", seed="s", started_at=NOON)
    return DrillReview.objects.create(run=run, reason=Reason.APPEAL, opened_at=NOON, opened_by=trainee.pk)


def test_each_reply_is_asked_about_with_the_line_it_answers_and_what_was_left_open(proposing):
    found = proposals_for(talk_of(["apology", "refuse"], ["refuse"]))

    assert proposing.asked == [
        ("回复1", "在吗", (("apology", "致歉或共情"), ("refuse", "拒绝"))),
        ("回复2", "买家1", (("refuse", "拒绝"),)),
    ]
    assert found == [
        {"turn": 1, "act": "apology", "span": [0, 1], "by": "m", "proposed": True},
        {"turn": 2, "act": "refuse", "span": [0, 1], "by": "m", "proposed": True},
    ]


def test_proposals_are_kept_beside_the_review_and_change_nothing_else(review, proposing, monkeypatch):
    monkeypatch.setattr(proposals, "talk_so_far", lambda _run: talk_of(["apology"]))

    assert propose_in_background.func(str(review.pk)) == 1

    review.refresh_from_db()
    assert [one["act"] for one in review.proposals] == ["apology"]
    assert (review.corrections, review.answered_at) == ({}, None)


def test_a_review_that_was_answered_meanwhile_is_left_alone(review, proposing, monkeypatch):
    monkeypatch.setattr(proposals, "talk_so_far", lambda _run: talk_of(["apology"]))
    review.answered_at, review.answered_by = NOON, review.opened_by
    review.save(update_fields=["answered_at", "answered_by"])

    assert propose_in_background.func(str(review.pk)) == 0

    review.refresh_from_db()
    assert review.proposals == []


def test_the_worker_is_asked_where_there_is_a_model_and_only_there(review, settings, monkeypatch):
    asked = []
    monkeypatch.setattr(type(propose_in_background), "enqueue", lambda _task, name: asked.append(name))

    ask_for_proposals(review)
    assert asked == []

    settings.DRILL_MODEL = object()
    ask_for_proposals(review)
    assert asked == [str(review.pk)]
