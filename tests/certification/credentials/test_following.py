"""Certificates that are issued by themselves, and those whose exam passes no longer."""

from datetime import timedelta

import pytest

from certification.attempts.models import Attempt
from certification.core.refusals import RefusedError
from certification.credentials import eligibility
from certification.credentials.domain import Happening, Status
from certification.credentials.eligibility import drills_missing, waiting_for
from certification.credentials.models import Certificate, CertificateEvent, Programme
from certification.credentials.services import issue_certificate, revoke_certificate
from certification.credentials.watching import is_due, look_over
from certification.drills.models import DrillRun, EndedBy
from certification.drills.services.results import RunResult
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.credentials import ISSUED, exam_round, make_programme, passed, remark
from tests.factories.drills import EXAMPLE, offer_drill
from tests.factories.people import UserFactory, merge

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def held(edition, trainee):
    return exam_round(edition, [trainee])


@pytest.fixture
def programme(held):
    return make_programme(held, is_automatic=True)


def opened(held):
    """After the close of the round its results are open."""
    return held.closes_at


def told(person, words):
    return Notice.objects.filter(person=person, text__contains=words).count()


def test_it_is_issued_once_marks_stand_and_results_are_open(held, programme, trainee):
    attempt = passed(held, trainee)

    assert look_over(now=opened(held) - HOUR / 60) == 0
    assert not is_due(opened(held) - HOUR / 60)
    assert is_due(opened(held))
    assert [look_over(now=opened(held)), look_over(now=opened(held)), look_over(now=opened(held) + DAY)] == [1, 0, 0]

    certificate = Certificate.objects.get()
    assert (certificate.attempt_id, certificate.issued_by) == (attempt.pk, None)
    assert told(trainee, "你的证书发下来了") == 1


def test_where_a_person_issues_nothing_happens_by_itself(held, trainee):
    make_programme(held)
    passed(held, trainee)

    assert look_over(now=opened(held)) == 0


def test_exams_of_before_are_issued_for_once_a_programme_is_automatic(held, trainee):
    made = make_programme(held, is_automatic=True, is_open=False)
    passed(held, trainee)
    look_over(now=opened(held))
    Programme.objects.update(is_open=True)

    assert is_due(opened(held) + HOUR)
    assert look_over(now=opened(held) + HOUR) == 1
    made.refresh_from_db()
    assert made.is_caught_up
    assert not is_due(opened(held) + HOUR)


def test_an_appeal_that_lifts_over_the_line_certifies(held, programme, trainee):
    attempt = passed(held, trainee, right=3)
    assert look_over(now=opened(held)) == 0

    remark(attempt, pays=True)

    assert is_due(opened(held) + HOUR)
    assert look_over(now=opened(held) + HOUR) == 1


def test_the_last_drill_certifies(held, trainee, monkeypatch):
    make_programme(held, is_automatic=True, drills=[EXAMPLE])
    version = offer_drill(edition=held.edition)
    passed(held, trainee)
    assert look_over(now=opened(held)) == 0
    at = {"version": version, "edition": held.edition, "seed": "s", "started_at": opened(held)}
    DrillRun.objects.create(person=trainee, ended_by=EndedBy.PERSON, ended_at=opened(held) + HOUR, **at)
    monkeypatch.setattr(eligibility, "result_of", lambda run, _readings: RunResult(run, 0, has_passed=True))

    assert is_due(opened(held) + HOUR)
    assert look_over(now=opened(held) + HOUR) == 1


def test_exam_and_drills_have_to_lie_within_the_time(held, trainee):
    made = make_programme(held, within_days=30)
    attempt = passed(held, trainee)

    with pytest.raises(RefusedError, match="too-long-ago"):
        issue_certificate(made, attempt.pk, actor=None, now=NOON + 31 * DAY)
    assert waiting_for(made, now=NOON + 31 * DAY) == []
    assert issue_certificate(made, attempt.pk, actor=None, now=NOON + 29 * DAY)


def test_a_talk_of_long_ago_does_not_count(held, trainee, monkeypatch):
    version = offer_drill(edition=held.edition)
    at = {"version": version, "edition": held.edition, "seed": "s", "started_at": NOON, "ended_at": NOON}
    DrillRun.objects.create(person=trainee, ended_by=EndedBy.PERSON, **at)
    monkeypatch.setattr(eligibility, "result_of", lambda run, _readings: RunResult(run, 0, has_passed=True))

    assert drills_missing([trainee.pk], [EXAMPLE], since=NOON) == {trainee.pk: []}
    assert drills_missing([trainee.pk], [EXAMPLE], since=NOON + HOUR) == {trainee.pk: [EXAMPLE]}


@pytest.fixture
def certified(held, programme, trainee):
    attempt = passed(held, trainee)
    look_over(now=opened(held))
    return Certificate.objects.get(attempt=attempt)


def test_a_regrade_that_fails_withholds_what_was_issued_by_itself(held, certified, trainee):
    manager, now = UserFactory(manager=True), opened(held) + HOUR
    remark(certified.attempt, pays=False)

    assert [look_over(now=now), look_over(now=now)] == [1, 0]

    assert certified.standing_at(now).status is Status.WITHHELD
    assert (told(trainee, "已经中止"), told(manager, "已经把它中止")) == (1, 1)


def test_it_comes_back_with_the_marks(held, certified, trainee):
    now = opened(held) + HOUR
    remark(certified.attempt, pays=False)
    look_over(now=now)
    remark(certified.attempt, pays=True)

    assert look_over(now=now) == 1

    assert certified.standing_at(now).status is Status.VALID
    assert told(trainee, "又合格了") == 1
    assert list(CertificateEvent.objects.values_list("kind", flat=True)) == [Happening.FAILED, Happening.PASSED_AGAIN]


def test_an_exam_that_was_voided_withholds_it_too(held, certified):
    Attempt.objects.filter(pk=certified.attempt_id).update(state="void")
    now = opened(held) + DAY

    look_over(now=now)

    assert certified.standing_at(now).status is Status.WITHHELD


def test_what_a_person_issued_holds_until_a_person_decides(held, trainee):
    manager, now = UserFactory(manager=True), opened(held) + HOUR
    certificate = issue_certificate(make_programme(held), passed(held, trainee).pk, actor=manager.pk, now=ISSUED)
    look_over(now=now)
    remark(certificate.attempt, pays=False)

    assert [look_over(now=now), look_over(now=now)] == [1, 0]

    at = certificate.standing_at(now)
    assert (at.status, at.fails) == (Status.VALID, True)
    assert (told(trainee, "由主管决定"), told(manager, "请决定要不要撤销")) == (1, 1)


def sit_again(edition, programme, trainee, *, at, right=30):
    """Another exam of the programme, passed, results open."""
    again = exam_round(edition, [trainee], title="十月认证", opens_at=at - HOUR, closes_at=at + 2 * HOUR)
    programme.rounds.add(again)
    return passed(again, trainee, right=right, now=at), again.closes_at


def test_a_new_exam_renews_in_the_last_days_alone(edition, held, programme, certified, trainee):
    _early, opens = sit_again(edition, programme, trainee, at=certified.valid_until - 90 * DAY)
    assert look_over(now=opens) == 0
    late, opens = sit_again(edition, programme, trainee, at=certified.valid_until - 20 * DAY)

    look_over(now=opens)

    assert set(Certificate.objects.values_list("attempt", flat=True)) == {certified.attempt_id, late.pk}
    assert certified.standing_at(opens).status is Status.REPLACED
    assert Certificate.objects.get(attempt=late).standing_at(opens).status is Status.VALID


def test_a_better_exam_that_came_too_early_does_not_stand_in_the_way_of_a_later_one(
    edition, held, programme, certified, trainee
):
    sit_again(edition, programme, trainee, at=certified.valid_until - 90 * DAY, right=30)
    late, opens = sit_again(edition, programme, trainee, at=certified.valid_until - 20 * DAY, right=27)

    assert look_over(now=opens) == 1

    assert Certificate.objects.filter(attempt=late).exists()


def test_the_older_one_counts_again_where_the_newer_one_is_lost(edition, held, programme, certified, trainee):
    late, opens = sit_again(edition, programme, trainee, at=certified.valid_until - 20 * DAY)
    look_over(now=opens)
    newer = Certificate.objects.get(attempt=late)
    assert [one.is_replaced for one in Certificate.objects.told().order_by("issued_at")] == [True, False]

    remark(late, pays=False)
    look_over(now=opens)
    assert newer.standing_at(opens).status is Status.WITHHELD
    assert certified.standing_at(opens).status is Status.VALID
    remark(late, pays=True)
    look_over(now=opens)
    assert certified.standing_at(opens).status is Status.REPLACED
    revoke_certificate(newer.pk, reason="cheating", actor=trainee.pk, now=opens)

    assert certified.standing_at(opens).status is Status.VALID


def test_the_newer_one_of_a_duplicate_account_that_was_merged_counts(edition, programme, certified, trainee):
    other = UserFactory()
    late, opens = sit_again(edition, programme, other, at=certified.valid_until - 20 * DAY)
    issue_certificate(programme, late.pk, actor=None, now=opens)
    assert certified.standing_at(opens).status is Status.VALID

    merge(trainee, other)

    certified.refresh_from_db()
    assert certified.standing_at(opens).status is Status.REPLACED
    assert [one.is_replaced for one in Certificate.objects.told().order_by("issued_at")] == [True, False]


def test_who_holds_a_newer_one_by_a_duplicate_account_waits_for_none(edition, held, programme, trainee):
    other = UserFactory()
    early, late = passed(held, trainee), exam_round(edition, [other], title="十月认证")
    programme.rounds.add(late)
    issue_certificate(programme, passed(late, other, now=NOON + HOUR).pk, actor=None, now=ISSUED)
    assert [one.attempt.pk for one in waiting_for(programme, now=ISSUED)] == [early.pk]

    merge(other, trainee)

    assert waiting_for(programme, now=ISSUED) == []


@pytest.mark.parametrize(("reason", "issued"), [("cheating", 0), ("misconduct", 0), ("issued-in-error", 1)])
def test_who_lost_it_by_their_own_fault_waits_for_a_manager(edition, programme, certified, trainee, reason, issued):
    revoke_certificate(certified.pk, reason=reason, actor=trainee.pk, now=ISSUED)
    _again, opens = sit_again(edition, programme, trainee, at=ISSUED + 10 * DAY)

    assert look_over(now=opens) == issued
