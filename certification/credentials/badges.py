"""A certificate as an Open Badges 3.0 credential: a Verifiable Credential in a JWT, signed with Ed25519.

Source: 1EdTech, Open Badges Specification 3.0: JSON Web Token Proof Format; OpenBadgeCredential.
The key is kept in the site's home folder; its public half is the site's JWKS. Nothing is fetched at run time.
"""

import json
import warnings
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey

from certification.core import journal
from certification.core.journal import JournalEntry
from certification.credentials.domain import Shown, Status
from certification.credentials.faces import Face
from certification.credentials.models import Certificate, Programme
from certification.credentials.spelling import shown_name
from certification.credentials.status_lists import Purpose, list_credential, slot_of, status_entries
from certification.home import badge_key

KEY_MADE: Final = "certificate.key-made"
#: Ed25519 under the name that verifiers of today know; RFC 9864 renames it to `Ed25519`, which they refuse as yet.
ALGORITHM: Final = "EdDSA"
CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def signing_key() -> OKPKey:
    """Return the site's key, made on the first call; that it was made goes into the journal."""
    made: list[str] = []

    def make() -> str:
        made.append(json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True)))
        return made[0]

    kept = badge_key(settings.HOME, make)
    key = OKPKey.import_key(json.loads(kept))
    if kept in made:  # and not another process, a moment before
        journal.record(KEY_MADE, subject=_named(key), actor_id=None, now=timezone.now())
    return key


def signed_anew_since() -> datetime | None:
    """Return when the key in use was made, where it is not the first: badges of the ones before verify no longer."""
    made = list(JournalEntry.objects.filter(verb=KEY_MADE).order_by("at").values_list("subject", "at"))
    in_use = _named(signing_key()) if len(made) > 1 else ""
    return next((at for key, at in made[1:] if key == in_use), None)


def _named(key: OKPKey) -> str:
    return f"badgekey:{key.thumbprint()}"


def public_keys() -> dict[str, Any]:
    """Return the JWKS that verifiers read."""
    key = signing_key()
    return {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}]}


def issuer_profile(site: str, name: str) -> dict[str, Any]:
    """Return who issues; `site` is the address of the front page, with its slash."""
    return {"id": f"{site}.well-known/openbadges-issuer.json", "type": ["Profile"], "name": name, "url": site}


def credential_of(certificate: Certificate, face: Face, *, site: str, subject: str) -> dict[str, Any]:
    """Return the credential unsigned.

    Args:
        certificate: what was certified.
        face: its words.
        site: the address of the front page, with its slash.
        subject: the holder's name as far as it may be shown; "" for none. The id is the pseudonym.
    """
    about: dict[str, Any] = {"type": ["AchievementSubject"], "id": f"urn:uuid:{certificate.person}"}
    if subject:
        about["name"] = subject
    about["achievement"] = {
        "id": f"urn:uuid:{certificate.programme_id}",
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": certificate.title,
        "description": f"{certificate.title}：{face.covers}；规则库 {face.edition}。",
        "criteria": {"narrative": f"通过认证考试（{face.exam}）。"},
    }
    return {
        "@context": list(CONTEXTS),
        "id": f"{site}verify/{certificate.number}/",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": certificate.title,
        "issuer": issuer_profile(site, certificate.issuer),
        "validFrom": certificate.issued_at.isoformat(timespec="seconds"),
        "validUntil": certificate.valid_until.isoformat(timespec="seconds"),
        "credentialSubject": about,
        "credentialStatus": status_entries(slot_of(certificate), site=site),
    }


def signed(credential: dict[str, Any], *, site: str) -> str:
    """Return a credential as a signed JWT (VC-JWT), with the claims that the specification asks for."""
    key = signing_key()
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": f"{site}.well-known/jwks.json#{key.thumbprint()}"}
    begins, ends = (int(datetime.fromisoformat(credential[name]).timestamp()) for name in ("validFrom", "validUntil"))
    claims = {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": begins,
        "exp": ends,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # of the name alone; the curve is pinned by the key
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def status_list(purpose: Purpose, number: int, *, site: str, now: datetime) -> str:
    """Return a list of what holds no longer as a signed JWT; see `list_credential`."""
    issuer = issuer_profile(site, issuer_name())
    return signed(list_credential(purpose, number, site=site, issuer=issuer, now=now), site=site)


def issuer_name() -> str:
    """Return the name under which this site issues: that of its first programme."""
    return Programme.objects.order_by("made_at").values_list("issuer", flat=True).first() or ""


def badge_of(certificate: Certificate, face: Face, *, site: str, how: Shown, status: Status) -> dict[str, Any]:
    """Return what the holder downloads: the credential to read, and signed to verify."""
    credential = credential_of(certificate, face, site=site, subject=shown_name(face.name, how))
    token = signed(credential, site=site)
    return {"credential": credential, "jwt": token, "status": str(status), "verify": credential["id"]}
