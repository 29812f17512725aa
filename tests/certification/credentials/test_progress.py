"""What somebody still needs for a certificate."""

from datetime import timedelta

import pytest

from certification.credentials import eligibility
from certification.credentials.progress import Passed, under_way
from certification.credentials.services import issue_certificate
from certification.drills.models import DrillRun, EndedBy
from certification.drills.services.results import RunResult
from certification.papers.models import BlueprintVersion
from tests.factories import NOON
from tests.factories.credentials import ISSUED, exam_round, make_programme, passed
from tests.factories.drills import EXAMPLE, offer_drill
from tests.factories.people import UserFactory

DAY = timedelta(days=1)


@pytest.fixture
def held(edition, trainee):
    return exam_round(edition, [trainee])


def steps(person, now):
    return [(step.name, step.passed) for one in under_way(person.pk, now=now) for step in one.steps]


def test_who_has_no_place_in_an_exam_is_on_the_way_to_nothing(held):
    make_programme(held)

    assert under_way(UserFactory().pk, now=NOON) == []


def test_the_exam_is_told_once_its_result_is_open(held, trainee):
    make_programme(held)
    assert steps(trainee, NOON) == [("", Passed.NOT_YET)]
    passed(held, trainee)
    assert steps(trainee, held.closes_at - timedelta(minutes=1)) == [("", Passed.UNTOLD)]

    (progress,) = under_way(trainee.pk, now=held.closes_at)

    assert [one.passed for one in progress.steps] == [Passed.YES]
    assert progress.is_complete


def test_an_exam_that_failed_is_not_passed_yet(held, trainee):
    make_programme(held)
    passed(held, trainee, right=3)

    assert steps(trainee, held.closes_at) == [("", Passed.NOT_YET)]


def test_each_paper_and_each_drill_is_a_step(edition, held, trainee, monkeypatch):
    skills = BlueprintVersion.objects.create(name="skills", number=1, title="实务卷", content={}, made_at=NOON)
    second = exam_round(edition, [trainee], title="实务场", blueprint=skills, closes_at=NOON + timedelta(hours=5))
    version = offer_drill(edition=held.edition)
    programme = make_programme(held, second, every_paper=True, drills=[EXAMPLE, "DR-GONE"])
    passed(second, trainee)
    now, title = second.closes_at, version.content["script"]["title"]
    assert steps(trainee, now) == [
        ("卷", Passed.NOT_YET), ("实务卷", Passed.YES), (title, Passed.NOT_YET), ("DR-GONE", Passed.NOT_YET),
    ]  # fmt: skip

    at = {"version": version, "edition": held.edition, "seed": "s", "started_at": NOON, "ended_at": NOON}
    DrillRun.objects.create(person=trainee, ended_by=EndedBy.PERSON, **at)
    monkeypatch.setattr(eligibility, "result_of", lambda run, _readings: RunResult(run, 0, has_passed=True))

    assert dict(steps(trainee, now))[title] is Passed.YES
    assert [one.programme for one in under_way(trainee.pk, now=now)] == [programme]


def test_who_holds_it_for_long_is_not_on_the_way(held, trainee):
    programme = make_programme(held)
    certificate = issue_certificate(programme, passed(held, trainee).pk, actor=None, now=ISSUED)

    assert under_way(trainee.pk, now=certificate.valid_until - 61 * DAY) == []
    assert steps(trainee, certificate.valid_until - 59 * DAY) == [("", Passed.NOT_YET)]


def test_a_programme_that_is_closed_asks_for_nothing(held, trainee):
    make_programme(held, is_open=False)

    assert under_way(trainee.pk, now=NOON) == []


def test_a_programme_of_the_blueprint_counts_too(held, trainee):
    make_programme(blueprints=[held.blueprint.name], name="按蓝图")

    assert steps(trainee, NOON) == [("", Passed.NOT_YET)]
