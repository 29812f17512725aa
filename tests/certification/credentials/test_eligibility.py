"""Programmes that ask for several papers."""

from datetime import timedelta

import pytest

from certification.attempts.models import Attempt
from certification.core.append_only import AppendOnlyError
from certification.core.refusals import RefusedError
from certification.credentials.domain import Happening, Status
from certification.credentials.eligibility import ANY, papers_asked, waiting_for
from certification.credentials.models import Certificate, CertificateEvent, CertificateExam
from certification.credentials.services import issue_all, issue_certificate
from certification.credentials.watching import look_over
from certification.papers.models import BlueprintVersion
from tests.factories import NOON
from tests.factories.credentials import exam_round, make_programme, passed, remark

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = NOON + HOUR
ISSUED = NOON + 5 * HOUR


@pytest.fixture
def theory(edition, trainee):
    return exam_round(edition, [trainee])


@pytest.fixture
def practice(edition, trainee):
    """Held by another blueprint, an hour later."""
    other = BlueprintVersion.objects.create(name="skills", number=1, title="实务卷", content={}, made_at=NOON)
    return exam_round(edition, [trainee], title="实务场", blueprint=other, closes_at=ISSUED)


@pytest.fixture
def programme(theory, practice):
    return make_programme(theory, practice, every_paper=True)


def waiting(programme, now=ISSUED):
    return {(one.attempt.pk, one.missing) for one in waiting_for(programme, now=now)}


def test_each_blueprint_and_those_of_the_rounds_are_asked_for_once(programme, theory, practice):
    first = theory.blueprint.name
    assert set(papers_asked(programme)) == {first, "skills"}
    programme.blueprints = ["skills", "third"]
    assert papers_asked(programme) == ("skills", "third", first)
    programme.every_paper = False
    assert papers_asked(programme) == (ANY,)


def test_one_paper_is_not_enough(programme, theory, trainee):
    attempt = passed(theory, trainee)
    assert waiting(programme) == {(attempt.pk, ("skills",))}

    issued, refused = issue_all(programme, [attempt.pk], actor=None, now=ISSUED)

    assert (issued, [(pk, why.code, why.params) for pk, why in refused]) == (
        [], [(attempt.pk, "credentials.papers-missing", {"papers": "实务卷"})],
    )  # fmt: skip


def test_a_paper_that_was_not_passed_is_missing(programme, theory, practice, trainee):
    attempt = passed(theory, trainee)
    passed(practice, trainee, right=3, now=LATER)

    assert waiting(programme) == {(attempt.pk, ("skills",))}


def test_the_certificate_rests_on_all_papers_and_tells_their_points(programme, theory, practice, trainee):
    first, second = passed(theory, trainee, right=27), passed(practice, trainee, now=LATER)
    assert waiting(programme) == {(second.pk, ())}

    certificate = issue_certificate(programme, second.pk, actor=None, now=ISSUED)

    assert certificate.exams == [second.pk, first.pk]
    assert certificate.out_of == first.paper.points + second.paper.points
    assert first.paper.points // 2 + second.paper.points < certificate.points < certificate.out_of
    assert waiting(programme) == set()


def test_of_several_tries_at_a_paper_the_best_counts(programme, theory, practice, trainee):
    worse = passed(theory, trainee, right=26)
    best = passed(theory, trainee, right=29, now=NOON + HOUR / 2, number=2)
    second = passed(practice, trainee, now=LATER)

    certificate = issue_certificate(programme, second.pk, actor=None, now=ISSUED)

    assert worse.pk not in certificate.exams
    assert certificate.exams == [second.pk, best.pk]


def test_renewing_asks_for_every_paper_anew(edition, programme, theory, practice, trainee):
    passed(theory, trainee)
    issue_certificate(programme, passed(practice, trainee, now=LATER).pk, actor=None, now=ISSUED)
    again = exam_round(edition, [trainee], title="明年", opens_at=NOON + 300 * DAY, closes_at=NOON + 301 * DAY)
    programme.rounds.add(again)

    late = passed(again, trainee, now=NOON + 300 * DAY + HOUR)

    assert waiting(programme, NOON + 302 * DAY) == {(late.pk, ("skills",))}


def test_by_itself_it_is_issued_when_the_last_paper_is_passed(programme, theory, practice, trainee):
    programme.is_automatic = True
    programme.save()
    first = passed(theory, trainee)
    assert look_over(now=theory.closes_at) == 0
    second = passed(practice, trainee, now=LATER)

    assert look_over(now=practice.closes_at) == 1

    assert Certificate.objects.get().exams == [second.pk, first.pk]


def test_it_holds_while_each_of_its_exams_passes(programme, theory, practice, trainee):
    programme.is_automatic = True
    programme.save()
    first, _second = passed(theory, trainee), passed(practice, trainee, now=LATER)
    now = practice.closes_at
    look_over(now=now)
    certificate = Certificate.objects.get()

    remark(first, pays=False)
    look_over(now=now + HOUR)
    assert certificate.standing_at(now + HOUR).status is Status.WITHHELD
    remark(first, pays=True)
    look_over(now=now + 2 * HOUR)
    assert certificate.standing_at(now + 2 * HOUR).status is Status.VALID
    Attempt.objects.filter(pk=first.pk).update(state="void")
    look_over(now=now + 3 * HOUR)

    assert certificate.standing_at(now + 3 * HOUR).status is Status.WITHHELD
    kinds = [Happening.FAILED, Happening.PASSED_AGAIN, Happening.FAILED]
    assert list(CertificateEvent.objects.values_list("kind", flat=True)) == kinds


def test_what_it_rests_on_is_written_once(programme, theory, practice, trainee):
    passed(theory, trainee)
    issue_certificate(programme, passed(practice, trainee, now=LATER).pk, actor=None, now=ISSUED)

    with pytest.raises(AppendOnlyError):
        CertificateExam.objects.get().delete()


def test_one_exam_of_several_papers_is_enough_where_not_each_is_asked_for(programme, theory, practice, trainee):
    programme.every_paper = False
    programme.save()
    attempt = passed(theory, trainee, right=27)

    certificate = issue_certificate(programme, attempt.pk, actor=None, now=ISSUED)

    assert certificate.exams == [attempt.pk]
    with pytest.raises(RefusedError, match="not-passed"):
        issue_certificate(programme, passed(practice, trainee, right=2, now=LATER).pk, actor=None, now=ISSUED)
