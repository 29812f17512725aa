"""The certificate as a file and as a badge; both are read by somebody else's program."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp
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
MM = 72 / 25.4


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


def sheet(certificate, **changes):
    face = replace(face_of(certificate), **changes)
    return certificate_pdf(face, address=ADDRESS, made_at=datetime(2026, 9, 18, tzinfo=UTC))


def read(data):
    """The words that PDFium finds in a file."""
    return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("欧阳喆堃玥", "欧阳喆堃玥"),
        ("䶮㛃𬭳", "䶮㛃𬭳"),
        ("阿卜杜热合曼·麦麦提图尔荪·买买提艾力", "阿卜杜热合曼·麦麦提图尔荪·买买提艾力"),
        ("Zoe Miller", "Zoe Miller"),
        ("林\U0001f600雯", "林〓雯"),
    ],
)
def test_names_are_printed_as_they_are_written(certificate, name, printed):
    words = read(sheet(certificate, name=name))

    assert printed in words
    assert certificate.number in words


def test_long_words_stay_on_the_sheet(certificate):
    long = {
        "name": "欧阳" * 20,
        "title": "售后" * 20,
        "issuer": "明远电商客服学院" * 5,
        "covers": "退换货及补偿、" * 20,
    }
    document = pypdfium2.PdfDocument(sheet(certificate, **long))
    words = document[0].get_textpage()
    boxes = [words.get_charbox(n) for n in range(words.count_chars())]
    drawn = [box for box in boxes if box[2] > box[0]]

    assert len(document) == 1
    assert len(drawn) > 200
    assert all(left > 28 and right < 842 - 28 and low > 28 and high < 595 - 28 for left, low, right, high in drawn)


def test_the_code_leads_to_the_page_where_it_is_verified(certificate):
    picture = pypdfium2.PdfDocument(sheet(certificate))[0].render(scale=2).to_pil()

    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [ADDRESS]


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
