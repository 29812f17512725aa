"""Two at once, really at once: only PostgreSQL lets two writers run side by side."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import Write, find_target, save_response, start_attempt
from certification.core.refusals import RefusedError
from certification.grading.appeals import raise_appeal
from certification.grading.domain import AppealKind, Cause, Policy
from certification.grading.ledger import broken_mark
from certification.grading.models import Appeal, Mark, Regrade
from certification.grading.regrades import Request, apply_regrade, fingerprint, preview
from certification.grading.regrading import Correction
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK
from certification.papers.services import draw_paper
from tests.factories import NOON
from tests.factories.attempts import LATER, keyed_letters, start_mock
from tests.factories.bank import make_bank
from tests.factories.grading import handed_in, marked
from tests.factories.people import UserFactory

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all acts in their own threads, let go together; return what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except RefusedError as error:
            return error.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def edition(transactional_db):
    return make_bank()[0]


def test_two_clicks_start_one_mock(edition):
    trainee = UserFactory()
    drawn = [draw_paper(MOCK, edition=edition.id, seed=seed, now=NOON) for seed in (1, 2, 3)]

    started = at_once(
        *(
            lambda one=one: start_attempt(one, trainee_id=trainee.pk, kind=AttemptKind.MOCK, minutes=45, now=NOON)
            for one in drawn
        )
    )

    assert len({attempt.pk for attempt in started}) == 1
    assert trainee.attempts.count() == 1


def test_hand_ins_of_many_people_make_one_sound_chain(edition):
    attempts = [start_mock(UserFactory(), edition, seed=n) for n in range(8)]

    at_once(*(lambda one=one: hand_in(one.pk, by=ClosedBy.TRAINEE, now=LATER) for one in attempts))

    assert Mark.objects.count() == 240
    assert broken_mark() is None


def test_an_answer_beside_the_hand_in_is_marked_or_refused_never_lost(edition):
    for n in range(5):
        attempt = start_mock(UserFactory(), edition, seed=n)
        letters = keyed_letters(attempt, 1)
        target = find_target(attempt.trainee_id, attempt.pk, 1)

        _handed, saved = at_once(
            lambda attempt=attempt: hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER),
            lambda target=target, letters=letters: save_response(target, Write("t", 1, answer=letters), now=LATER),
        )

        earned = Mark.objects.get(attempt=attempt, position=1).points
        received = Attempt.objects.get(pk=attempt.pk).responses.count()
        assert (earned > 0, received) == ((False, 0) if saved == "attempts.closed" else (True, 1))


def test_two_clicks_apply_one_regrade_and_a_colleague_comes_too_late(edition):
    one = marked(*handed_in(UserFactory(), edition))
    request = Request(Cause.VOID_ITEM, (Correction(str(one.derivation.version_id), is_void=True),), Policy.EXACT)
    expected, clicked, colleague = fingerprint(preview(request)), uuid.uuid4(), uuid.uuid4()

    outcomes = at_once(
        *(
            lambda name=name: apply_regrade(
                request, expected=expected, reason="有误", actor=one.attempt.trainee_id, now=LATER, regrade_id=name
            )
            for name in (clicked, clicked, colleague)
        )
    )

    refused = {one for one in outcomes if isinstance(one, str)}
    assert Regrade.objects.count() == 1
    assert refused <= {"grading.regrade-applied", "grading.preview-stale"}
    assert Mark.objects.filter(reason="regrade").count() == 1
    assert broken_mark() is None


def test_two_appeals_at_once_become_one(edition):
    one = marked(*handed_in(UserFactory(), edition))

    outcomes = at_once(
        *(
            lambda: raise_appeal(one, kind=AppealKind.REPORT, disputed={}, text="有错字", now=LATER)
            for _click in range(3)
        )
    )

    assert outcomes.count("grading.appeal-open") == 2
    assert Appeal.objects.count() == 1
