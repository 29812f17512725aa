"""Codes: what somebody typed made comparable, recovery codes made and hashed, the address an app reads."""

import hashlib
import secrets
import unicodedata
from base64 import b32encode
from typing import Final
from urllib.parse import quote, urlencode

DIGITS: Final = 6
STEP_SECONDS: Final = 30
KEY_BYTES: Final = 20
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _GROUP_LENGTH = 4, 4
_ISSUER: Final = "明断"


def tidied(typed: str) -> str:
    """Return a code without spaces and hyphens, full-width figures and capitals made plain: as phones paste it."""
    return "".join(one for one in unicodedata.normalize("NFKC", typed).lower() if one.isalnum())


def is_app_code(tidy: str) -> bool:
    """Say whether a tidied code has the shape of an app's."""
    return len(tidy) == DIGITS and tidy.isascii() and tidy.isdigit()


def new_key() -> str:
    """Return a fresh secret for an app, in hex: 160 bits, as RFC 4226 (R6) recommends."""
    return secrets.token_hex(KEY_BYTES)


def spelled(key: str) -> str:
    """Return the secret as people type it into an app: base32 in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + _GROUP_LENGTH] for start in range(0, len(text), _GROUP_LENGTH))


def app_address(key: str, account: str) -> str:
    """Return the `otpauth:` address of a secret, which apps read from a QR code.

    All parameters are given though they are the usual ones. Source: the Key Uri Format of Google Authenticator.
    """
    said = {
        "secret": spelled(key).replace(" ", ""), "issuer": _ISSUER, "algorithm": "SHA1", "digits": DIGITS,
        "period": STEP_SECONDS,
    }  # fmt: skip
    return f"otpauth://totp/{quote(f'{_ISSUER}:{account}')}?{urlencode(said, quote_via=quote)}"


def new_recovery_codes() -> list[str]:
    """Return codes that each let in once, `xxxx-xxxx-xxxx-xxxx`: 79 bits, too many to try out a hash."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH))


def recovery_hash(typed: str) -> str:
    """Return what is kept of a recovery code. The code is random, so one SHA-256 keeps it."""
    return hashlib.sha256(tidied(typed).encode()).hexdigest()
