"""Where the optional model answers, and for how long it may think. Pure; the settings of the site call it."""

import math
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

LONGEST_SECONDS: Final = 30.0
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint. `url` ends before `/chat/completions`; `key` may be empty and is never shown."""

    url: str
    name: str
    timeout_seconds: float
    key: str = field(default="", repr=False)


def read_endpoint(url: str, *, name: str, key: str, timeout: str) -> Endpoint | None:
    """Return the endpoint that the environment names; None where it names none.

    Args:
        url: base address, as `http://127.0.0.1:11434/v1`; empty switches the model off, whatever the others say.
        name: the model's name, as the endpoint knows it.
        key: sent as a bearer token; may be empty.
        timeout: seconds, more than 0 and at most 30.

    Raises:
        ValueError: a value cannot be used; the message names the variable in one line and never holds the key.
    """
    if not url:
        return None
    parts = _split(url)
    if parts is None:
        raise ValueError("MINGDUAN_MODEL_URL must be like https://host/v1, without a question mark or a password in it")
    if not name:
        raise ValueError("MINGDUAN_MODEL_NAME is missing: MINGDUAN_MODEL_URL is set, so say which model answers there")
    if not key.isascii() or any(one.isspace() for one in key):
        raise ValueError("MINGDUAN_MODEL_KEY must be plain ASCII without spaces")
    if key and parts.scheme == "http" and parts.hostname not in _HERE:
        raise ValueError("MINGDUAN_MODEL_KEY would travel in the clear: use https in MINGDUAN_MODEL_URL, or no key")
    return Endpoint(url.rstrip("/"), name, _seconds(timeout), key)


def _split(url: str) -> SplitResult | None:
    """Return the parts of a sound address; `port` raises where it is no port."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if sound and url.isprintable() and not (parts.query or parts.fragment or parts.username) else None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_SECONDS:
        raise ValueError(
            f"MINGDUAN_MODEL_TIMEOUT_SECONDS must be more than 0 and at most {LONGEST_SECONDS:g}: {text!r}"
        )
    return seconds
