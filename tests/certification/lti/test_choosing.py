"""Deep linking: who may choose, what is offered, what goes back to the platform, signed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.competency.assignments.models import Assignment
from certification.core.journal import JournalEntry
from certification.lti.models import Launch
from certification.lti.wording import REFUSALS
from tests.certification.lti.conftest import sourced
from tests.factories.credentials import exam_round
from tests.factories.people import UserFactory
from tests.factories.platform import CLAIM, CLIENT, DEPLOYMENT

pytestmark = pytest.mark.django_db
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


@pytest.fixture(autouse=True)
def world(registered, platform):
    """The platform is registered, and a teacher asks."""
    platform.roles = ["Instructor"]
    UserFactory(staff_number="B1", trainer=True)


def asking(platform, **settings):
    return {
        **sourced("B1"), f"{CLAIM}message_type": "LtiDeepLinkingRequest",
        f"{DL}deep_linking_settings": {
            "deep_link_return_url": f"{platform.home}/deep", "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["window"], "data": "csrf-of-the-platform", **settings,
        },
    }  # fmt: skip


@pytest.fixture
def held(edition):
    now = timezone.now()
    return exam_round(edition, [], opens_at=now, closes_at=now + timedelta(hours=2))


def choosing(traveller, **settings) -> str:
    """The address of the choice, as the browser in the platform's frame has it: without any cookie."""
    begun = traveller.begin(target_link_uri="http://testserver/lti/choose/")
    answered = traveller.answer(begun, **asking(traveller.platform, **settings))
    assert answered.status_code == 303, answered.content.decode()
    return answered.headers["Location"]


def test_a_trainer_chooses_a_round_which_goes_back_signed(traveller, platform, held, client):
    platform.tool_keys = client.get(reverse("lti:keys")).json()
    address = choosing(traveller)
    shown = Client().get(address)
    assert held.title in shown.content.decode()
    assert f"frame-ancestors {platform.home}" in shown.headers["Content-Security-Policy"]

    chosen = Client().post(address, {"target": f"round:{held.pk}"})
    policy = chosen.headers["Content-Security-Policy"]
    assert f"form-action {platform.home}" in policy
    assert "default-src 'none'" in policy
    assert f'action="{platform.home}/deep"' in chosen.content.decode()
    claims = platform.read(chosen.context["jwt"])
    assert (claims["iss"], claims["aud"], claims[f"{CLAIM}deployment_id"]) == (CLIENT, [platform.home], DEPLOYMENT)
    assert claims[f"{CLAIM}message_type"] == "LtiDeepLinkingResponse"
    assert claims[f"{DL}data"] == "csrf-of-the-platform"
    (item,) = claims[f"{DL}content_items"]
    assert item == {
        "type": "ltiResourceLink", "title": held.title, "url": "http://testserver/lti/launch/",
        "custom": {"mingduan": f"round:{held.pk}"}, "window": {"targetName": "_blank"},
        "lineItem": {"scoreMaximum": 100, "label": held.title, "resourceId": f"round:{held.pk}"},
    }  # fmt: skip
    assert JournalEntry.objects.filter(verb="lti.chosen").exists()


def test_one_ticket_is_for_one_choice_and_opens_nothing_else(traveller, held):
    address = choosing(traveller)
    assert traveller.client.get(address.replace("choose", "enter")).status_code == 403
    assert traveller.person == ""

    assert Client().post(address, {"target": f"round:{held.pk}"}).status_code == 200
    assert Client().post(address, {"target": f"round:{held.pk}"}).status_code == 403
    assert Client().get(address).status_code == 403


def test_without_a_column_none_is_asked_for(traveller, platform, held, client):
    platform.tool_keys = client.get(reverse("lti:keys")).json()
    chosen = Client().post(choosing(traveller, accept_lineitem=False), {"target": f"round:{held.pk}"})

    assert "lineItem" not in platform.read(chosen.context["jwt"])[f"{DL}content_items"][0]


def test_assignments_are_offered_and_past_ones_are_not(traveller, trainee):
    now = timezone.now()
    for days, name in ((1, "七天无理由"), (-1, "运费")):
        Assignment.objects.create(
            kind="practice", target="area:x", target_name=name, size=5, given_by=trainee.pk,
            given_at=now - timedelta(days=2), due_at=now + timedelta(days=days),
        )  # fmt: skip
    shown = Client().get(choosing(traveller)).content.decode()

    assert "七天无理由" in shown
    assert "运费" not in shown


@pytest.mark.parametrize(
    ("target", "code"), [("", "lti.no-choice"), ("round:1", "lti.not-offered"), ("x", "lti.no-choice")]
)
def test_what_is_not_offered_is_refused_and_may_be_chosen_anew(traveller, held, target, code):
    address = choosing(traveller)
    refused = Client().post(address, {"target": target})

    assert refused.status_code == 422
    assert str(REFUSALS[code]) in refused.content.decode()
    assert Client().post(address, {"target": f"round:{held.pk}"}).status_code == 200


def test_trainees_choose_nothing(traveller, platform):
    UserFactory(staff_number="A7")
    answered = traveller.answer(traveller.begin(), **{**asking(platform), **sourced("A7")})

    assert str(REFUSALS["lti.not-choosing"]) in answered.content.decode()


@pytest.mark.parametrize("back", ["", "http://evil.example/", "javascript:alert(1)", "https://x@y/", "https://[x"])
def test_an_address_to_go_back_to_that_is_none_is_refused(traveller, platform, back):
    answered = traveller.answer(traveller.begin(), **asking(platform, deep_link_return_url=back))

    assert answered.status_code == 403


def test_a_ticket_of_ten_minutes_ago_and_one_that_is_none_choose_nothing(traveller):
    address = choosing(traveller)
    Launch.objects.update(started_at=timezone.now() - timedelta(minutes=10))

    assert Client().get(address).status_code == 403
    assert Client().post(reverse("lti:choose", args=["x"])).status_code == 403
    assert Client().get(reverse("lti:choosing")).status_code == 403


def test_choosing_works_in_a_frame(client, platform):
    asked = {
        "iss": platform.home, "client_id": CLIENT, "login_hint": "x", "target_link_uri": "http://testserver/lti/choose/",
    }  # fmt: skip

    assert client.post(reverse("lti:login"), asked, headers={"Sec-Fetch-Dest": "iframe"}).status_code == 302


def test_other_messages_are_refused(traveller):
    extra = {
        f"{CLAIM}message_type": "LtiSubmissionReviewRequest", f"{CLAIM}for_user": {"user_id": "x"},
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitem": "x"},
    }  # fmt: skip
    answered = traveller.answer(traveller.begin(), **sourced("B1"), **extra)

    assert str(REFUSALS["lti.message"]) in answered.content.decode()
