"""Regrades in the database: the preview is what is applied, the ledger stays sound, nobody else is touched."""

from datetime import timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.bank.models import Derivation
from certification.bank.services import load_bank
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.domain import Cause, Policy
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark, Regrade
from certification.grading.reading import totals
from certification.grading.regrades import Request, apply_regrade, fingerprint, preview
from certification.grading.regrading import Correction
from certification.grading.services import hand_in
from tests.factories.attempts import LATER, keyed_letters, save, start_mock, wrong_letter
from tests.factories.bank import bank_files
from tests.factories.people import UserFactory

EVEN_LATER = LATER + timedelta(days=1)


@pytest.fixture
def attempt(trainee, edition) -> Attempt:
    """A mock with its first question answered wrong and the second right, handed in."""
    attempt = start_mock(trainee, edition)
    save(attempt, 1, answer=wrong_letter(attempt, 1))
    save(attempt, 2, answer=keyed_letters(attempt, 2))
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    return attempt


def version_at(attempt, position) -> str:
    return str(attempt.paper.questions.get(position=position).version_id)


def withdrawn(attempt, position, policy=Policy.EXACT) -> Request:
    return Request(Cause.VOID_ITEM, (Correction(version_at(attempt, position), is_void=True),), policy)


def total_of(attempt) -> int:
    return totals(Attempt.objects.filter(pk=attempt.pk))[0].points


def test_a_withdrawn_question_is_drawn_no_more_however_often_the_bank_is_loaded(attempt, edition):
    drawable = Derivation.objects.drawable(edition.id).filter(version=version_at(attempt, 1))
    assert drawable.exists()
    request = withdrawn(attempt, 1)

    apply_regrade(
        request, expected=fingerprint(preview(request)), reason="有误", actor=attempt.trainee_id, now=EVEN_LATER
    )

    assert not drawable.exists()
    load_bank(bank_files(), edition=edition)
    assert not drawable.exists()


def test_what_was_previewed_is_applied_and_the_ledger_stays_sound(attempt):
    request = withdrawn(attempt, 1)
    seen = preview(request)
    before = total_of(attempt)

    regrade, _ = apply_regrade(
        request, expected=fingerprint(seen), reason="题干有误", actor=attempt.trainee_id, now=EVEN_LATER
    )

    assert [(one.before.points, one.after.points) for one in seen.attempts] == [(before, total_of(attempt))]
    assert total_of(attempt) == before + 300
    added = Mark.objects.get(regrade=regrade)
    assert (added.position, added.points, added.reason, added.actor) == (1, 300, "regrade", attempt.trainee_id)
    assert broken_mark() is None
    assert JournalEntry.objects.filter(verb="regrade.applied", subject=f"regrade:{regrade.pk}").count() == 1


def test_a_corrected_key_is_paid_to_who_ticked_it(attempt):
    question = attempt.paper.questions.select_related("derivation").get(position=1)
    chosen = question.option_order["ABCDEF".index(attempt.sheet(30).cell(1).answer)]
    request = Request(Cause.CORRECTED_KEY, (Correction(str(question.version_id), key=(chosen,)),), Policy.EXACT)

    seen = preview(request)

    assert [(one.standing.position, one.gain) for one in seen.remarks] == [(1, 300)]


def test_looking_changes_nothing(attempt):
    before = Mark.objects.count()

    preview(withdrawn(attempt, 1))

    assert (Mark.objects.count(), Regrade.objects.count()) == (before, 0)


def test_an_open_attempt_is_not_regraded(attempt, edition):
    running = start_mock(UserFactory(is_trainee=True), edition)

    seen = preview(withdrawn(attempt, 1))

    assert str(running.pk) not in {one.attempt for one in seen.attempts}


def test_marks_that_changed_since_the_preview_stop_the_regrade(attempt, edition):
    request = withdrawn(attempt, 1)
    looked_at = fingerprint(preview(request))
    other = start_mock(UserFactory(is_trainee=True), edition)
    hand_in(other.pk, by=ClosedBy.TRAINEE, now=LATER)
    before = Mark.objects.count()

    with pytest.raises(RefusedError, match="preview-stale"):
        apply_regrade(request, expected=looked_at, reason="题干有误", actor=attempt.trainee_id, now=EVEN_LATER)

    assert (Mark.objects.count(), Regrade.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("position", "reason", "code"),
    [
        pytest.param(1, "  ", "grading.reason-missing", id="no reason"),
        pytest.param(2, "题干有误", "grading.nothing-changes", id="everybody had it right"),
    ],
)
def test_a_regrade_needs_a_reason_and_something_to_change(attempt, position, reason, code):
    request = withdrawn(attempt, position)

    with pytest.raises(RefusedError, match=code):
        apply_regrade(
            request, expected=fingerprint(preview(request)), reason=reason, actor=attempt.trainee_id, now=EVEN_LATER
        )

    assert not Regrade.objects.exists()


def test_a_second_regrade_starts_from_the_first(attempt):
    request = withdrawn(attempt, 1)
    seen = preview(request)
    apply_regrade(request, expected=fingerprint(seen), reason="题干有误", actor=attempt.trainee_id, now=EVEN_LATER)

    assert preview(request).remarks == ()


@pytest.mark.parametrize(
    ("corrections", "code"),
    [
        pytest.param((), "grading.nothing-to-correct", id="nothing"),
        pytest.param((Correction("v"), Correction("v")), "grading.corrected-twice", id="twice"),
    ],
)
def test_a_request_names_each_version_once(corrections, code):
    with pytest.raises(RefusedError, match=code):
        preview(Request(Cause.CORRECTED_KEY, corrections, Policy.EXACT))
