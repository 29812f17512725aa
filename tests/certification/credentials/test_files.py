"""The certificate as a file and as a badge; both are read by somebody else's program."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from fontTools.ttLib import TTFont
from joserfc.jwk import OKPKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from certification.credentials.badges import badge_of, public_keys
from certification.credentials.domain import Shown, Status
from certification.credentials.faces import check_of, face_of, qr_rows
from certification.credentials.pdf import FONT, certificate_pdf
from tests.factories.credentials import certify

ADDRESS = "https://exam.example.com/verify/MD-2026-0918-7F3K9Q/"
SITE = "https://exam.example.com/"


@pytest.fixture
def certificate(edition, trainee):
    return certify(edition, trainee, now=timezone.now())


def test_the_font_has_every_character_of_gbk_and_rare_names():
    characters = set(TTFont(FONT).getBestCmap())
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    gb2312 = {ord(one.decode("gbk", errors="ignore")) for one in pairs if one.decode("gbk", errors="ignore")}

    assert {ord(one) for one in "喆堃玥〇（）“”·"} <= characters
    assert len([one for one in gb2312 - characters if not 0xE000 <= one < 0xF900]) == 0


def test_the_sheet_is_one_landscape_page_with_its_font_inside(certificate, trainee):
    trainee.display_name = "欧阳喆堃玥"
    trainee.save(update_fields=["display_name"])

    data = certificate_pdf(face_of(certificate), address=ADDRESS, made_at=datetime(2026, 9, 18, tzinfo=UTC))

    assert data.count(b"/Type /Page\n") == 1
    assert b"/FontFile2" in data
    assert b"841.89 595.28" in data
    assert len(data) < 200_000


def test_the_face_tells_the_facts(certificate):
    face = face_of(certificate)

    assert (face.name, face.points, face.out_of) == ("林晓雯", "100", "100")
    assert face.covers == "规则库全部规则"
    assert "45 分钟 30 题" in face.exam
    assert face.check == check_of(certificate)


def test_the_code_is_drawn_in_runs():
    rows = qr_rows(ADDRESS)

    assert rows[0][0] == (0, 7)
    assert all(start + length <= len(rows) for runs in rows for start, length in runs)


@pytest.fixture
def badge(certificate):
    return badge_of(certificate, face_of(certificate), site=SITE, how=Shown.MASKED, status=Status.VALID)


@pytest.fixture
def verifier():
    jwk = {name: value for name, value in public_keys()["keys"][0].items() if name in {"kty", "crv", "x"}}
    public = OKPKey.import_key(jwk).public_key
    return OB3Verifier(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def test_an_independent_verifier_accepts_the_badge(badge, verifier, certificate):
    found = verifier.verify(badge["jwt"], expected_recipient=f"urn:uuid:{certificate.person}")

    assert found.id == f"{SITE}verify/{certificate.number}/"


def test_it_does_not_accept_what_was_changed(badge, verifier):
    head, body, signature = badge["jwt"].split(".")
    other = "A" if body[20] != "A" else "B"

    with pytest.raises(OB3VerificationError):
        verifier.verify(".".join([head, body[:20] + other + body[21:], signature]))


def test_the_badge_names_the_holder_as_far_as_they_allow(badge, certificate):
    assert "林晓雯" not in json.dumps(badge, ensure_ascii=False)
    assert badge["credential"]["credentialSubject"]["name"] == "林＊雯"
    nameless = badge_of(certificate, face_of(certificate), site=SITE, how=Shown.NOTHING, status=Status.VALID)
    assert "name" not in nameless["credential"]["credentialSubject"]
