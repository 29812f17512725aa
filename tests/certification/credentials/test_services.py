"""Issuing, revoking, and who waits for a certificate."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.attempts.models import Attempt
from certification.core.append_only import AppendOnlyError
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.credentials import eligibility
from certification.credentials.domain import RevokeReason, Shown, Status
from certification.credentials.eligibility import drills_missing, waiting_for
from certification.credentials.models import Certificate, CertificateEvent, Disclosure, Programme
from certification.credentials.services import disclose, issue_all, issue_certificate, revoke_certificate
from certification.drills.models import DrillRun, EndedBy
from certification.drills.services.results import RunResult
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.credentials import ISSUED, certify, exam_round, make_programme, passed
from tests.factories.drills import EXAMPLE, offer_drill
from tests.factories.people import UserFactory


@pytest.fixture
def held(edition, trainee):
    return exam_round(edition, [trainee])


def refused(programme, attempt):
    with pytest.raises(RefusedError) as caught:
        issue_certificate(programme, attempt.pk, actor=None, now=ISSUED)
    return caught.value.refusal.code


def test_a_passed_exam_is_certified_once(held, trainee):
    programme, attempt = make_programme(held), passed(held, trainee)

    first = issue_certificate(programme, attempt.pk, actor=held.made_by_id, now=ISSUED)
    again = issue_certificate(programme, attempt.pk, actor=held.made_by_id, now=ISSUED + timedelta(days=1))

    assert first == again
    assert (first.points, first.out_of, first.edition) == (10000, 10000, held.edition)
    assert first.number.startswith("MD-2026-0918-")
    assert first.valid_until.year == 2027
    assert first.standing_at(ISSUED).status is Status.VALID
    assert JournalEntry.objects.filter(verb="certificate.issued").count() == 1
    assert Notice.objects.get(person=trainee).link == f"/certificates/{first.number}/"


def test_exams_count_by_blueprint_too(held, trainee):
    programme = make_programme(blueprints=["round-30"])

    assert issue_certificate(programme, passed(held, trainee).pk, actor=None, now=ISSUED)


def test_what_is_not_certified(edition, held, trainee):
    other = exam_round(edition, [UserFactory()])
    programme, attempt = make_programme(held), passed(held, trainee, right=5)

    assert refused(programme, attempt) == "credentials.not-passed"
    assert refused(programme, passed(other, UserFactory())) == "credentials.not-counted"
    Programme.objects.update(is_open=False)
    programme.refresh_from_db()
    assert refused(programme, attempt) == "credentials.closed"
    assert not Certificate.objects.exists()


def test_an_open_exam_is_not_certified(held, trainee):
    attempt = passed(held, trainee)
    Attempt.objects.filter(pk=attempt.pk).update(state="void")

    assert refused(make_programme(held), attempt) == "credentials.not-handed-in"


def test_who_has_left_gets_none(held):
    gone = UserFactory(is_active=False)

    assert refused(make_programme(held), passed(held, gone)) == "credentials.gone"


def test_drills_have_to_be_passed(held, trainee):
    assert drills_missing([trainee.pk], ["DR-X"]) == {trainee.pk: ["DR-X"]}
    assert refused(make_programme(held, drills=["DR-X"]), passed(held, trainee)) == "credentials.drills-missing"


def test_a_drill_that_was_passed_is_missing_no_more(held, trainee, monkeypatch):
    other, version = UserFactory(), offer_drill(edition=held.edition)
    at = {"version": version, "edition": held.edition, "seed": "s", "started_at": NOON, "ended_at": NOON}
    for person in (trainee, trainee, other):
        DrillRun.objects.create(person=person, ended_by=EndedBy.PERSON, **at)
    best = DrillRun.objects.filter(person=trainee).first()
    monkeypatch.setattr(eligibility, "result_of", lambda run, _readings: RunResult(run, 0, has_passed=run == best.pk))

    missing = drills_missing([trainee.pk, other.pk], ["DR-X", EXAMPLE])

    assert missing == {trainee.pk: ["DR-X"], other.pk: ["DR-X", EXAMPLE]}


def test_who_passed_waits_until_certified(held, trainee):
    failed = UserFactory()
    programme, attempt = make_programme(held), passed(held, trainee)
    passed(held, failed, right=3)

    waiting = [one.attempt for one in waiting_for(programme, now=ISSUED)]
    issued, refusals = issue_all(programme, [attempt.pk], actor=held.made_by_id, now=ISSUED)

    assert waiting == [attempt]
    assert (len(issued), refusals, waiting_for(programme, now=ISSUED)) == (1, [], [])


def test_many_at_once_name_those_that_were_refused(held, trainee):
    attempt = passed(held, trainee, right=3)

    issued, refusals = issue_all(make_programme(held), [attempt.pk], actor=held.made_by_id, now=ISSUED)

    assert issued == []
    assert [(one, refusal.code) for one, refusal in refusals] == [(attempt.pk, "credentials.not-passed")]


def test_revoking_is_final_and_told(edition, trainee):
    certificate = certify(edition, trainee)

    revoke_certificate(certificate.pk, reason="cheating", words="请来办公室。", actor=trainee.pk, now=ISSUED)

    at = certificate.standing_at(ISSUED)
    assert (at.status, at.reason) == (Status.REVOKED, RevokeReason.CHEATING)
    assert Notice.objects.filter(person=trainee, text__contains="请来办公室。").exists()
    assert "请来办公室。" not in str(list(JournalEntry.objects.values_list("details", flat=True)))
    with pytest.raises(RefusedError, match=r"credentials\.revoked-already"):
        revoke_certificate(certificate.pk, reason="cheating", actor=trainee.pk, now=ISSUED)


def test_revoking_needs_a_reason(edition, trainee):
    certificate = certify(edition, trainee)

    with pytest.raises(RefusedError, match=r"credentials\.reason-missing"):
        revoke_certificate(certificate.pk, reason="", actor=trainee.pk, now=ISSUED)


def test_facts_are_never_changed(edition, trainee):
    certificate = certify(edition, trainee)

    with pytest.raises(AppendOnlyError):
        certificate.save()
    with pytest.raises(AppendOnlyError):
        Certificate.objects.of(trainee.pk).update(points=1)


def test_the_holder_says_what_is_seen(edition, trainee):
    certificate = certify(edition, trainee)
    assert certificate.disclosure.name == Shown.MASKED

    disclose(certificate, name=Shown.FULL, marks=True, now=ISSUED)

    assert Disclosure.objects.get().marks


@pytest.mark.parametrize(
    "fields",
    [{"kind": "lost"}, {"kind": "revoked", "reason": ""}, {"kind": "reminded", "reason": "cheating"}],
)
def test_the_database_knows_what_may_happen(edition, trainee, fields):
    certificate = certify(edition, trainee)

    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateEvent.objects.create(certificate=certificate, number=1, at=NOON, **fields)


@pytest.mark.parametrize("fields", [{"name": ""}, {"months": 0}, {"grace_days": 366}])
def test_the_database_knows_what_a_programme_is(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_programme(**fields)
