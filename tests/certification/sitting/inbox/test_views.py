"""消息 as pages."""

import uuid

import pytest
from django.urls import reverse

from certification.people.models import Notice
from certification.people.notices import send_notice
from tests.factories import NOON
from tests.factories.people import UserFactory

INBOX = "sitting:inbox"


def test_an_empty_inbox_says_so(signed_in):
    page = signed_in.get(reverse(INBOX)).content.decode()

    assert "还没有消息" in page
    assert "条未读" not in page


def test_an_unread_line_is_marked_in_the_list_and_on_every_page(signed_in, trainee):
    send_notice(trainee.pk, kind="appeal", text="你的申诉成立", now=NOON)

    assert "未读</span>" in signed_in.get(reverse(INBOX)).content.decode()
    assert "1 条未读" in signed_in.get(reverse("people:account")).content.decode()


def test_opening_a_line_reads_it_and_leads_on(signed_in, trainee):
    sent = send_notice(trainee.pk, kind="appeal", text="你的申诉成立", link="/mocks/", now=NOON)

    response = signed_in.get(reverse("sitting:notice", args=[sent.pk]))

    assert response["Location"] == "/mocks/"
    assert "条未读" not in signed_in.get(reverse(INBOX)).content.decode()


@pytest.mark.parametrize("link", ["", "https://elsewhere.example/"])
def test_a_line_that_leads_nowhere_on_this_site_leads_back(signed_in, trainee, link):
    sent = send_notice(trainee.pk, kind="appeal", text="你的申诉成立", link=link, now=NOON)

    assert signed_in.get(reverse("sitting:notice", args=[sent.pk]))["Location"] == reverse(INBOX)


def test_all_can_be_read_at_once(signed_in, trainee):
    send_notice(trainee.pk, kind="appeal", text="你的申诉成立", now=NOON)

    assert signed_in.post(reverse(INBOX))["Location"] == reverse(INBOX)
    assert not Notice.objects.filter(read_at=None).exists()


def test_somebody_elses_line_is_not_found(signed_in):
    sent = send_notice(UserFactory().pk, kind="appeal", text="别人的", now=NOON)

    assert signed_in.get(reverse("sitting:notice", args=[sent.pk])).status_code == 404
    assert "别人的" not in signed_in.get(reverse(INBOX)).content.decode()


@pytest.mark.parametrize("url", [reverse(INBOX), reverse("sitting:notice", args=[uuid.UUID(int=0)])])
def test_strangers_sign_in_first(client, db, url):
    assert reverse("people:sign-in") in client.get(url)["Location"]
