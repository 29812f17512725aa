"""A trainer who sits a round herself reads its papers and keys when it is over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.papers.printing import write_for_print
from certification.papers.services import draw_forms
from certification.rounds.models import Round, RoundForm, SeatPaper
from tests.certification.papers.test_keeping import ACTOR
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.rounds import RoundFactory, SeatFactory

PAGES = ["paper", "paper-answers", "paper-key"]
HOUR = timedelta(hours=1)


@pytest.fixture
def papers(edition, version):
    return write_for_print(draw_forms(version, edition=edition.id, forms=2, seed=5, now=NOON), actor=ACTOR, now=NOON)


@pytest.fixture
def held(db, trainer) -> Round:
    """A round that opens in an hour, in which the trainer has a seat."""
    now = timezone.now()
    held = RoundFactory(published=True, title="培训师认证", opens_at=now + HOUR, closes_at=now + 2 * HOUR)
    SeatFactory(round=held, trainee=trainer)
    return held


@pytest.fixture(params=["forms", "personal"])
def dealt(request, held, papers):
    """One of its papers: a form that may come to anybody, or somebody's own."""
    if request.param == "forms":
        RoundForm.objects.create(round=held, number=1, paper=papers[0])
    else:
        SeatPaper.objects.create(seat=SeatFactory(round=held, trainee=UserFactory()), number=1, paper=papers[0])
    return papers[0]


def status(client, name, *args) -> int:
    return client.get(reverse(f"oversight:{name}", args=args)).status_code


def test_it_is_closed_to_her_and_says_why(author, held, dealt):
    for name in PAGES:
        response = author.get(reverse(f"oversight:{name}", args=[dealt.pk]))

        assert response.status_code == 403
        assert "培训师认证" in response.content.decode()
        assert "有考位" in response.content.decode()
    assert status(author, "round-papers", held.pk) == 403


def test_who_does_not_sit_it_reads_on(managing, held, dealt):
    assert {status(managing, name, dealt.pk) for name in PAGES} == {200}
    assert status(managing, "round-papers", held.pk) == 200


def test_papers_of_no_round_stay_open(author, dealt, papers):
    assert {status(author, name, papers[1].pk) for name in PAGES} == {200}


def test_it_opens_when_the_last_one_has_handed_in(author, held, dealt):
    now = timezone.now()
    Round.objects.filter(pk=held.pk).update(opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    late = Attempt.objects.create(
        trainee=UserFactory(), kind=AttemptKind.EXAM, number=1, round=held, paper=dealt, edition=dealt.edition,
        started_at=now - 2 * HOUR, deadline=now + HOUR,
    )  # fmt: skip
    assert status(author, "paper-key", dealt.pk) == 403

    late.state, late.handed_in_at, late.closed_by = "handed-in", now, "trainee"
    late.save(update_fields=["state", "handed_in_at", "closed_by"])

    assert status(author, "paper-key", dealt.pk) == 200


def test_a_cancelled_round_keeps_nothing_secret(author, held, dealt):
    Round.objects.filter(pk=held.pk).update(state="cancelled")

    assert status(author, "paper-key", dealt.pk) == 200
