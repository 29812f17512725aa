"""帮助 on the site: contents, a page, and the way there from every page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from certification.handbook.contents import SLUGS
from certification.people.domain import Language
from tests.factories.people import UserFactory
from tests.factories.second_factors import give_password, make_second_factor

pytestmark = pytest.mark.django_db


def test_the_contents_list_every_page_and_begin_with_ones_own_work(signed_in, trainee):
    trainer = Client()
    trainer.force_login(UserFactory(trainer=True), backend="certification.people.backends.NameOrNumberBackend")

    mine, theirs = (one.get("/help/").content.decode() for one in (signed_in, trainer))

    for text in (mine, theirs):
        assert set(re.findall(r'href="/help/([a-z-]+)/"', text.partition("<main")[2])) == set(SLUGS)
    assert mine.index("/help/practice/") < mine.index("/help/write-a-question/")
    assert theirs.index("/help/write-a-question/") < theirs.index("/help/practice/")


def test_a_page_shows_the_others_of_its_part_and_leads_to_the_next(signed_in):
    answer = signed_in.get("/help/exam/")
    text = answer.content.decode()

    assert [one.slug for one in answer.context["beside"]] == list(answer.context["part"].pages)
    assert 'href="/help/exam/" aria-current="page"' in text
    assert answer.context["following"].slug == "practice"


def test_the_last_page_of_a_part_leads_no_further(signed_in):
    assert signed_in.get("/help/phone/").context["following"] is None


def test_a_page_is_read_in_ones_own_language(signed_in, trainee):
    in_chinese = signed_in.get("/help/exam/").context["page"]
    trainee.language = Language.ENGLISH
    trainee.save(update_fields=["language"])
    in_english = signed_in.get("/help/exam/").context["page"]

    assert in_chinese.title != in_english.title
    assert not re.search(r"[\u4e00-\u9fff]", in_english.title)


@pytest.mark.parametrize("path", ["/help/nothing/", "/help/exam.md/", "/help/../settings/"])
def test_there_is_no_other_page(signed_in, path):
    assert signed_in.get(path).status_code == 404


def test_who_cannot_sign_in_reads_it_too_from_the_sign_in_page(client):
    assert 'href="/help/account/"' in client.get("/sign-in/").content.decode()
    for path in ("/help/account/", "/help/"):
        text = client.get(path).content.decode()
        assert "忘了密码" in text or "账号" in text
        assert "site-nav" not in text


def test_a_handbook_page_is_closed_while_the_code_is_due(client, trainer):
    make_second_factor(trainer)
    give_password(client, trainer)

    assert client.get("/help/account/").headers["Location"].startswith("/second-factor/")


@pytest.mark.parametrize(("path", "about"), [("/mocks/", "/help/exam/"), ("/inbox/", "/help/")])
def test_every_page_leads_to_what_is_told_about_it(signed_in, path, about):
    text = signed_in.get(path).content.decode()

    assert text.count(f'href="{about}"') == 2  # in the header, and behind 更多 on a phone


def test_the_handbook_asks_for_nothing_but_who_reads_it(signed_in, django_assert_num_queries):
    signed_in.get(reverse("handbook:page", args=["exam"]))
    with django_assert_num_queries(3):  # session, person, edition of the footer
        signed_in.get(reverse("handbook:page", args=["exam"]))
