"""What adaptive practice asks, and when it stops."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.bank.models import QuestionVersion
from certification.competency.adaptive import services
from certification.competency.adaptive.domain import FEWEST_PEOPLE, LIMITS, Ending
from certification.competency.adaptive.models import AdaptiveRun, AdaptiveStep
from certification.competency.adaptive.services import begin, choose_next, end, note, open_run, progress_of
from certification.competency.calibrating.models import ItemParameters
from certification.competency.measuring.ability import Model
from certification.competency.measuring.adaptive import Limits
from certification.competency.models import CompetencyArea, Guess
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in
from certification.sitting.practice.drawing import practise
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save, wrong_letter
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def answer(run, *, right: bool, edition, now=NOON) -> Attempt:
    choice = choose_next(run, now=now)
    attempt = practise(run.person_id, choice.candidate, edition=edition.id, seed=1, now=now)
    note(run, choice, attempt)
    save(attempt, 1, answer=keyed_letters(attempt, 1) if right else wrong_letter(attempt, 1))
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    return attempt


@pytest.fixture
def run(trainee, edition):
    return begin(trainee.pk, area="", now=NOON)


def test_somebody_has_one_run_at_a_time(run, trainee):
    assert begin(trainee.pk, area="", now=NOON) == run
    with pytest.raises(IntegrityError, match="adaptiverun"), transaction.atomic():
        AdaptiveRun.objects.create(person=trainee, started_at=NOON)


def test_right_answers_raise_the_estimate_and_make_it_surer(run, edition):
    answer(run, right=True, edition=edition)
    first = progress_of(run).ability
    answer(run, right=True, edition=edition)
    second = progress_of(run).ability
    assert 0 < first.value < second.value
    assert 1 > first.error > second.error


def test_no_question_comes_twice_not_even_one_that_was_left(run, edition, trainee):
    choice = choose_next(run, now=NOON)
    note(run, choice, practise(trainee.pk, choice.candidate, edition=edition.id, seed=1, now=NOON))
    for _number in range(6):
        answer(run, right=True, edition=edition)
    versions = list(run.steps.values_list("version", flat=True))
    assert len(set(versions)) == 7
    assert progress_of(run).count == 6


def test_areas_take_turns(trainee, edition):
    for topic in ("ship", "addr", "sign"):
        CompetencyArea.objects.create(code=topic, name=topic, topics=[topic])
    run = begin(trainee.pk, area="", now=NOON)
    for _number in range(4):
        answer(run, right=True, edition=edition)
    assert set(run.steps.values_list("area", flat=True)) == {"ship", "addr", "sign", ""}


def test_an_area_can_be_asked_for(trainee, edition):
    CompetencyArea.objects.create(code="ship", name="发货", topics=["ship"])
    run = begin(trainee.pk, area="ship", now=NOON)
    answer(run, right=True, edition=edition)
    answer(run, right=True, edition=edition)
    assert set(run.steps.values_list("area", flat=True)) == {"ship"}


def test_an_area_without_questions_is_refused(trainee, edition):
    with pytest.raises(RefusedError, match="nothing-here"):
        begin(trainee.pk, area="nowhere", now=NOON)
    assert open_run(trainee.pk) is None


def test_what_was_met_lately_rests_while_there_is_something_else(run, edition, trainee):
    met = answer(run, right=True, edition=edition)
    end(run, Ending.STOPPED, now=NOON)
    other = begin(trainee.pk, area="", now=NOON)
    first = met.paper.questions.get().version_id
    for _number in range(8):
        answer(other, right=False, edition=edition)
    assert first not in set(other.steps.values_list("version", flat=True))


def test_what_too_many_people_met_rests(run, edition):
    picked = choose_next(run, now=NOON)
    version = QuestionVersion.objects.get(pk=picked.item.id)
    for _number in range(FEWEST_PEOPLE):
        other = AdaptiveRun.objects.create(person=UserFactory(), started_at=NOON)
        attempt = practise(other.person_id, picked.candidate, edition=edition.id, seed=1, now=NOON)
        AdaptiveStep.objects.create(
            run=other, number=1, attempt=attempt, version=version, a=1, b=0, is_calibrated=False
        )

    assert choose_next(run, now=NOON).item.id != picked.item.id
    assert choose_next(run, now=NOON + timedelta(days=365)).item.id == picked.item.id


def test_it_stops_at_the_standard_error(run, edition, monkeypatch):
    monkeypatch.setattr(services, "LIMITS", Limits(error=0.9, shortest=2, longest=9))
    answer(run, right=True, edition=edition)
    answer(run, right=False, edition=edition)

    assert choose_next(run, now=NOON) is None
    run.refresh_from_db()
    assert (run.ending, run.count) == (Ending.KNOWN, 2)
    assert run.error <= 0.9


def test_it_stops_after_the_greatest_number(run, edition, monkeypatch):
    monkeypatch.setattr(services, "LIMITS", Limits(error=0.01, shortest=1, longest=1))
    answer(run, right=True, edition=edition)
    assert choose_next(run, now=NOON) is None
    run.refresh_from_db()
    assert run.ending == Ending.LONGEST


def test_it_stops_where_nothing_is_left(run, edition, monkeypatch):
    answer(run, right=True, edition=edition)
    only = progress_of(run).answered
    monkeypatch.setattr(services, "_bank", lambda: [SimpleNamespace(item=one) for one in only])
    assert choose_next(run, now=NOON) is None
    run.refresh_from_db()
    assert run.ending == Ending.EXHAUSTED


def test_a_guess_tells_nothing(run, edition):
    attempt = answer(run, right=True, edition=edition)
    Guess.objects.create(attempt=attempt, position=1, at=NOON)
    assert progress_of(run).ability.value == 0
    assert progress_of(run).count == 1


def test_calibrated_items_are_taken_for_what_they_are(run, edition):
    for version in QuestionVersion.objects.all():
        key = version.derivations.get().key
        ItemParameters.objects.create(
            version=version, model=Model.RASCH, a=1.5, b=0.25, n=50, key=key, calibrated_at=NOON
        )
    answer(run, right=True, edition=edition)
    step = run.steps.get()
    assert (step.a, step.b, step.is_calibrated) == (1.5, 0.25, True)
    assert progress_of(run).calibrated == 1


def test_the_most_informative_is_asked(run, edition):
    """One in the middle tells most about somebody of whom nothing is known."""
    choice = choose_next(run, now=NOON)
    best = sorted((one.item.item.information(0) for one in services._bank()), reverse=True)
    assert choice.item.item.information(0) >= best[len(best) // 2]
    assert len(best) > LIMITS.among


def test_a_run_ends_once(run):
    end(run, Ending.STOPPED, now=NOON)
    assert end(run, Ending.KNOWN, now=timezone.now()).ending == Ending.STOPPED
