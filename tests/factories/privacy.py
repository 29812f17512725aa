"""Somebody who has left traces in every corner: their name, number and words all carry a mark."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from certification.bank.workflow.models import SavedFilter
from certification.competency.models import ReviewChoice, Standing
from certification.drills.domain.acts import Hearing
from certification.drills.models import DrillReview, DrillRun, DrillTurn, LateTurn, QuickReply
from certification.grading.domain import AppealKind, Cause, Policy
from certification.grading.ledger import NewMark, append_marks
from certification.grading.models import Appeal, Mark, Regrade
from certification.people.models import User
from certification.people.notices import send_notice
from certification.rounds.domain import AllowanceCause
from certification.rounds.models import AllowanceGrant, Announcement
from tests.factories import NOON
from tests.factories.attempts import LATER
from tests.factories.credentials import certify
from tests.factories.people import UserFactory

#: Stands in whatever is theirs, and must stand nowhere afterwards.
MARK = "ZQX林"
NUMBER, NAME = "ZQX0001", "ZQX林晓雯"


def somebody_with_traces(edition, *, manager: User) -> User:
    """A trainee with an exam, a certificate, a talk, appeals, a regrade, notices, a session, plans of their own."""
    person = UserFactory(staff_number=NUMBER, display_name=NAME, email="zqx0001@example.com")
    certificate = certify(edition, person)
    attempt = certificate.attempt
    _exam(person, attempt, manager)
    _talk(person, manager)
    send_notice(person.pk, kind="test", text=f"{MARK}，你好", now=NOON)
    QuickReply.objects.create(person=person, title=f"{MARK}问候", text=f"我是{MARK}")
    SavedFilter.objects.create(person=person, name=MARK, query="q=1")
    Standing.objects.create(person=person, scope="all", right=1, wrong=1, count=2, last_at=NOON, at=NOON)
    ReviewChoice.objects.create(person=person, rule="R-1", choice="keep", at=NOON)
    AccessAttempt.objects.create(
        username=NUMBER.lower(), ip_address="10.0.0.7", failures_since_start=1, attempt_time=NOON
    )
    LogEntry.objects.create(
        user=manager, content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk),
        object_repr=str(person), action_flag=CHANGE, change_message=MARK, action_time=NOON,
    )  # fmt: skip
    Client().force_login(person, backend="certification.people.backends.NameOrNumberBackend")
    return person


def _exam(person, attempt, manager) -> None:
    Appeal.objects.create(
        attempt=attempt, position=1, kind=AppealKind.REPORT, text=f"{MARK}觉得不对", raised_at=NOON,
        answer=f"{MARK}，已改", answered_by=manager, answered_at=LATER, outcome="noted",
    )  # fmt: skip
    last = Mark.objects.filter(attempt=attempt).order_by("number").last()
    regrade = Regrade.objects.create(
        cause=Cause.LATE_ANSWER, policy=Policy.NEVER_LOWER, change={}, reason=f"{MARK}断网", actor=manager.pk, at=LATER
    )
    named = {"attempt": attempt, "position": last.position, "person": person.pk, "version_id": last.version_id,
             "derivation": last.derivation, "edition": last.edition}  # fmt: skip
    append_marks([NewMark(last.points, last.out_of, last.mode, named)], now=LATER, regrade=regrade, actor=manager.pk)
    AllowanceGrant.objects.create(
        round=attempt.round, person=person.pk, minutes=5, cause=AllowanceCause.OTHER, granted_by=manager.pk,
        granted_at=NOON,
    )  # fmt: skip
    Announcement.objects.create(
        round=attempt.round, trainee=person, text=f"{MARK}请坐好", said_by=manager, said_at=NOON
    )


def _talk(person, manager) -> None:
    version = Mark.objects.filter(person=person.pk).first().version
    run = DrillRun.objects.create(
        person=person, version=version, edition="e", seed="s", started_at=NOON, ended_at=LATER, ended_by="talk",
        wording={"1": [f"{MARK}亲"]},
    )  # fmt: skip
    DrillTurn.objects.create(
        run=run, number=1, client="c", sequence=1, text=f"您好，我是{MARK}", received_at=NOON, seconds=3,
        hearing=Hearing().to_json(), recogniser="r",
    )  # fmt: skip
    LateTurn.objects.create(run=run, client="c", sequence=2, text=f"{MARK}再见", received_at=LATER)
    DrillReview.objects.create(
        run=run, reason="appeal", text=f"{MARK}说过的", opened_at=NOON, opened_by=person.pk, answer=f"{MARK}没说",
        answered_at=NOON + timedelta(hours=1), answered_by=manager.pk,
    )  # fmt: skip
