"""One's own certificates, and the page that anybody verifies one on."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.credentials.domain import Happening, Shown
from certification.credentials.events import append
from certification.credentials.models import Disclosure
from certification.credentials.services import issue_certificate, revoke_certificate
from tests.factories.credentials import certify, exam_round, make_programme, passed
from tests.factories.people import UserFactory


@pytest.fixture(autouse=True)
def nobody_asked():
    cache.clear()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def certificate(edition, trainee, now):
    return certify(edition, trainee, now=now)


def url(name, *args):
    return reverse(f"sitting:{name}", args=args)


def text(response):
    return response.content.decode()


def public(number):
    return Client().get(url("verify-certificate", number))


def test_the_list_and_the_page_of_ones_own(signed_in, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        listed = text(signed_in.get(url("certificates")))
    with django_assert_max_num_queries(16):
        page = text(signed_in.get(url("certificate", certificate.number)))

    assert certificate.number in listed
    assert "林晓雯" in page
    assert "合格证书" in page
    assert '<path stroke="#000" d="M' in page


def test_only_the_chinese_page_spells_the_day_in_chinese(signed_in, trainee, certificate):
    chinese = text(signed_in.get(url("certificate", certificate.number)))
    trainee.language = "en"
    trainee.save(update_fields=["language"])
    english = text(signed_in.get(url("certificate", certificate.number)))

    assert "于二〇" in chinese
    assert "二〇" not in english
    assert "on " + timezone.localtime(certificate.issued_at).date().isoformat() in english


def test_what_is_still_needed_is_told(signed_in, edition, trainee, now, django_assert_max_num_queries):
    held = exam_round(edition, [trainee], opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))
    make_programme(held, drills=["DR-X"])
    with django_assert_max_num_queries(16):
        page = text(signed_in.get(url("certificates")))

    assert "售后服务专员（中级）" in page
    assert "认证考试" in page
    assert "还没通过" in page
    assert "DR-X" in page
    assert "还没有证书" not in page
    passed(held, trainee, now=now - timedelta(minutes=30))
    assert "成绩未公布" in text(signed_in.get(url("certificates")))


def test_nobody_has_certificates_at_first(signed_in):
    assert "还没有证书" in text(signed_in.get(url("certificates")))


@pytest.mark.parametrize("name", ["certificate", "certificate-pdf", "certificate-badge"])
def test_others_certificates_are_not_found(client, certificate, name):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(url(name, certificate.number)).status_code == 404


def test_the_file_to_print(signed_in, certificate):
    response = signed_in.get(url("certificate-pdf", certificate.number))

    assert response.content.startswith(b"%PDF-")
    assert certificate.number in response.headers["Content-Disposition"]


def test_anybody_sees_that_it_holds_and_no_full_name(certificate):
    response = public(certificate.number)
    page = text(response)

    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "证书有效" in page
    assert "林＊雯" in page
    assert "林晓雯" not in page
    assert "A20316" not in page
    assert "100 / 100" not in page


def test_the_holder_decides_what_is_seen(signed_in, certificate):
    shown = url("certificate-shown", certificate.number)

    assert signed_in.post(shown, {"name": "full", "marks": "on"}).status_code == 302
    assert "林晓雯" in text(public(certificate.number))
    assert "100 / 100" in text(public(certificate.number))
    signed_in.post(shown, {"name": "nothing"})
    page = text(public(certificate.number))
    assert "持证人</dt>" not in page
    assert "林" not in page
    assert "100 / 100" not in page
    assert signed_in.post(shown, {"name": "?"}).status_code == 422
    assert Disclosure.objects.get().name == Shown.NOTHING


def test_it_says_revoked_and_why(certificate, trainee, now):
    revoke_certificate(certificate.pk, reason="exam-void", words="只给你看", actor=trainee.pk, now=now)

    page = text(public(certificate.number))

    assert "证书已撤销" in page
    assert "考试作废" in page
    assert "只给你看" not in page
    assert "证书有效" not in page


def change_rules(certificate, now, *, days):
    details = {"edition": "v2", "rules": ["T-SHIP-1", "T-GONE"], "due_at": (now + timedelta(days=days)).isoformat()}
    append(certificate, Happening.RULES_CHANGED, now=now, details=details)


def test_it_says_that_a_top_up_is_due(certificate, signed_in, now):
    change_rules(certificate, now, days=30)

    page = text(public(certificate.number))

    assert "证书有效" in page
    assert "补测前证书仍然有效" in page
    assert "2 条规则改了" in text(signed_in.get(url("certificate", certificate.number)))


def test_it_says_that_rules_are_no_longer_covered(certificate, now):
    change_rules(certificate, now - timedelta(days=2), days=1)

    assert "证书不再覆盖现行规则" in text(public(certificate.number))


def test_it_says_that_it_is_over(edition, trainee, now):
    certificate = certify(edition, trainee, now=now - timedelta(days=60), months=1)

    assert "证书已过期" in text(public(certificate.number))


def test_it_says_that_the_marks_pass_no_longer(certificate, signed_in, now):
    append(certificate, Happening.FAILED, now=now, details={"holds": False})

    page = text(public(certificate.number))

    assert "证书中止" in page
    assert "考试成绩改过以后不再合格" in page
    assert "证书有效" not in page
    assert "申诉" in text(signed_in.get(url("certificate", certificate.number)))


def test_it_says_that_there_is_a_newer_one_and_not_which(certificate, signed_in, trainee, now):
    paper, later = certificate.attempt.paper, now + timedelta(minutes=1)
    again = passed(certificate.attempt.round, trainee, paper=paper, now=certificate.attempt.started_at, number=2)
    newer = issue_certificate(certificate.programme, again.pk, actor=None, now=later)

    page = text(public(certificate.number))

    assert "证书已换发" in page
    assert newer.number not in page
    assert "证书有效" in text(public(newer.number))
    assert "已换发新证" in text(signed_in.get(url("certificates")))
    assert "请用新的那张" in text(signed_in.get(url("certificate", certificate.number)))


def test_it_gives_nothing_away_beside_what_is_allowed(certificate, signed_in, trainee):
    trainee.email = "lin@example.com"
    trainee.save(update_fields=["email"])
    signed_in.post(url("certificate-shown", certificate.number), {"name": "nothing"})
    answers = [
        text(public(certificate.number)),
        text(Client().get(url("badge-status", "revocation", 1))),
        json.dumps(json.loads(signed_in.get(url("certificate-badge", certificate.number)).content), ensure_ascii=False),
    ]

    for word in ("林", trainee.staff_number, "lin@example.com", trainee.cohort.name if trainee.cohort else "班"):
        assert [word in answer for answer in answers] == [False] * 3


def test_verifiers_fetch_signed_status_lists(certificate, trainee, now):
    first = Client().get(url("badge-status", "revocation", 1))
    revoke_certificate(certificate.pk, reason="cheating", actor=trainee.pk, now=now)
    again = Client().get(url("badge-status", "revocation", 1))

    assert first.headers["Content-Type"] == "application/vc+jwt"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.content.count(b".") == 2
    assert first.content != again.content
    assert Client().get(url("badge-status", "suspension", 1)).status_code == 200
    assert Client().get(url("badge-status", "revocation", 2)).status_code == 404
    assert Client().get(url("badge-status", "gossip", 1)).status_code == 404


def test_a_number_that_is_none(db):
    response = public("MD-2026-0918-AAAAAA")

    assert response.status_code == 404
    assert "查不到这张证书" in text(response)


def test_a_typed_number_leads_to_its_page(certificate):
    asked = Client().get(url("verify"), {"code": certificate.number.lower().replace("-", " ")})

    assert asked.headers["Location"] == url("verify-certificate", certificate.number)
    assert "查验证书" in text(Client().get(url("verify"), {"code": "？"}))


def test_trying_out_is_slowed_down(db, monkeypatch):
    monkeypatch.setattr("certification.sitting.credentials.verifying.MOST_A_MINUTE", 2)

    answers = [public("MD-1").status_code for _ in range(3)]

    assert answers == [404, 404, 429]


def test_behind_a_proxy_everybody_is_counted_alone(db, monkeypatch, settings):
    monkeypatch.setattr("certification.sitting.credentials.verifying.MOST_A_MINUTE", 1)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ask = url("verify-certificate", "MD-1")

    answers = [Client().get(ask, headers={"x-forwarded-for": f"6.6.6.6, 10.0.0.{n}"}).status_code for n in (1, 2, 2)]

    assert answers == [404, 404, 429]


def test_without_a_proxy_nobody_says_who_they_are(db, monkeypatch):
    monkeypatch.setattr("certification.sitting.credentials.verifying.MOST_A_MINUTE", 1)
    ask = url("verify-certificate", "MD-1")

    answers = [Client().get(ask, headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in (1, 2)]

    assert answers == [404, 429]


def test_full_width_letters_are_read(certificate):
    wide = "".join(chr(ord(one) + 0xFEE0) for one in certificate.number.lower())

    assert "证书有效" in text(Client().get(url("verify"), {"code": wide}, follow=True))
    assert "证书有效" in text(public(wide))


def test_the_badge_and_its_key_are_there(signed_in, certificate):
    badge = json.loads(signed_in.get(url("certificate-badge", certificate.number)).content)
    keys = json.loads(Client().get("/.well-known/jwks.json").content)
    issuer = json.loads(Client().get("/.well-known/openbadges-issuer.json").content)

    assert badge["credential"]["issuer"]["id"] == issuer["id"]
    assert badge["credential"]["credentialSubject"]["name"] == "林＊雯"
    assert [one["crv"] for one in keys["keys"]] == ["Ed25519"]
    assert "d" not in keys["keys"][0]


def test_the_top_up_opens_a_paper_or_says_why_not(signed_in, certificate, now):
    start = url("certificate-top-up", certificate.number)
    assert signed_in.post(start).status_code == 409
    rule = certificate.attempt.paper.questions.first().derivation.rules[0]
    details = {"edition": "v2", "rules": [rule], "due_at": now.isoformat()}
    append(certificate, Happening.RULES_CHANGED, now=now, details=details)

    response = signed_in.post(start)

    assert re.match(r"/attempts/[0-9a-f-]+/questions/1/", response.headers["Location"])
