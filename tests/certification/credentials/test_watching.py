"""Rules that change, ends that come near, top-ups."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from certification.attempts.domain import ClosedBy
from certification.competency.areas.services import fingerprint
from certification.core.refusals import RefusedError
from certification.credentials.domain import Happening, Status
from certification.credentials.models import CertificateEvent, Programme, TopUp
from certification.credentials.scopes import changes
from certification.credentials.topping_up import begin_top_up, questions_about
from certification.credentials.watching import ask_to_look_over, is_due, look_over, look_over_in_background
from certification.grading.services import hand_in
from certification.papers.domain import Candidate
from certification.people.models import Notice
from tests.factories.attempts import keyed_letters, save
from tests.factories.credentials import ISSUED, certify
from tests.factories.later_edition import CHANGED, LOST, REWORDED, store_later_edition

DAY = timedelta(days=1)


@pytest.fixture
def certificate(edition, trainee):
    return certify(edition, trainee)


@pytest.fixture
def later(certificate):
    return store_later_edition(at=ISSUED + DAY)


def test_what_was_only_reworded_has_not_changed(certificate, later):
    found = changes(certificate.scope, certificate.edition, later.id, fingerprint())

    assert {CHANGED, LOST} <= set(found)
    assert REWORDED not in found


def test_a_material_change_asks_for_a_top_up_in_time(certificate, later, trainee):
    now = ISSUED + 2 * DAY

    assert look_over(now=now) == 1
    assert look_over(now=now) == 0

    at = certificate.standing_at(now)
    assert at.status is Status.DUE
    assert CHANGED in at.changed
    assert certificate.standing_at(now + 30 * DAY).status is Status.SUSPENDED
    assert Notice.objects.filter(person=trainee, text__contains="补测").exists()


def test_a_change_outside_the_scope_is_none(edition, trainee):
    certificate = certify(edition, trainee, books=["law"])
    store_later_edition(at=ISSUED + DAY)

    look_over(now=ISSUED + 2 * DAY)

    assert certificate.standing_at(ISSUED + 2 * DAY).status is Status.VALID


def test_a_programme_may_outlive_its_rules(edition, trainee):
    certificate = certify(edition, trainee, ends_on_change=False)
    store_later_edition(at=ISSUED + DAY)

    assert look_over(now=ISSUED + 2 * DAY) == 0
    assert certificate.standing_at(ISSUED + 2 * DAY).status is Status.VALID


def test_the_terms_are_those_of_the_day_of_issue(certificate, later):
    Programme.objects.update(ends_on_change=False, books=["law"])

    assert look_over(now=ISSUED + 2 * DAY) == 1


def test_the_holder_is_reminded_before_the_end(certificate, trainee):
    soon = certificate.valid_until - 29 * DAY

    assert [look_over(now=soon), look_over(now=soon), look_over(now=soon + 25 * DAY)] == [1, 0, 1]

    assert [one.kind for one in CertificateEvent.objects.all()] == [Happening.REMINDED] * 2
    assert Notice.objects.filter(person=trainee, text__contains="过期").exists()


def test_the_holder_is_told_once_that_it_is_over(certificate, trainee):
    over = certificate.valid_until + timedelta(hours=1)

    assert [look_over(now=over), look_over(now=over + DAY)] == [1, 0]

    assert Notice.objects.filter(person=trainee, text__contains="过期了").count() == 1
    assert certificate.standing_at(over).status is Status.EXPIRED


def test_what_was_over_long_ago_is_told_nobody(certificate, trainee):
    assert look_over(now=certificate.valid_until + 40 * DAY) == 0


def test_the_holder_is_reminded_of_the_top_up_once(certificate, later, trainee):
    now = ISSUED + 2 * DAY
    look_over(now=now)

    assert [look_over(now=now + 22 * DAY), look_over(now=now + 24 * DAY), look_over(now=now + 25 * DAY)] == [0, 1, 0]

    assert Notice.objects.filter(person=trainee, text__contains="还没补测就会中止").count() == 1
    assert certificate.standing_at(now).due_reminded == {7}


def test_there_is_something_to_do_at_first_after_a_while_and_on_a_new_edition(certificate):
    assert is_due(ISSUED)
    look_over(now=ISSUED)
    assert not is_due(ISSUED + timedelta(hours=1))
    assert is_due(ISSUED + DAY)
    store_later_edition(at=ISSUED + DAY)
    assert is_due(ISSUED + timedelta(hours=1))


def test_the_worker_is_asked_once_and_only_where_there_are_certificates(db, request):
    ask_to_look_over(ISSUED)
    assert not DBTaskResult.objects.exists()
    request.getfixturevalue("certificate")

    ask_to_look_over(ISSUED)
    ask_to_look_over(ISSUED)

    assert [one.task_path for one in DBTaskResult.objects.all()] == [look_over_in_background.module_path]
    assert look_over_in_background.call() == 0


def test_a_top_up_asks_of_the_changed_rules_alone():
    def one(code, *rules, enemies=""):
        return Candidate(code, code, "single", "ship", 3, enemies, trace=code, rules=rules)

    pool = [
        one("a", "A"),
        one("b", "A"),
        one("c", "B"),
        one("d", "C"),
        one("e", "B", enemies="x"),
        one("f", "A", enemies="x"),
    ]

    chosen = questions_about(["A", "B"], pool, seed=1)

    assert {one.code for one in chosen} <= set("abcef")
    assert {rule for one in chosen[:2] for rule in one.rules} == {"A", "B"}
    assert len({one.enemies for one in chosen if one.enemies}) <= 1
    assert questions_about(["Z"], pool, seed=1) == []


def sit(certificate, *, now, right):
    attempt = begin_top_up(certificate, certificate.standing_at(now), now=now)
    for position in range(1, attempt.paper.size + 1) if right else ():
        save(attempt, position, answer=keyed_letters(attempt, position), now=now)
    return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)


@pytest.fixture
def suspended(edition, trainee, monkeypatch):
    """A certificate some of whose rules are said to have changed, over a bank that asks of them."""
    certificate = certify(edition, trainee, grace_days=0)
    rules = tuple(
        sorted({code for version in certificate.attempt.paper.questions.all() for code in version.derivation.rules})
    )
    monkeypatch.setattr("certification.credentials.watching.changes", lambda *_: rules[:2])
    look_over(now=ISSUED)
    monkeypatch.setattr("certification.credentials.watching.changes", lambda *_: ())
    return certificate


def test_passing_the_top_up_restores_the_certificate(suspended):
    assert suspended.standing_at(ISSUED).status is Status.SUSPENDED

    sit(suspended, now=ISSUED, right=True)
    look_over(now=ISSUED)

    assert suspended.standing_at(ISSUED).status is Status.VALID
    assert TopUp.objects.get().settled_at == ISSUED


def test_failing_it_does_not(suspended, trainee, monkeypatch):
    at = suspended.standing_at(ISSUED)
    monkeypatch.setattr("certification.credentials.watching.changes", lambda *_: at.changed)

    sit(suspended, now=ISSUED, right=False)
    look_over(now=ISSUED)

    assert suspended.standing_at(ISSUED).status is Status.SUSPENDED
    assert Notice.objects.filter(person=trainee, text__contains="再测一次").exists()


def test_a_second_click_finds_the_running_top_up(suspended):
    at = suspended.standing_at(ISSUED)

    first, second = (begin_top_up(suspended, at, now=ISSUED) for _ in range(2))

    assert first == second
    assert TopUp.objects.count() == 1


def test_nothing_to_top_up_while_nothing_changed(certificate):
    with pytest.raises(RefusedError, match=r"credentials\.nothing-changed"):
        begin_top_up(certificate, certificate.standing_at(ISSUED), now=ISSUED)
