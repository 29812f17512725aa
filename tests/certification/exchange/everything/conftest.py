"""A site where something of everything happened."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from certification.bank.models import Question
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.areas.models import AreaRevision
from certification.competency.assignments.models import Assignment
from certification.competency.models import CompetencyArea, Guess, ReviewChoice
from certification.core.journal import record
from certification.core.seals import seal
from certification.credentials.domain import Happening
from certification.credentials.events import append
from certification.credentials.models import TopUp
from certification.drills.models import DrillLookup, DrillReview, DrillRun, DrillTurn, LateTurn, LateTurnDecision
from certification.exchange.everything.writing import write_everything
from certification.grading.models import Appeal, Regrade
from certification.rounds.models import Announcement
from tests.factories import NOON
from tests.factories.credentials import certify
from tests.factories.drills import offer_drill
from tests.factories.exams import come_late, fill_room
from tests.factories.grading import handed_in
from tests.factories.pictures import make_picture, show_picture
from tests.factories.rounds import grant
from tests.factories.workflow import make_draft


@pytest.fixture
def site(edition, trainee, trainer):
    """Rounds, attempts, marks, late answers, appeals, drafts, pictures."""
    show_picture(Question.objects.order_by("code").first(), make_picture())
    make_draft(trainer)
    attempt, position = handed_in(trainee, edition)
    Appeal.objects.create(attempt=attempt, position=position, kind="report", text="张三说错了", raised_at=NOON)
    Regrade.objects.create(
        cause="corrected-key", policy="never-lower", change={}, reason="答案有误", actor=trainer.pk, at=NOON
    )
    held = fill_room(edition, now=NOON + timedelta(hours=1))
    come_late(held.attempts.first(), 3, "A", answered_at=None, received_at=NOON)
    grant(held, held.seats.first().trainee)
    Announcement.objects.create(round=held, text="请李四安静", said_by=trainer, said_at=NOON)
    talk(trainee, offer_drill(edition=edition.id), edition.id)
    certified(edition, trainee)
    practised(trainee, attempt, position)
    record("attempt.handed-in", subject=f"attempt:{attempt.pk}", actor_id=trainee.pk, now=NOON, details={"n": 1.5})
    seal(everything=True)
    return edition


def certified(edition, trainee):
    """A certificate that was taken back after a top-up was begun."""
    certificate = certify(edition, trainee)
    details = {"edition": edition.id, "rules": ["T-A"], "due_at": NOON.isoformat()}
    append(certificate, Happening.RULES_CHANGED, now=NOON, details=details)
    append(certificate, Happening.REVOKED, now=NOON, reason="cheating", actor=trainee.pk)
    TopUp.objects.create(
        certificate=certificate, attempt=certificate.attempt, edition=edition.id, rules=["T-A"], begun_at=NOON
    )


def practised(trainee, attempt, position):
    """What people were given, and what they said themselves."""
    given = Assignment.objects.create(
        kind="mock", given_by=trainee.pk, given_at=NOON, due_at=NOON + timedelta(days=1), note="赵六先做"
    )
    given.assignees.create(person=trainee)
    Guess.objects.create(attempt=attempt, position=position, at=NOON)
    ReviewChoice.objects.create(person=trainee, rule="T-A", choice="keep", at=NOON)
    CompetencyArea.objects.create(code="returns", name="退换货", topics=["return"])
    AreaRevision.objects.create(areas=[{"code": "returns"}], note="孙七要求的", actor=trainee.pk, at=NOON)
    run = AdaptiveRun.objects.create(person=trainee, started_at=NOON)
    version = attempt.paper.questions.first().version
    run.steps.create(number=1, attempt=attempt, version=version, a=1.0, b=0.2, is_calibrated=False)


def talk(person, version, edition):
    run = DrillRun.objects.create(person=person, version=version, edition=edition, seed="7", started_at=NOON)
    DrillTurn.objects.create(
        run=run, number=1, client="tab-1", sequence=1, text="您好", received_at=NOON, seconds=4, hearing={},
        recogniser="r1",
    )  # fmt: skip
    DrillLookup.objects.create(run=run, name="waybill", after_turn=1, at=NOON)
    late = LateTurn.objects.create(run=run, client="tab-1", sequence=2, text="再见", received_at=NOON)
    LateTurn.objects.create(run=run, client="tab-1", sequence=3, text="在吗", seen=1, received_at=NOON)
    LateTurnDecision.objects.create(
        late=late, is_accepted=True, is_counted=False, decided_by=person.pk, decided_at=NOON
    )  # fmt: skip
    DrillReview.objects.create(run=run, reason="appeal", text="王五听错了", opened_at=NOON, opened_by=person.pk)


def export(edition, *, with_names: bool = False) -> zipfile.ZipFile:
    out = io.BytesIO()
    write_everything(out, with_names=with_names, edition=edition, now=NOON)
    return zipfile.ZipFile(out)


def lines(archive: zipfile.ZipFile, name: str) -> list[dict]:
    return [json.loads(line) for line in archive.read(f"{name}.jsonl").decode().splitlines()]
