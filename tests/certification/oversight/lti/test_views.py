"""学习平台: registered, refused with the form filled in, changed, stopped, told of; for managers alone."""

import pytest
from django.urls import reverse

from certification.core.journal import JournalEntry
from certification.lti.keys import signing_key
from certification.lti.models import Platform, PlatformAccount, PlatformLink, PlatformScore
from tests.factories import NOON
from tests.factories.people import CohortFactory, UserFactory

pytestmark = pytest.mark.django_db
PLATFORMS = reverse("oversight:platforms")
FILLED = {
    "name": "企业学堂", "issuer": "https://moodle.example", "client_id": "abc", "deployments": "1\n2\n\n1",
    "auth_login_url": "https://moodle.example/auth.php", "auth_token_url": "https://moodle.example/token.php",
    "key_set_url": "https://moodle.example/certs.php", "auth_audience": "", "person_claim": "email",
    "new_people_cohort": "",
}  # fmt: skip


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(manager=True))
    return client


@pytest.fixture
def platform(desk) -> Platform:
    desk.post(PLATFORMS, FILLED)
    return Platform.objects.get()


def page(desk, platform) -> str:
    return desk.get(reverse("oversight:platform", args=[platform.pk])).content.decode()


def test_a_platform_is_registered_and_its_page_shows_what_was_said(desk, platform):
    assert (platform.deployments, platform.person_claim, platform.new_people_cohort) == (["1", "2"], "email", None)
    shown = page(desk, platform)
    assert "还没有" in shown
    for said in ("abc", "https://moodle.example/certs.php"):
        assert f'value="{said}"' in shown
    assert "企业学堂" in desk.get(PLATFORMS).content.decode()


def test_the_sites_own_addresses_are_there_to_copy(desk):
    shown = desk.get(PLATFORMS).content.decode()

    for route in ("login", "launch", "keys", "choosing"):
        assert f'value="http://testserver{reverse(f"lti:{route}")}"' in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", " "),
        ("issuer", ""),
        ("deployments", " \n "),
        ("deployments", "\n".join(str(n) for n in range(51))),
        ("deployments", "x" * 256),
        ("auth_login_url", "http://moodle.example/auth.php"),
        ("auth_token_url", "javascript:alert(1)"),
        ("key_set_url", "https://moodle.example:x/"),
        ("key_set_url", "https://moodle.example/" + "x" * 1000),
        ("person_claim", "name"),
        ("new_people_cohort", "7"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays_filled_in(desk, name, value):
    refused = desk.post(PLATFORMS, {**FILLED, name: value})
    shown = refused.content.decode()

    assert refused.status_code == 422
    assert f'id="{name}-error"' in shown
    assert 'value="abc"' in shown
    assert not Platform.objects.exists()


def test_one_client_of_an_issuer_is_registered_once(desk, platform):
    refused = desk.post(PLATFORMS, FILLED)

    assert refused.status_code == 422
    assert "已经登记过了" in refused.content.decode()
    assert Platform.objects.count() == 1


def test_it_is_changed_and_the_outbox_tries_at_once(desk, platform):
    cohort = CohortFactory(name="新人班")
    Platform.objects.update(tries=5, next_try_at=NOON, send_problem="HTTP 401")
    address = reverse("oversight:platform", args=[platform.pk])
    assert "HTTP 401" in page(desk, platform)

    assert desk.post(address, {**FILLED, "client_id": "xyz", "new_people_cohort": cohort.pk}).status_code == 302
    platform.refresh_from_db()
    assert (platform.client_id, platform.new_people_cohort, platform.tries) == ("xyz", cohort, 0)
    assert "建成“新人班”的学员" in page(desk, platform)
    assert desk.post(address, {**FILLED, "key_set_url": "x"}).status_code == 422


def test_why_the_last_launch_failed_stands_there_in_words_until_one_goes_well(desk, platform):
    Platform.objects.update(problem="lti.nobody", problem_at=NOON)
    assert "没有和你对应的在职人员" in page(desk, platform)
    assert "没有和你对应的在职人员" in desk.get(PLATFORMS).content.decode()

    Platform.objects.update(launched_at=NOON.replace(hour=13))
    assert "没有和你对应的在职人员" not in page(desk, platform)
    Platform.objects.update(problem="lti.of-an-older-version", launched_at=None)
    assert desk.get(PLATFORMS).status_code == 200


def test_it_is_stopped_and_goes_on(desk, platform):
    address = reverse("oversight:platform-switch", args=[platform.pk])
    for _ in range(2):
        assert "停用了" in desk.post(address, follow=True).content.decode()
    assert not Platform.objects.get().is_open
    for _ in range(2):
        assert "恢复了" in desk.post(address, {"on": "1"}, follow=True).content.decode()
    assert Platform.objects.get().is_open
    verbs = list(JournalEntry.objects.filter(verb__startswith="lti.").order_by("at").values_list("verb", flat=True))
    assert verbs == ["lti.platform-saved", "lti.platform-stopped", "lti.platform-resumed"]


def test_what_was_given_up_is_shown_and_sent_again(desk, platform):
    person = UserFactory(display_name="何思远")
    account = PlatformAccount.objects.create(platform=platform, sub="s", person=person, linked_at=NOON)
    link = PlatformLink.objects.create(platform=platform, deployment="1", resource="r", title="九月认证")
    PlatformScore.objects.create(
        link=link, account=account, given=1, maximum=2, at=NOON, refused_at=NOON, problem="HTTP 404"
    )
    shown = page(desk, platform)
    for said in ("何思远", "九月认证", "HTTP 404"):
        assert said in shown
    assert "1 个成绩没有送到" in desk.get(PLATFORMS).content.decode()

    desk.post(reverse("oversight:platform-again", args=[platform.pk]))
    assert PlatformScore.objects.waiting().count() == 1
    assert "1 个成绩等着回传" in desk.get(PLATFORMS).content.decode()


def test_the_key_is_changed(desk):
    before = signing_key().thumbprint()
    desk.post(reverse("oversight:platform-key"))

    assert signing_key().thumbprint() != before


def test_managers_alone(client):
    for person in (UserFactory(), UserFactory(trainer=True)):
        client.force_login(person)
        assert client.get(PLATFORMS).status_code == 403
