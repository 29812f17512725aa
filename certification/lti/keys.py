"""The keys that platforms know this site by: RSA, in the home folder, the next one published before it signs."""

import json
from typing import Any, Final

from django.conf import settings
from joserfc.jwk import RSAKey

from certification.home import lti_keys, replace_lti_keys

_BITS: Final = 2048
#: Kept: the one that signs, the one after it, the one before it.
_KEPT: Final = 3


def _new() -> dict[str, Any]:
    return dict(RSAKey.generate_key(_BITS, private=True).as_dict(private=True))


def _kept() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(lti_keys(settings.HOME, lambda: json.dumps([_new(), _new()])))
    return found


def signing_key() -> RSAKey:
    """Return the key that signs now, made on the first call."""
    return RSAKey.import_key(_kept()[0])


def public_keys() -> dict[str, Any]:
    """Return the JWKS that platforms read: what signs now, what will sign next, what signed before."""
    found = []
    for one in _kept():
        key = RSAKey.import_key(one)
        found.append({**key.as_dict(private=False), "kid": key.thumbprint(), "alg": "RS256", "use": "sig"})
    return {"keys": found}


def rotate_keys() -> None:
    """Sign with the next key from now on. Platforms that keep the JWKS know it already; the old one stays readable."""
    now, after, *_before = _kept()
    replace_lti_keys(settings.HOME, json.dumps([after, _new(), now][:_KEPT]))
