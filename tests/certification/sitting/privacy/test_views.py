"""我的资料: seen and taken along by oneself."""

import io
import json
import zipfile

import pytest

from certification.people.notices import send_notice
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_the_page_lists_what_there_is(signed_in, trainee):
    send_notice(trainee.pk, kind="test", text="你好", now=NOON)

    page = signed_in.get("/account/data/").content.decode()

    assert "消息" in page
    assert "下载我的资料" in page


def test_a_post_answers_with_the_file(signed_in, trainee):
    response = signed_in.post("/account/data/")

    told = json.loads(zipfile.ZipFile(io.BytesIO(response.content)).read("person.json"))
    assert response.headers["Content-Type"] == "application/zip"
    assert "A20316" in response.headers["Content-Disposition"]
    assert told["person"] == str(trainee.pk)


def test_the_account_leads_there_and_strangers_sign_in_first(signed_in, client):
    assert "/account/data/" in signed_in.get("/account/").content.decode()
    signed_in.logout()
    assert client.get("/account/data/").status_code == 302
