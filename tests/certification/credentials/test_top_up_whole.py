"""From a new edition to a certificate that covers it: nothing here is put in place of the real thing."""

from datetime import timedelta

from certification.attempts.domain import ClosedBy
from certification.bank.services import load_bank
from certification.credentials.domain import Status
from certification.credentials.models import TopUp
from certification.credentials.topping_up import begin_top_up
from certification.credentials.watching import look_over
from certification.grading.services import hand_in
from tests.factories.attempts import keyed_letters, save
from tests.factories.bank import bank_files
from tests.factories.credentials import ISSUED, certify
from tests.factories.later_edition import CHANGED, LOST, REWORDED, store_later_edition

DAY = timedelta(days=1)


def test_changed_rules_alone_are_asked_by_the_new_edition_and_passing_covers_it(edition, trainee):
    certificate = certify(edition, trainee, grace_days=7)
    later, now = store_later_edition(at=ISSUED + DAY), ISSUED + 2 * DAY
    load_bank(bank_files(), edition=later)
    look_over(now=now)
    at = certificate.standing_at(now)
    assert (at.status, set(at.changed)) == (Status.DUE, {CHANGED, LOST})
    assert REWORDED not in at.changed

    attempt = begin_top_up(certificate, at, now=now)
    asked = list(attempt.paper.questions.select_related("derivation"))
    assert attempt.edition == later.id
    assert asked
    assert all({CHANGED, LOST} & set(one.derivation.rules) for one in asked)
    assert {one.derivation.edition for one in asked} == {later.id}
    for one in asked:
        save(attempt, one.position, answer=keyed_letters(attempt, one.position), now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)

    assert look_over(now=now) == 1
    after = certificate.standing_at(now + 30 * DAY)
    assert (after.status, after.edition, after.changed) == (Status.VALID, later.id, ())
    assert TopUp.objects.get().rules == sorted([CHANGED, LOST])
    assert look_over(now=now + DAY) == 0
