"""Key and explanations of a round open by its policy, to whoever sat it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptKind, AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.grading.review import may_review
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK
from certification.papers.models import BlueprintVersion
from certification.papers.services import draw_paper, write_paper
from certification.rounds.domain import Review, RoundState
from certification.rounds.models import Round
from tests.factories.attempts import start_mock
from tests.factories.people import UserFactory

NOW = timezone.now()
OPENED, CLOSED = NOW - timedelta(hours=2), NOW - timedelta(hours=1)


def make_round(edition, review, **fields) -> Round:
    blueprint = BlueprintVersion.objects.create(name="round-30", number=1, title="卷", content={}, made_at=OPENED)
    return Round.objects.create(**{
        "title": "九月认证", "blueprint": blueprint, "edition": edition.id, "state": RoundState.PUBLISHED,
        "opens_at": OPENED, "closes_at": CLOSED, "minutes": 45, "review": review,
        "made_by": UserFactory(manager=True), "made_at": OPENED, **fields,
    })  # fmt: skip


def sit(round_, trainee, edition, *, seed=1) -> Attempt:
    paper = write_paper(draw_paper(MOCK, edition=edition.id, seed=seed, now=OPENED))
    return Attempt.objects.create(
        trainee=trainee, kind=AttemptKind.EXAM, number=1, round=round_, paper=paper, edition=edition.id,
        started_at=OPENED, deadline=OPENED + timedelta(minutes=45),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("review", "fields", "opens"),
    [
        pytest.param(Review.NEVER, {}, False, id="never"),
        pytest.param(Review.AFTER_HAND_IN, {"closes_at": NOW + timedelta(hours=1)}, True, id="at once"),
        pytest.param(Review.AFTER_CLOSE, {"closes_at": NOW + timedelta(hours=1)}, False, id="not closed yet"),
        pytest.param(Review.AFTER_CLOSE, {}, True, id="closed"),
        pytest.param(Review.ON_RELEASE, {"review_at": NOW + timedelta(hours=1)}, False, id="released later"),
        pytest.param(Review.ON_RELEASE, {"review_at": CLOSED}, True, id="released"),
        pytest.param(Review.ON_RELEASE, {}, False, id="no day set"),
    ],
)
def test_a_round_opens_by_its_policy(signed_in, trainee, edition, review, fields, opens):
    attempt = sit(make_round(edition, review, **fields), trainee, edition)
    assert not may_review(attempt, now=NOW)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=OPENED + timedelta(minutes=30))
    attempt.refresh_from_db()

    assert may_review(attempt, now=NOW) is opens
    for name in ("sitting:ruling", "sitting:appeal"):
        assert signed_in.get(reverse(name, args=[attempt.pk, 1])).status_code == (200 if opens else 404)


def test_nothing_opens_while_somebody_still_sits_with_extra_time(trainee, edition):
    here = make_round(edition, Review.AFTER_CLOSE)
    attempt = sit(here, trainee, edition)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=OPENED + timedelta(minutes=30))
    late = sit(here, UserFactory(), edition)
    attempt.refresh_from_db()

    assert not may_review(attempt, now=NOW)
    hand_in(late.pk, by=ClosedBy.CLOCK, now=NOW)
    assert may_review(attempt, now=NOW)


def test_what_a_running_exam_asks_is_told_nowhere_else(signed_in, trainee, edition):
    mock = start_mock(trainee, edition, seed=1, now=OPENED)
    hand_in(mock.pk, by=ClosedBy.TRAINEE, now=CLOSED)
    url = reverse("sitting:ruling", args=[mock.pk, 1])
    assert signed_in.get(url).status_code == 200

    exam = sit(make_round(edition, Review.NEVER), trainee, edition)
    assert signed_in.get(url).status_code == 403

    exam.state = AttemptState.VOID
    exam.save(update_fields=["state"])
    assert signed_in.get(url).status_code == 200
