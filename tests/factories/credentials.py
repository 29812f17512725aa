"""Programmes, passed exams and certificates, around NOON."""

from datetime import timedelta

from certification.attempts.domain import ClosedBy
from certification.credentials.models import Certificate, Programme
from certification.credentials.services import issue_certificate
from certification.grading.domain import Cause, Policy
from certification.grading.ledger import NewMark, append_marks
from certification.grading.models import Mark, Regrade
from certification.grading.services import hand_in
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save
from tests.factories.exams import exam_paper, make_exam_round, sit_exam

ISSUED = NOON + timedelta(hours=3)


def make_programme(*rounds, **fields) -> Programme:
    """A programme for a year over every rule; `rounds` count."""
    programme = Programme.objects.create(**{
        "name": "售后服务专员（中级）", "issuer": "明远电商客服学院", "made_at": NOON, **fields,
    })  # fmt: skip
    programme.rounds.set(rounds)
    return programme


def passed(held, trainee, *, right=30, now=NOON, paper=None, number=1):
    """An exam handed in with so many right answers from the first on; all thirty are right unless said otherwise."""
    attempt = sit_exam(held, trainee, paper=paper or held.paper, now=now, number=number)
    for position in range(1, right + 1):
        save(attempt, position, answer=keyed_letters(attempt, position), now=now)
    return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now + timedelta(minutes=20))


def exam_round(edition, people=(), **fields):
    held = make_exam_round(edition, people, **fields)
    held.paper = exam_paper(edition)
    return held


def certify(edition, trainee, *, now=ISSUED, sat_at=NOON, **fields) -> Certificate:
    """A certificate for an exam that was passed at NOON."""
    held = exam_round(edition, [trainee])
    attempt = passed(held, trainee, now=sat_at)
    return issue_certificate(make_programme(held, **fields), attempt.pk, actor=held.made_by_id, now=now)


def remark(attempt, *, pays):
    """A regrade pays every question in full, or none."""
    regrade = Regrade.objects.create(
        cause=Cause.CORRECTED_KEY,
        policy=Policy.EXACT,
        change={},
        reason="答案有误",
        actor=attempt.trainee_id,
        at=ISSUED,
    )
    names = ("position", "person", "version_id", "derivation_id", "edition")
    new = [
        NewMark(
            one.out_of if pays else 0, one.out_of, one.mode,
            {"attempt_id": attempt.pk, **{name: getattr(one, name) for name in names}},
        )
        for one in Mark.objects.filter(attempt=attempt, regrade=None)
    ]  # fmt: skip
    append_marks(new, now=ISSUED, regrade=regrade)
