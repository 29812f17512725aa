"""Which scores go back: what a person may see themselves, the best, anew where it changed, to one line item."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.competency.assignments.models import Assignee, Assignment
from certification.drills.models import DrillRun
from certification.drills.services import Said, end_run, say, self_judge, start_run
from certification.grading.domain import Cause, Policy
from certification.grading.ledger import NewMark, append_marks
from certification.grading.models import Mark, Regrade
from certification.grading.reading import totals
from certification.grading.services import hand_in
from certification.lti.models import PlatformLink, PlatformScore
from certification.lti.scores import gather
from certification.lti.sending import send_waiting
from certification.lti.wording import REFUSALS
from certification.rounds.domain import Review
from tests.certification.lti.conftest import Traveller, sourced
from tests.factories import NOON
from tests.factories.attempts import start_mock
from tests.factories.credentials import exam_round, passed
from tests.factories.drills import offer_drill, shipped_rules
from tests.factories.people import UserFactory, merge
from tests.factories.platform import CLAIM, CLIENT

pytestmark = pytest.mark.django_db
AFTER_HAND_IN, OVER = NOON + timedelta(hours=1), NOON + timedelta(hours=4)


@pytest.fixture(autouse=True)
def world(registered):
    """The platform is registered."""


def custom(target: str) -> dict:
    return {f"{CLAIM}custom": {"mingduan": target}}


def visit(platform, person, target, **extra) -> Traveller:
    """Launch a link that was made for something, with a place for scores."""
    traveller = Traveller(platform)
    platform.sub = f"sub-{person.staff_number}"
    traveller.launched = traveller.launch(
        **{**sourced(person.staff_number), **custom(target), **platform.grading(), **extra}
    )
    return traveller


def mark_anew(attempt, points, *, now) -> None:
    """Give one question other points, as a regrade does."""
    first = Mark.objects.filter(attempt=attempt).order_by("number").first()
    named = {
        name: getattr(first, name) for name in ("attempt", "position", "person", "version_id", "derivation", "edition")
    }
    regrade = Regrade.objects.create(
        cause=Cause.LATE_ANSWER, policy=Policy.EXACT, change={}, reason="断网", actor=uuid.uuid4(), at=now
    )
    append_marks([NewMark(points, first.out_of, first.mode, named)], now=now, regrade=regrade, actor=regrade.actor)


def told(platform) -> list[float]:
    return [score["scoreGiven"] for score in platform.scores]


def test_a_round_that_a_launch_opened_is_told_once_with_everything_that_a_platform_wants(edition, trainee, platform):
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visitor = visit(platform, trainee, f"round:{held.pk}")
    assert visitor.launched.headers["Location"] == reverse("sitting:round", args=[held.pk])
    passed(held, trainee, right=15)

    assert gather(now=AFTER_HAND_IN) == 1
    assert gather(now=AFTER_HAND_IN) == 0
    assert send_waiting(now=AFTER_HAND_IN) == 1
    assert send_waiting(now=AFTER_HAND_IN) == 0
    (score,) = platform.scores
    total = totals(Attempt.objects.all())[0]
    assert score == {
        "path": "/lineitems/1/scores", "userId": f"sub-{trainee.staff_number}", "activityProgress": "Completed",
        "gradingProgress": "FullyGraded", "timestamp": "2026-09-18T05:00:00.000Z",
        "scoreGiven": total.points / 100, "scoreMaximum": total.out_of / 100,
    }  # fmt: skip
    assert 0 < score["scoreGiven"] < score["scoreMaximum"]
    (item,) = platform.lineitems
    assert (item["resourceLinkId"], item["scoreMaximum"], item["resourceId"]) == ("link-7", 100, f"round:{held.pk}")
    assertion = platform.assertions[0]
    assert assertion["grant_type"] == "client_credentials"


def test_the_tool_proves_itself_by_its_published_key(edition, trainee, platform, client):
    platform.tool_keys = client.get(reverse("lti:keys")).json()
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visit(platform, trainee, f"round:{held.pk}")
    passed(held, trainee)
    gather(now=AFTER_HAND_IN)
    send_waiting(now=AFTER_HAND_IN)

    claims = platform.read(platform.assertions[0]["client_assertion"])
    assert (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, f"{platform.home}/token")


@pytest.mark.parametrize(
    ("fields", "early", "late"),
    [
        ({"review": Review.AFTER_CLOSE}, 0, 1),
        ({"review": Review.NEVER}, 0, 1),
        ({"review": Review.ON_RELEASE}, 0, 0),
        ({"review": Review.ON_RELEASE, "review_at": NOON + timedelta(hours=3)}, 0, 1),
    ],
)
def test_what_is_held_back_from_the_trainee_is_held_back_from_the_platform(
    edition, trainee, platform, fields, early, late
):
    held = exam_round(edition, [trainee], **fields)
    visit(platform, trainee, f"round:{held.pk}")
    passed(held, trainee)

    assert gather(now=AFTER_HAND_IN) == early
    assert gather(now=OVER) == late
    assert gather(now=OVER) == 0


def test_a_regrade_is_told_with_a_later_time_and_on_the_same_line_item(edition, trainee, platform):
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visit(platform, trainee, f"round:{held.pk}")
    attempt = passed(held, trainee)
    gather(now=AFTER_HAND_IN)
    send_waiting(now=AFTER_HAND_IN)
    mark_anew(attempt, 0, now=AFTER_HAND_IN)

    assert gather(now=AFTER_HAND_IN) == 1  # at the very same moment
    assert send_waiting(now=AFTER_HAND_IN) == 1
    first, second = platform.scores
    assert second["scoreGiven"] < first["scoreGiven"]
    assert second["timestamp"] > first["timestamp"]
    assert second["path"] == first["path"]
    assert platform.made_lineitems == 1


def test_the_newest_wins_where_one_still_waited(edition, trainee, platform):
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visit(platform, trainee, f"round:{held.pk}")
    attempt = passed(held, trainee)
    gather(now=AFTER_HAND_IN)
    mark_anew(attempt, 0, now=AFTER_HAND_IN)
    gather(now=AFTER_HAND_IN + timedelta(minutes=1))

    assert send_waiting(now=OVER) == 1
    assert len(platform.scores) == 1
    assert told(platform)[0] < platform.scores[0]["scoreMaximum"]


def test_the_best_attempt_counts(edition, trainee, platform):
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN, attempts_allowed=2)
    visit(platform, trainee, f"round:{held.pk}")
    passed(held, trainee, right=20)
    gather(now=AFTER_HAND_IN)
    passed(held, trainee, right=5, number=2, now=AFTER_HAND_IN)

    assert gather(now=OVER) == 0
    score = PlatformScore.objects.get()
    assert score.given > score.maximum / 2


def test_two_people_of_one_link_share_its_line_item(edition, platform):
    people = [UserFactory(), UserFactory()]
    held = exam_round(edition, people, review=Review.AFTER_HAND_IN)
    for person in people:
        visit(platform, person, f"round:{held.pk}")
        passed(held, person)

    assert gather(now=AFTER_HAND_IN) == 2
    assert send_waiting(now=AFTER_HAND_IN) == 2
    assert platform.made_lineitems == 1
    assert {score["userId"] for score in platform.scores} == {f"sub-{one.staff_number}" for one in people}


def test_a_line_item_that_is_there_is_used(edition, trainee, platform):
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visit(platform, trainee, f"round:{held.pk}", **platform.grading(lineitem=f"{platform.home}/lineitems/own?type=1"))
    passed(held, trainee)
    gather(now=AFTER_HAND_IN)
    send_waiting(now=AFTER_HAND_IN)

    assert (platform.scores[0]["path"], platform.made_lineitems) == ("/lineitems/own/scores", 0)


def test_a_line_item_that_was_made_before_a_crash_is_found_again(edition, trainee, platform):
    platform.lineitems = [
        {"id": f"{platform.home}/lineitems/9", "resourceLinkId": "link-7", "label": "x", "scoreMaximum": 100}
    ]
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visit(platform, trainee, f"round:{held.pk}")
    passed(held, trainee)
    gather(now=AFTER_HAND_IN)
    send_waiting(now=AFTER_HAND_IN)

    assert (platform.scores[0]["path"], platform.made_lineitems) == ("/lineitems/9/scores", 0)
    assert PlatformLink.objects.get().lineitem == f"{platform.home}/lineitems/9"


def test_without_a_place_for_scores_nothing_waits(edition, trainee, platform):
    held = exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    visit(platform, trainee, f"round:{held.pk}", **platform.grading("lineitem.readonly"))
    passed(held, trainee)

    assert gather(now=AFTER_HAND_IN) == 0
    assert not PlatformScore.objects.exists()


def test_exams_that_no_launch_led_to_are_nobodys_business(edition, trainee, platform):
    held, other = (exam_round(edition, [trainee], review=Review.AFTER_HAND_IN) for _ in range(2))
    visit(platform, trainee, f"round:{held.pk}")
    passed(other, trainee)

    assert gather(now=AFTER_HAND_IN) == 0


def test_who_was_merged_is_told_under_the_account_that_launched(edition, platform):
    duplicate, kept = UserFactory(), UserFactory()
    held = exam_round(edition, [duplicate], review=Review.AFTER_HAND_IN)
    visit(platform, duplicate, f"round:{held.pk}")
    passed(held, duplicate)
    merge(duplicate, kept)

    assert gather(now=AFTER_HAND_IN) == 1
    assert send_waiting(now=AFTER_HAND_IN) == 1
    assert platform.scores[0]["userId"] == f"sub-{duplicate.staff_number}"


def test_an_assignment_is_told_when_it_is_done(edition, trainee, platform):
    given = Assignment.objects.create(
        kind="mock", size=0, given_by=trainee.pk, given_at=NOON, due_at=NOON + timedelta(days=1)
    )
    Assignee.objects.create(assignment=given, person=trainee)
    visitor = visit(platform, trainee, f"assignment:{given.pk}")
    assert visitor.launched.headers["Location"] == reverse("sitting:assignment", args=[given.pk])
    assert gather(now=NOON) == 0

    attempt = start_mock(trainee, edition, now=NOON)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=AFTER_HAND_IN)
    assert gather(now=AFTER_HAND_IN) == 1
    assert gather(now=AFTER_HAND_IN) == 0
    send_waiting(now=AFTER_HAND_IN)
    assert (told(platform), platform.scores[0]["scoreMaximum"]) == ([100], 100)


def test_a_drill_opens_and_its_best_talk_is_told(db, trainee, platform):
    version = offer_drill(edition=shipped_rules())
    visitor = visit(platform, trainee, f"drill:{version.question.code}")
    run = DrillRun.objects.get(person=trainee)
    assert visitor.launched.headers["Location"] == reverse("sitting:drill", args=[run.pk])
    now = timezone.now() + timedelta(minutes=1)
    assert gather(now=now) == 0

    say(run, Said("tab", 1, "抱歉让您久等了，马上给您办理退货退款，运费我们承担。"), now=now)
    end_run(run, now=now)
    assert gather(now=now) == 1
    first = PlatformScore.objects.get()
    assert (first.maximum, 0 <= first.given <= 100) == (100, True)
    self_judge(run, 1, "offer_return", said=True, now=now)
    assert gather(now=now) == 0  # one's own reading of one's words is nobody else's business
    again = start_run(trainee.pk, version.pk, now=now)
    say(again, Said("tab", 1, "不行。"), now=now)
    end_run(again, now=now)
    assert gather(now=now) == 0
    assert PlatformScore.objects.get().given == first.given


@pytest.mark.parametrize("kind", ["round", "assignment"])
def test_who_is_not_meant_is_told_so_and_is_signed_in_all_the_same(edition, trainee, platform, kind):
    held = exam_round(edition, [])
    given = Assignment.objects.create(
        kind="mock", size=0, given_by=trainee.pk, given_at=NOON, due_at=NOON + timedelta(days=1)
    )
    target, code = {"round": (held, "lti.not-in-round"), "assignment": (given, "lti.not-assigned")}[kind]
    visitor = visit(platform, trainee, f"{kind}:{target.pk}")

    assert visitor.launched.status_code == 403
    assert str(REFUSALS[code]) in visitor.launched.content.decode()
    assert visitor.person == str(trainee.pk)


@pytest.mark.parametrize(
    "target",
    ["", "round:", "round:x", "round:2473b612-a7ed-4cf9-b3fc-c5673ef80ed7", "assignment:1", "drill:none", "moon:1", 7],
)
def test_a_target_that_is_none_opens_the_front_page(trainee, platform, target):
    assert visit(platform, trainee, target).launched.headers["Location"] == reverse("sitting:home")
    assert not PlatformScore.objects.exists()


def test_a_link_that_leads_elsewhere_from_now_on_is_told_of_what_it_leads_to(edition, trainee, platform):
    first, second = (exam_round(edition, [trainee], review=Review.AFTER_HAND_IN) for _ in range(2))
    visit(platform, trainee, f"round:{first.pk}")
    passed(second, trainee, right=10)
    passed(first, trainee)
    gather(now=AFTER_HAND_IN)
    visit(platform, trainee, f"round:{second.pk}")

    assert gather(now=AFTER_HAND_IN) == 1
    score = PlatformScore.objects.get()
    assert 0 < score.given < score.maximum
    assert Attempt.objects.count() == 2
