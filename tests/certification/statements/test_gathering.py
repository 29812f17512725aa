"""What is told: once, as the marks stand, by number, as xAPI wants it."""

from datetime import timedelta

import pytest
from ralph.models.xapi.base.statements import BaseXapiStatement

from certification.grading.domain import Cause, Policy
from certification.grading.ledger import NewMark, append_marks
from certification.grading.models import Mark, Regrade
from certification.grading.regrades import Request, apply_regrade, fingerprint, preview
from certification.grading.regrading import Correction
from certification.statements.gathering import gather
from certification.statements.models import RecordStore, Statement
from tests.factories import NOON
from tests.factories.credentials import ISSUED, certify, exam_round, passed
from tests.factories.grading import handed_in
from tests.factories.people import UserFactory, merge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
LATER = NOON + timedelta(hours=6)


@pytest.fixture(autouse=True)
def begun(settings):
    """The first look only notes when it was."""
    assert gather(now=NOON - timedelta(hours=1)) == 0


def bodies():
    return [one.body for one in Statement.objects.order_by("made_at", "id")]


def test_a_passed_exam_and_a_certificate_are_told_as_another_house_reads_them(edition, trainee):
    certificate = certify(edition, trainee)

    assert gather(now=LATER) == 2
    for body in bodies():
        BaseXapiStatement.model_validate(body)
        assert body["actor"] == {
            "objectType": "Agent",
            "account": {"homePage": "https://mingduan.example/", "name": trainee.staff_number},
        }
        assert trainee.display_name not in str(body)
    told = {body["verb"]["display"]["en-US"]: body for body in bodies()}
    assert told["earned"]["object"]["id"] == f"https://mingduan.example/verify/{certificate.number}/"
    assert told["passed"]["result"]["score"]["raw"] == told["passed"]["result"]["score"]["max"] > 0
    assert told["passed"]["result"]["duration"] == "PT1200S"
    assert told["passed"]["timestamp"] < ISSUED.isoformat()


def test_the_validator_would_object_to_what_is_wrong(edition, trainee):
    certify(edition, trainee)
    gather(now=LATER)
    body = bodies()[0]

    with pytest.raises(ValueError, match="id"):
        BaseXapiStatement.model_validate({**body, "verb": {**body["verb"], "id": "passed"}})


def test_a_failed_exam_is_told_as_failed(edition, trainee):
    passed(exam_round(edition, [trainee]), trainee, right=0)
    gather(now=LATER)

    (body,) = bodies()
    assert (body["verb"]["display"]["zh-CN"], body["result"]["success"]) == ("未通过", False)


def test_looking_twice_tells_nothing_twice(edition, trainee):
    certify(edition, trainee)

    assert gather(now=LATER) == 2
    assert gather(now=LATER + timedelta(minutes=1)) == 0
    assert gather(now=LATER + timedelta(minutes=2), since=NOON - timedelta(days=9)) == 0


def test_other_marks_are_another_statement(edition, trainee):
    attempt, position = handed_in(trainee, edition)
    gather(now=LATER)
    version = str(attempt.paper.questions.get(position=position).version_id)
    request = Request(Cause.VOID_ITEM, (Correction(version, is_void=True),), Policy.EXACT)
    again = LATER + timedelta(minutes=5)
    apply_regrade(request, expected=fingerprint(preview(request)), reason="题干有误", actor=trainee.pk, now=again)

    assert gather(now=again) == 1
    assert len({body["result"]["score"]["raw"] for body in bodies()}) == 2
    assert {body["context"]["registration"] for body in bodies()} == {str(attempt.pk)}


def test_marks_that_come_back_to_what_they_were_are_told_too(edition, trainee):
    attempt, _position = handed_in(trainee, edition)
    gather(now=LATER)
    first = Mark.objects.filter(attempt=attempt).order_by("number").first()
    named = {
        name: getattr(first, name) for name in ("attempt", "position", "person", "version_id", "derivation", "edition")
    }
    for minutes, points in ((1, first.out_of - first.points), (2, first.points)):
        now = LATER + timedelta(minutes=minutes)
        regrade = Regrade.objects.create(
            cause=Cause.LATE_ANSWER, policy=Policy.EXACT, change={}, reason="断网", actor=trainee.pk, at=now
        )
        append_marks([NewMark(points, first.out_of, first.mode, named)], now=now, regrade=regrade, actor=trainee.pk)
        assert gather(now=now) == 1

    told = sorted(bodies(), key=lambda body: body["timestamp"])
    scores = [body["result"]["score"]["raw"] for body in told]
    assert scores[0] == scores[2] != scores[1]


def test_a_certificate_of_a_merged_account_is_told_under_the_number_that_stayed(edition, trainee):
    certify(edition, trainee)
    kept = UserFactory()
    merge(trainee, kept)
    gather(now=LATER)

    assert {body["actor"]["account"]["name"] for body in bodies()} == {kept.staff_number}


def test_what_was_before_is_told_where_somebody_asks_for_it(edition):
    handed_in(UserFactory(), edition)
    newest = Mark.objects.latest("number").number
    RecordStore.objects.update(gathered_at=NOON + timedelta(days=30), ledger=newest)

    assert gather(now=NOON + timedelta(days=30)) == 0
    assert gather(now=NOON + timedelta(days=30), since=NOON - timedelta(days=1)) == 1
