"""Status lists, read by a verifier that is none of ours."""

import base64
import gzip
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import IntegrityError, transaction
from django.utils import timezone
from joserfc.jwk import OKPKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from certification.credentials import status_lists
from certification.credentials.badges import badge_of, public_keys, status_list
from certification.credentials.bookkeeping import StatusSlot
from certification.credentials.domain import STATUS_LIST_BITS, Happening, Shown, Status
from certification.credentials.events import append
from certification.credentials.faces import face_of
from certification.credentials.services import issue_certificate, revoke_certificate
from certification.credentials.status_lists import Purpose, encoded, lists, places, slot_of
from tests.factories.credentials import ISSUED, certify, make_programme

SITE = "https://exam.example.com/"
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def certificate(edition, trainee, now):
    return certify(edition, trainee, now=now, grace_days=0)


def serve(address):
    """What the site answers at an address, by the clock."""
    _site, _status, purpose, number = address.removesuffix("/").rsplit("/", 3)
    return status_list(Purpose(purpose), int(number), site=SITE, now=timezone.now()).encode()


@pytest.fixture
def verify(certificate):
    """A verifier that fetches the lists, checks their signatures and who issued them."""
    jwk = {name: value for name, value in public_keys()["keys"][0].items() if name in {"kty", "crv", "x"}}
    pem = OKPKey.import_key(jwk).public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    badge = badge_of(certificate, face_of(certificate), site=SITE, how=Shown.NOTHING, status=Status.VALID)["jwt"]
    return lambda download=serve: OB3Verifier(pem).verify(badge, check_status=True, download=download)


def test_a_verifier_finds_the_badge_in_force(verify):
    assert verify().id.startswith(SITE)


def test_a_verifier_learns_that_it_was_taken_back(verify, certificate, trainee, now):
    revoke_certificate(certificate.pk, reason="cheating", actor=trainee.pk, now=now)

    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        verify()


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        (Happening.FAILED, {"holds": False}),
        (Happening.RULES_CHANGED, {"edition": "v2", "rules": ["A"], "due_at": "2026-01-01T00:00:00+00:00"}),
    ],
)
def test_a_verifier_learns_that_it_is_suspended_and_that_it_is_back(verify, certificate, now, kind, details):
    append(certificate, kind, now=now, details=details)
    with pytest.raises(OB3VerificationError, match="'suspension' is set"):
        verify()

    back = Happening.PASSED_AGAIN if kind is Happening.FAILED else Happening.TOPPED_UP
    append(certificate, back, now=now, details={"edition": "v2"})

    assert verify()


def test_a_list_that_somebody_else_wrote_is_refused(verify):
    with pytest.raises(OB3VerificationError, match="proof is invalid"):
        verify(lambda address: serve(address)[:-8] + b"AAAAAAAA")


def test_a_list_names_those_that_do_not_hold_and_nobody_else(certificate, edition, trainee, now):
    slot = slot_of(certificate)
    assert (places(Purpose.REVOCATION, 1, now=now), places(Purpose.SUSPENSION, 1, now=now)) == ([], [])
    append(certificate, Happening.FAILED, now=now, details={"holds": True})
    assert places(Purpose.SUSPENSION, 1, now=now) == []

    append(certificate, Happening.FAILED, now=now, details={"holds": False})

    assert places(Purpose.SUSPENSION, 1, now=now) == [slot.index]
    assert places(Purpose.SUSPENSION, 1, now=certificate.valid_until) == []


def test_the_first_index_is_the_leftmost_bit():
    packed = encoded([0, 9, STATUS_LIST_BITS - 1])
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))

    assert packed[0] == "u"
    assert len(bits) == 16 * 1024
    assert (bits[0], bits[1], bits[-1], sum(bits)) == (0x80, 0x40, 0x01, 0xC1)


def test_a_place_is_kept_and_drawn_among_the_free_ones(certificate, monkeypatch):
    slot = slot_of(certificate)
    assert slot_of(certificate) == slot
    drawn = iter([slot.index, slot.index, 7 if slot.index != 7 else 8])
    monkeypatch.setattr(status_lists.secrets, "randbelow", lambda _most: next(drawn))
    other = certify_another(certificate)

    assert other.slot.index in {7, 8}
    assert other.slot.list == 1


def test_a_list_that_is_half_full_takes_nobody_more(certificate, monkeypatch):
    monkeypatch.setattr(status_lists, "MOST_IN_A_LIST", 1)

    assert certify_another(certificate).slot.list == 2
    assert lists() == 2


def certify_another(certificate):
    """A second certificate of the same exam, of another programme."""
    programme = make_programme(certificate.attempt.round, name="另一个认证")
    return issue_certificate(programme, certificate.attempt_id, actor=None, now=ISSUED)


def test_the_database_keeps_one_place_for_each(certificate, edition):
    slot = slot_of(certificate)
    other = certify_another(certificate)

    with pytest.raises(IntegrityError), transaction.atomic():
        StatusSlot.objects.bulk_create([StatusSlot(certificate=other, list=slot.list, index=slot.index)])
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusSlot.objects.bulk_create([StatusSlot(certificate=other, list=1, index=STATUS_LIST_BITS)])
