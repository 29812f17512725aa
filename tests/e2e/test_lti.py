"""From a course of a learning platform to an exam here, and the score back; a trainer chooses what a course links to."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.attempts.models import Attempt
from certification.lti.scores import gather
from certification.lti.sending import send_waiting
from certification.rounds.domain import Review
from tests.certification.lti.conftest import sourced
from tests.e2e.walking import look, serious_violations, sign_in
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory
from tests.factories.platform import CLAIM, CLIENT, DEPLOYMENT, MockPlatform, mock_platform, register
from tests.factories.sitting import make_dealt_round

pytestmark = pytest.mark.django_db(transaction=True)
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


@pytest.fixture
def platform(live_server) -> Iterator[MockPlatform]:
    """On 127.0.0.1, while the site is `localhost`: two sites to a browser, as in earnest."""
    with mock_platform() as found:
        found.tool = live_server.url
        yield found


@pytest.fixture
def edition(live_server):
    return make_bank()[0]


def fill(page: Page, platform: MockPlatform) -> None:
    for label, said in (
        ("名称", "企业学堂"), ("平台标识", platform.home), ("客户端编号", CLIENT), ("部署编号", DEPLOYMENT),
        ("登录网址", f"{platform.home}/auth"), ("令牌网址", f"{platform.home}/token"), ("公钥网址", f"{platform.home}/keys"),
    ):  # fmt: skip
        page.locator("#platform-fields").get_by_label(label).fill(said)


def test_registered_launched_sat_and_the_score_arrives(edition, live_server, page: Page, platform, trainee, browser):
    assert live_server.url.startswith("http://localhost:")
    manager = UserFactory(manager=True)
    held = make_dealt_round(edition, [trainee], now=timezone.now(), review=Review.AFTER_HAND_IN)
    sign_in(page, live_server.url, manager)
    page.goto(f"{live_server.url}/oversight/platforms/")
    look(page)
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#issuer-error")).to_be_visible()
    fill(page, platform)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", name="企业学堂")).to_be_visible()
    look(page)

    platform.extra = {
        **sourced(trainee.staff_number), f"{CLAIM}custom": {"mingduan": f"round:{held.pk}"}, **platform.grading(),
    }  # fmt: skip
    context = browser.new_context(service_workers="block")
    learner = context.new_page()
    learner.goto(f"{platform.home}/course")
    learner.get_by_role("link", name="九月认证").click()
    expect(learner).to_have_url(f"{live_server.url}/rounds/{held.pk}/")
    learner.get_by_role("button", name="开始").first.click()
    expect(learner).to_have_url(re.compile("/attempts/"))
    learner.goto(f"{live_server.url}/attempts/{Attempt.objects.get().pk}/hand-in/")
    learner.get_by_role("button", name="交卷").click()
    expect(learner).to_have_url(re.compile("/result/"))
    context.close()

    now = timezone.now() + timedelta(seconds=1)
    assert (gather(now=now), send_waiting(now=now)) == (1, 1)
    assert [score["userId"] for score in platform.scores] == ["sub-1"]
    page.reload()
    expect(page.locator("#platform-status")).to_contain_text(re.compile(r"送到的成绩\s*1"))


def test_in_a_frame_a_window_is_opened(live_server, context, page: Page, platform, trainee):
    register(platform)
    platform.extra = sourced(trainee.staff_number)
    page.goto(f"{platform.home}/framed")
    with context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="在新窗口打开").click()

    expect(opened.value).to_have_url(f"{live_server.url}/")
    expect(opened.value.get_by_text(trainee.display_name).first).to_be_visible()


def test_a_trainer_chooses_in_the_platforms_frame(edition, page: Page, platform, trainer):
    register(platform)
    held = make_dealt_round(edition, [], now=timezone.now())
    platform.roles = ["Instructor"]
    platform.choosing = True
    platform.extra = {
        **sourced(trainer.staff_number), f"{CLAIM}message_type": "LtiDeepLinkingRequest",
        f"{DL}deep_linking_settings": {
            "deep_link_return_url": f"{platform.home}/deep", "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe"],
        },
    }  # fmt: skip
    page.goto(f"{platform.home}/framed")
    frame = page.frame_locator("iframe")
    frame.get_by_label(held.title).check()
    frame.get_by_role("button", name="选这一项").click()
    frame.get_by_role("button", name="放进“企业学堂”").click()
    expect(frame.get_by_role("heading", name="放进课程了")).to_be_visible()

    assert len(platform.deep) == 1
    assert serious_violations(page) == []
